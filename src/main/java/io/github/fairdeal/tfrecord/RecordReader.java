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

    private static final int BUFFER_BYTES = 1 << 18;
    private static final long UNKNOWN_BYTES = -1;

    private final InputStream in;
    private final String path;
    private final long fileBytes;
    private final MaskedCrc32c checksum = new MaskedCrc32c();
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int begin;
    private int end;

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
        this.in = in;
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
     * @param in unbuffered stream at its beginning; closed with the reader
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
            throw cutShort(frame, end - begin);
        }
        begin += frame;
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
        for (long skipped = 0; skipped < count; skipped++) {
            if (!header()) {
                return skipped;
            }
            long frame = Framing.framedBytes(payloadLength);
            long passed = discard(frame);
            if (passed < frame) {
                throw cutShort(frame, passed);
            }
            advance();
        }
        return count;
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
        return buffer;
    }

    /** Where the current payload begins in {@link #buffer()}. */
    public int payloadOffset() {
        return begin - Framing.FOOTER_BYTES - payloadLength;
    }

    /** Bytes of the current payload. */
    public int payloadLength() {
        return payloadLength;
    }

    /** A copy of the current payload. */
    public byte[] payload() {
        return Arrays.copyOfRange(buffer, payloadOffset(), payloadOffset() + payloadLength);
    }

    /** Masked CRC-32C of the current payload, as stored; verified unless payloads are trusted. */
    public int payloadCrc() {
        return Framing.intAt(buffer, begin - Framing.FOOTER_BYTES);
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
        in.close();
    }

    /** Reads and checks the next header; false if the file ends here. Leaves {@code begin} at the header. */
    private boolean header() throws IOException {
        if (isDamaged) {
            verifyPayload();
        }
        offset = nextOffset;
        record = nextRecord;
        hasPayload = false;
        boolean isSizeKnown = fileBytes != UNKNOWN_BYTES;
        if (!fill(Framing.HEADER_BYTES)) {
            if (begin == end && (nextOffset == fileBytes || !isSizeKnown)) {
                return false;
            }
            if (begin == end) {
                throw damaged(
                        "File size mismatch: expected %,d bytes, found no record at offset %,d"
                                .formatted(fileBytes, nextOffset),
                        "truncated, or replaced since it was listed?");
            }
            throw damaged(
                    "Record header cut short: expected %d bytes, found %d".formatted(Framing.HEADER_BYTES, end - begin),
                    "truncated, or followed by something that is not a record?");
        }
        if (isSizeKnown && nextOffset >= fileBytes) {
            throw damaged(
                    "File size mismatch: expected %,d bytes, found more".formatted(fileBytes),
                    "extended, or replaced since it was listed?");
        }
        long length = Framing.longAt(buffer, begin);
        int stored = Framing.intAt(buffer, begin + Framing.LENGTH_BYTES);
        int found = checksum.of(buffer, begin, Framing.LENGTH_BYTES);
        if (stored != found) {
            throw damaged(
                    "Record length checksum mismatch: expected 0x%08x, found 0x%08x".formatted(stored, found),
                    offset == 0
                            ? "not a TFRecord file, or compressed?"
                            : "overwritten, or followed by something that is not a record?");
        }
        long room = isSizeKnown ? fileBytes - offset - Framing.HEADER_BYTES - Framing.FOOTER_BYTES : Long.MAX_VALUE;
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
        payloadLength = (int) length;
        return true;
    }

    private void verifyPayload() {
        int stored = payloadCrc();
        int found = checksum.of(buffer, payloadOffset(), payloadLength);
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

    /**
     * Passes over {@code bytes} bytes from {@code begin} and returns how many there were. It reads rather than skips:
     * a stream may skip beyond its end without a word, and long ways are what seek points are for.
     */
    private long discard(long bytes) throws IOException {
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

    /** Makes {@code bytes} bytes available from {@code begin}; false if the stream ends before that. */
    private boolean fill(int bytes) throws IOException {
        if (end - begin >= bytes) {
            return true;
        }
        // Not begin + bytes: the longest record would overflow it.
        if (bytes > buffer.length - begin) {
            moveToFront(fileBytes == UNKNOWN_BYTES ? Math.min(bytes, buffer.length) : bytes);
        }
        while (end - begin < bytes) {
            if (end == buffer.length) {
                // Only where the size is unknown: nothing but the length itself says that so much will come.
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

    /** Moves what was read and not consumed to the front of a buffer of at least this capacity. */
    private void moveToFront(int capacity) {
        byte[] target = capacity > buffer.length ? new byte[capacity] : buffer;
        System.arraycopy(buffer, begin, target, 0, end - begin);
        end -= begin;
        begin = 0;
        buffer = target;
    }
}
