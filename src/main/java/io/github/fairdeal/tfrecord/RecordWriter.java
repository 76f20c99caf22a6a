package io.github.fairdeal.tfrecord;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * Writes TFRecord frames to a stream through one buffer of its own; give it an unbuffered stream.
 *
 * <p>Not thread-safe. Knows how many bytes and records went through, and the CRC-32C of the whole file, so that a
 * manifest costs no second reading.
 */
public final class RecordWriter implements Closeable {

    private static final int BUFFER_BYTES = 1 << 18;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final MaskedCrc32c checksum = new MaskedCrc32c();
    private final CRC32C fileCrc;
    private int filled;
    private long flushedBytes;
    private long records;

    public RecordWriter(OutputStream out) {
        this(out, new CRC32C());
    }

    private RecordWriter(OutputStream out, CRC32C fileCrc) {
        this.out = out;
        this.fileCrc = fileCrc;
    }

    /** A writer that does not know {@link #fileCrc32c()}, which takes a second look at every byte. */
    public static RecordWriter withoutFileChecksum(OutputStream out) {
        return new RecordWriter(out, null);
    }

    /** Appends one record. */
    public void write(byte[] payload, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, payload.length);
        write(payload, offset, length, checksum.of(payload, offset, length));
    }

    /**
     * Appends one record whose masked checksum is known already, such as one read from another file.
     *
     * @param payloadCrc as {@link RecordReader#payloadCrc()} gives it; not checked again
     */
    public void write(byte[] payload, int offset, int length, int payloadCrc) throws IOException {
        Objects.checkFromIndexSize(offset, length, payload.length);
        room(Framing.HEADER_BYTES);
        Framing.putLong(buffer, filled, length);
        Framing.putInt(buffer, filled + Framing.LENGTH_BYTES, checksum.of(buffer, filled, Framing.LENGTH_BYTES));
        filled += Framing.HEADER_BYTES;
        if (length > buffer.length - filled) {
            flush();
        }
        if (length > buffer.length) {
            emit(payload, offset, length);
        } else {
            System.arraycopy(payload, offset, buffer, filled, length);
            filled += length;
        }
        room(Framing.FOOTER_BYTES);
        Framing.putInt(buffer, filled, payloadCrc);
        filled += Framing.FOOTER_BYTES;
        records++;
    }

    /** Records written so far. */
    public long records() {
        return records;
    }

    /** Bytes written so far: the offset at which the next record will begin. */
    public long bytes() {
        return flushedBytes + filled;
    }

    /** CRC-32C of everything written, eight hexadecimal digits; complete only after {@link #close()}. */
    public String fileCrc32c() {
        return "%08x"
                .formatted(Objects.requireNonNull(fileCrc, "this writer keeps no checksum of the file")
                        .getValue());
    }

    @Override
    public void close() throws IOException {
        try (out) {
            flush();
        }
    }

    private void room(int bytes) throws IOException {
        if (bytes > buffer.length - filled) {
            flush();
        }
    }

    private void flush() throws IOException {
        int length = filled;
        filled = 0;
        emit(buffer, 0, length);
    }

    private void emit(byte[] bytes, int offset, int length) throws IOException {
        if (fileCrc != null) {
            fileCrc.update(bytes, offset, length);
        }
        out.write(bytes, offset, length);
        flushedBytes += length;
    }
}
