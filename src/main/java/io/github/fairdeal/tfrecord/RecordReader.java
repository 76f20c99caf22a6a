package io.github.fairdeal.tfrecord;

import io.github.fairdeal.dataset.SeekPoint;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads TFRecord frames from a stream, one after another, without an object per record.
 *
 * <p>Both checksums are verified. A file ends well only at a record boundary; anything else is a
 * {@link DamagedRecordException} that tells a truncated file from an overwritten one. No length is believed before its
 * checksum holds and the rest of the file has room for it. Not thread-safe.
 */
public final class RecordReader implements Closeable {

    private static final long UNKNOWN_BYTES = -1;

    private final StreamWindow window;
    private final String path;
    private final long fileBytes;
    private final MaskedCrc32c checksum = new MaskedCrc32c();

    private long offset;
    private long record;
    private long nextOffset;
    private long nextRecord;
    private int payloadLength;
    private boolean hasPayload;
    private boolean isDamaged;
    private boolean verifiesPayloads = true;

    /**
     * Reads from the beginning of a file.
     *
     * @param in unbuffered stream at offset 0; closed with this reader
     * @param path for messages
     * @param fileBytes size of the whole file
     */
    public RecordReader(InputStream in, String path, long fileBytes) {
        this(in, path, fileBytes, SeekPoint.START);
    }

    /**
     * Reads from a record boundary inside a file.
     *
     * @param in unbuffered stream that stands at {@code start.offset()}; closed with this reader
     * @param path for messages
     * @param fileBytes size of the whole file
     * @param start a boundary that the writer recorded
     */
    public RecordReader(InputStream in, String path, long fileBytes, SeekPoint start) {
        this.window = new StreamWindow(in, fileBytes != UNKNOWN_BYTES);
        this.path = path;
        this.fileBytes = fileBytes;
        this.nextOffset = start.offset();
        this.nextRecord = start.record();
    }

    /**
     * Reads a stream whose size nobody knows, such as a compressed file. It may end at any record boundary, so a file
     * cut there looks whole; memory grows with what arrives, not with what a length promises. Offsets count the bytes
     * of this stream.
     *
     * @param in unbuffered stream at its beginning, which may throw {@link DamagedStreamException}; closed with the reader
     * @param path for messages
     */
    public static RecordReader ofUnknownSize(InputStream in, String path) {
        return new RecordReader(in, path, UNKNOWN_BYTES);
    }

    /** Makes this reader believe payloads without their checksums; those of lengths are verified all the same. */
    public RecordReader trustPayloads() {
        verifiesPayloads = false;
        return this;
    }

    /**
     * Moves to the next record. After damage every call fails alike, unless {@link #passDamaged()} allows to go on.
     *
     * @return false at the end of the file
     * @throws DamagedRecordException if the file does not go on with a sound record and does not end here either
     */
    public boolean next() throws IOException {
        if (!header()) {
            return false;
        }
        int frame = Math.toIntExact(Framing.framedBytes(payloadLength));
        if (!fill(frame)) {
            throw cutShort(frame, window.available());
        }
        window.pass(frame);
        advance();
        hasPayload = true;
        if (verifiesPayloads) {
            verifyPayload();
        }
        return true;
    }

    /**
     * Passes over {@code count} records by their headers alone; payloads are not verified. There is no current record
     * until {@link #next()} is called again.
     *
     * @return how many there were, fewer than {@code count} only at the end of the file
     * @throws DamagedRecordException if a header is damaged or the file ends inside a record
     */
    public long skip(long count) throws IOException {
        try {
            for (long skipped = 0; skipped < count; skipped++) {
                if (!header()) {
                    return skipped;
                }
                long frame = Framing.framedBytes(payloadLength);
                long passed = window.discard(frame);
                if (passed < frame) {
                    throw cutShort(frame, passed);
                }
                advance();
            }
            return count;
        } catch (DamagedStreamException e) {
            throw e.at(this);
        }
    }

    /**
     * True if there is a current record whose frame was read to its end, even where its payload does not match its
     * checksum; false before the first, after the last, after {@link #skip} and where the framing itself is damaged.
     */
    public boolean hasPayload() {
        return hasPayload;
    }

    /**
     * Allows {@link #next()} to go on behind a record whose payload does not match its checksum, or with whose content
     * the caller could do nothing.
     *
     * @return false if there is no going on: the framing is damaged, and nobody knows where the next record begins
     */
    public boolean passDamaged() {
        isDamaged = false;
        return hasPayload;
    }

    /** The array that holds the current payload; its content changes with {@link #next()}. */
    public byte[] buffer() {
        return window.bytes();
    }

    /** Where the current payload begins in {@link #buffer()}. */
    public int payloadOffset() {
        return window.begin() - Framing.FOOTER_BYTES - payloadLength;
    }

