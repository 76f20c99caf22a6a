package io.github.fairdeal.listing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * How listed images travel to the task that writes their shard: many with consecutive indexes in one byte array, each
 * {@code label int64 | payload length int32 | payload | entries length int32 | entries}. The payload is a path or an image,
 * the entries are further features, encoded.
 */
public final class ListedBlock {

    private static final int FULL_BYTES = 1 << 18;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    void add(long label, byte[] payload, byte[] entries) throws IOException {
        out.writeLong(label);
        out.writeInt(payload.length);
        out.write(payload);
        out.writeInt(entries.length);
        out.write(entries);
    }

    boolean isFull() {
        return bytes.size() >= FULL_BYTES;
    }

    /** What was added; the block is empty then. */
    byte[] take() {
        byte[] taken = bytes.toByteArray();
        bytes.reset();
        return taken;
    }

    /** Takes a block apart. */
    public static final class Reader {

        private final DataInputStream in;
        private final ByteArrayInputStream rest;
        private long label;
        private byte[] payload;
        private byte[] entries;

        /** Begins before the first image. */
        public Reader(byte[] block) {
            this.rest = new ByteArrayInputStream(block);
            this.in = new DataInputStream(rest);
        }

        /** Moves to the next image; false at the end. */
        public boolean next() throws IOException {
            if (rest.available() == 0) {
                return false;
            }
            label = in.readLong();
            payload = bytes();
            entries = bytes();
            return true;
        }

        /** The image's label. */
        public long label() {
            return label;
        }

        /** Its path, absolute or a URI, in UTF-8; or the image itself where the source holds images. Not a copy. */
        public byte[] payload() {
            return payload;
        }

        /** Further features of its record, encoded; may be empty. Not a copy. */
        public byte[] entries() {
            return entries;
        }

        private byte[] bytes() throws IOException {
            return in.readNBytes(in.readInt());
        }
    }
}
