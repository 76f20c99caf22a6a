package io.github.fairdeal.tfrecord;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The part of a stream that is in memory: what was read from it and not passed over. Grows to the longest record. */
final class StreamWindow implements Closeable {

    private static final int BUFFER_BYTES = 1 << 18;
    private static final byte[] NOTHING = {};

    private final InputStream in;
    private final boolean growsAtOnce;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int begin;
    private int end;

    /**
     * A window at the beginning of a stream.
     *
     * @param growsAtOnce false: memory grows with what arrives, not with what {@link #fill} asks for
     */
    StreamWindow(InputStream in, boolean growsAtOnce) {
        this.in = in;
        this.growsAtOnce = growsAtOnce;
    }

    /** The array that the window lies in; another one after {@link #fill}, perhaps. */
    byte[] bytes() {
        return buffer;
    }

    /** Where the window begins in {@link #bytes()}. What was just passed over lies before it. */
    int begin() {
        return begin;
    }

    /** Bytes in the window. */
    int available() {
        return end - begin;
    }

    /** Makes {@code bytes} bytes available; false if the stream ends before that. */
    boolean fill(int bytes) throws IOException {
        if (end - begin >= bytes) {
            return true;
        }
        // Not begin + bytes: the longest record would overflow it.
        if (bytes > buffer.length - begin) {
            moveToFront(growsAtOnce ? bytes : Math.min(bytes, buffer.length));
        }
        while (end - begin < bytes) {
            if (end == buffer.length) {
                // Only where it may not grow at once: nothing but the length itself says that so much will come.
                moveToFront((int) Math.min(bytes, 2L * buffer.length));
            }
            int read = in.read(buffer, end, buffer.length - end);
            if (read < 0) {
                return false;
            }
            end += read;
        }
        return true;
    }

    /** Passes over bytes that are available. */
    void pass(int bytes) {
        begin += bytes;
    }

    /**
     * Passes over {@code bytes} bytes, available or not, and returns how many there were. It reads rather than skips: a
     * stream may skip beyond its end without a word, and long ways are what seek points are for.
     */
    long discard(long bytes) throws IOException {
        long rest = bytes;
        while (rest > end - begin) {
            rest -= end - begin;
            begin = 0;
            end = Math.max(0, in.read(buffer, 0, buffer.length));
            if (end == 0) {
                return bytes - rest;
            }
        }
        begin += (int) rest;
        return bytes;
    }

    @Override
    public void close() throws IOException {
        // Whoever closed it may hold it for long, as Spark's tasks do until their end.
        buffer = NOTHING;
        begin = 0;
        end = 0;
        in.close();
    }

    /** Moves what is in the window to the front of a buffer of at least this capacity. */
    private void moveToFront(int capacity) {
        byte[] target = capacity > buffer.length ? new byte[capacity] : buffer;
        System.arraycopy(buffer, begin, target, 0, end - begin);
        end -= begin;
        begin = 0;
        buffer = target;
    }
}
