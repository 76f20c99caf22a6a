package io.github.fairdeal.tfrecord;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Files of records in memory. */
final class Records {

    static final String PATH = "path-00003-of-00016.tfrecord";

    private Records() {}

    /** A file of these payloads. */
    static byte[] file(List<byte[]> payloads) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (RecordWriter writer = new RecordWriter(file)) {
            for (byte[] payload : payloads) {
                writer.write(payload, 0, payload.length);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    /** A reader at the beginning of {@code file}. */
    static RecordReader reader(byte[] file) {
        return new RecordReader(new ByteArrayInputStream(file), PATH, file.length);
    }

    /** A reader that stands at its only record, which has this payload. */
    static RecordReader at(byte[] payload) {
        RecordReader reader = reader(file(List.of(payload)));
        try {
            reader.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reader;
    }

    /** All payloads that are left. */
    static List<byte[]> payloads(RecordReader reader) throws IOException {
        List<byte[]> payloads = new ArrayList<>();
        while (reader.next()) {
            payloads.add(reader.payload());
        }
        return payloads;
    }

    /** A stream that gives one byte at a time, as a slow network may. */
    static InputStream trickle(byte[] file) {
        return new ByteArrayInputStream(file) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1));
            }
        };
    }
}