    /** Bytes of the current payload. */
    public int payloadLength() {
        return payloadLength;
    }

    /** A copy of the current payload. */
    public byte[] payload() {
        return Arrays.copyOfRange(buffer(), payloadOffset(), payloadOffset() + payloadLength);
    }

    /** Masked CRC-32C of the current payload, as stored; verified unless payloads are trusted. */
    public int payloadCrc() {
        return Framing.intAt(buffer(), window.begin() - Framing.FOOTER_BYTES);
    }

    /** Byte offset of the current record's frame in the file. */
    public long offset() {
        return offset;
    }

    /** Number of the current record in the file, from 0. */
    public long record() {
        return record;
    }

    /** Where the next record begins. */
    public SeekPoint nextSeekPoint() {
        return new SeekPoint(nextRecord, nextOffset);
    }

    /** The file, for messages. */
    public String path() {
        return path;
    }

    /** An exception that says something is wrong with the current record. */
    public DamagedRecordException damaged(String problem, String hint) {
        return new DamagedRecordException(problem, path, offset, record, hint);
    }

    @Override
    public void close() throws IOException {
        window.close();
    }

    /** Reads and checks the next header, without passing over it; false if the file ends here. */
    private boolean header() throws IOException {
        if (isDamaged) {
            verifyPayload();
        }
        offset = nextOffset;
        record = nextRecord;
        hasPayload = false;
        if (!fill(Framing.HEADER_BYTES)) {
            requireEnd();
            return false;
        }
        if (isSizeKnown() && nextOffset >= fileBytes) {
            throw damaged(
                    "File size mismatch: expected %,d bytes, found more".formatted(fileBytes),
                    "extended, or replaced since it was listed?");
        }
        payloadLength = checkedLength(buffer(), window.begin());
        return true;
    }

    private boolean fill(int bytes) throws IOException {
        try {
            return window.fill(bytes);
        } catch (DamagedStreamException e) {
            throw e.at(this);
        }
    }

    /** Checks that the file may end where its next record would begin. */
    private void requireEnd() {
        if (window.available() > 0) {
            throw damaged(
                    "Record header cut short: expected %d bytes, found %d"
                            .formatted(Framing.HEADER_BYTES, window.available()),
                    "truncated, or followed by something that is not a record?");
        }
        if (isSizeKnown() && nextOffset != fileBytes) {
            throw damaged(
                    "File size mismatch: expected %,d bytes, found no record at offset %,d"
                            .formatted(fileBytes, nextOffset),
                    "truncated, or replaced since it was listed?");
        }
    }

    /** The length that a header speaks of: its checksum holds, the file has room for it, and an array has. */
    private int checkedLength(byte[] buffer, int begin) {
        int stored = Framing.intAt(buffer, begin + Framing.LENGTH_BYTES);
        int found = checksum.of(buffer, begin, Framing.LENGTH_BYTES);
        if (stored != found) {
            throw damaged(
                    "Record length checksum mismatch: expected 0x%08x, found 0x%08x".formatted(stored, found),
                    offset == 0
                            ? "not a TFRecord file, or compressed?"
                            : "overwritten, or followed by something that is not a record?");
        }
        long length = Framing.longAt(buffer, begin);
        long room = isSizeKnown() ? fileBytes - offset - Framing.HEADER_BYTES - Framing.FOOTER_BYTES : Long.MAX_VALUE;
        if (length < 0 || length > room) {
            throw damaged(
                    "Record cut short: expected %s bytes of payload, found room for %,d"
                            .formatted(Long.toUnsignedString(length), Math.max(0, room)),
                    "truncated while it was written or copied?");
        }
        if (length > Framing.MAX_PAYLOAD_BYTES) {
            throw damaged(
                    "Record of %,d bytes, at most %,d are supported".formatted(length, Framing.MAX_PAYLOAD_BYTES),
                    "split it into smaller records");
        }
        return (int) length;
    }

    private boolean isSizeKnown() {
        return fileBytes != UNKNOWN_BYTES;
    }

    private void verifyPayload() {
        int stored = payloadCrc();
        int found = checksum.of(buffer(), payloadOffset(), payloadLength);
        isDamaged = stored != found;
        if (isDamaged) {
            throw damaged(
                    "Record payload checksum mismatch: expected 0x%08x, found 0x%08x".formatted(stored, found),
                    "overwritten or damaged on disk?");
        }
    }

    private void advance() {
        nextOffset += Framing.framedBytes(payloadLength);
        nextRecord++;
    }

    private DamagedRecordException cutShort(long expectedBytes, long foundBytes) {
        return damaged(
                "Record cut short: expected %,d bytes, found %,d".formatted(expectedBytes, foundBytes),
                "truncated while it was written or copied?");
    }
}
