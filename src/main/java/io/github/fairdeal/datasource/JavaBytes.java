package io.github.fairdeal.datasource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/**
 * Objects as the bytes of Java's own serialization, for data of Spark jobs: a session may have Kryo for data, whose
 * version in Spark knows no Java records, and which may want every class registered.
 */
final class JavaBytes {

    private JavaBytes() {}

    static byte[] of(Serializable object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    /** The object that {@link #of} made these bytes of; only for bytes of this job. */
    static <T> T read(byte[] bytes, Class<T> type) throws IOException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return type.cast(in.readObject());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
