package io.github.fairdeal.tfrecord;

import io.github.fairdeal.dataset.RecordKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads records of exactly the form that {@link ExampleEncoder} writes, by comparing their bytes with those that must be
 * there. In that form a record means what {@link FeatureMap} and {@link FeatureValues} say it does, which take four times
 * as long; of any other form it says so, and they have to. Not thread-safe.
 */
final class PlainExample {

    // An entry of one int64 whose varint has n bytes is n + 15 bytes long:
    //   0a n+13 0a 05 i n d e | x 12 n+4 1a n+2 0a n | varint
    private static final int ENTRY_HEAD_BYTES = 15;
    private static final int VARINT_BYTES_AT = 14;
    private static final int SECOND_HALF_AT = 7;
    private static final int MAX_VARINT_BYTES = 10;

    private static final long[] INDEX_HEAD = firstHalves(ExampleEncoder.INDEX);
    private static final long[] LABEL_HEAD = firstHalves(ExampleEncoder.LABEL);
    private static final long[] INDEX_TAIL = secondHalves(ExampleEncoder.INDEX);
    private static final long[] LABEL_TAIL = secondHalves(ExampleEncoder.LABEL);

    private static final byte FIELD_1 = 1 << 3 | 2;
    private static final byte FIELD_2 = 2 << 3 | 2;
    private static final byte[] PATH = RecordKind.PATH.feature().getBytes(StandardCharsets.US_ASCII);
    private static final byte[] IMAGE = RecordKind.IMAGE.feature().getBytes(StandardCharsets.US_ASCII);

    private byte[] buffer;
    private int at;
    private int end;

    private long value;
    private long index;
    private long label;
    private RecordKind kind;

    /** True if the bytes from {@code begin} to {@code limit} are such a record; then the other methods tell what it holds. */
    boolean read(byte[] bytes, int begin, int limit) {
        buffer = bytes;
        at = begin;
        end = limit;
        if (!enclosing(FIELD_1) || !int64(INDEX_HEAD, INDEX_TAIL)) {
            return false;
        }
        index = value;
        if (!int64(LABEL_HEAD, LABEL_TAIL)) {
            return false;
        }
        label = value;
        return enclosing(FIELD_1) && name() && enclosing(FIELD_2) && enclosing(FIELD_1) && enclosing(FIELD_1);
    }

    long index() {
        return index;
    }

    long label() {
        return label;
    }

    RecordKind kind() {
        return kind;
    }

    /** Where the payload begins; it ends with the record. */
    int payloadOffset() {
        return at;
    }

    /** Passes over the head of a field that reaches to the end of the record. */
    private boolean enclosing(byte tag) {
        if (at >= end || buffer[at] != tag) {
            return false;
        }
        at++;
        long length = 0;
        for (int shift = 0; shift < 35 && at < end; shift += 7) {
            byte next = buffer[at++];
            length |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return length == end - at;
            }
        }
        return false;
    }

    /** Passes over an entry of one int64, which becomes {@link #value}. */
    private boolean int64(long[] heads, long[] tails) {
        if (end - at <= ENTRY_HEAD_BYTES) {
            return false;
        }
        int bytes = buffer[at + VARINT_BYTES_AT];
        if (bytes < 1
                || bytes > MAX_VARINT_BYTES
                || bytes > end - at - ENTRY_HEAD_BYTES
                || Framing.longAt(buffer, at) != heads[bytes]
                || Framing.longAt(buffer, at + SECOND_HALF_AT) != tails[bytes]) {
            return false;
        }
        at += ENTRY_HEAD_BYTES;
        long decoded = 0;
        for (int i = 0; i < bytes; i++) {
            byte next = buffer[at + i];
            if (next < 0 == (i == bytes - 1)) {
                return false;
            }
            decoded |= (long) (next & 0x7f) << (7 * i);
        }
        value = decoded;
        at += bytes;
        return true;
    }

    private boolean name() {
        if (isNext(PATH)) {
            kind = RecordKind.PATH;
            at += 2 + PATH.length;
            return true;
        }
        if (isNext(IMAGE)) {
            kind = RecordKind.IMAGE;
            at += 2 + IMAGE.length;
            return true;
        }
        return false;
    }

    private boolean isNext(byte[] name) {
        return end - at >= 2 + name.length
                && buffer[at] == FIELD_1
                && buffer[at + 1] == name.length
                && Arrays.equals(buffer, at + 2, at + 2 + name.length, name, 0, name.length);
    }

    /** The first eight bytes of an entry, by the bytes of its varint. */
    private static long[] firstHalves(byte[] name) {
        long[] halves = new long[MAX_VARINT_BYTES + 1];
        for (int bytes = 1; bytes <= MAX_VARINT_BYTES; bytes++) {
            halves[bytes] = Framing.longAt(head(name, bytes), 0);
        }
        return halves;
    }

    /** The eight bytes before its varint. */
    private static long[] secondHalves(byte[] name) {
        long[] halves = new long[MAX_VARINT_BYTES + 1];
        for (int bytes = 1; bytes <= MAX_VARINT_BYTES; bytes++) {
            halves[bytes] = Framing.longAt(head(name, bytes), SECOND_HALF_AT);
        }
        return halves;
    }

    /** The encoder's own bytes: those of a record whose values have varints of this many bytes. */
    private static byte[] head(byte[] name, int varintBytes) {
        long longest = varintBytes == MAX_VARINT_BYTES ? -1 : (1L << (7 * varintBytes)) - 1;
        ExampleEncoder encoder = new ExampleEncoder(RecordKind.PATH);
        encoder.encode(longest, longest, new byte[0]);
        int first = 2;
        int begin = name == ExampleEncoder.INDEX ? first : first + ENTRY_HEAD_BYTES + varintBytes;
        return Arrays.copyOfRange(encoder.buffer(), begin, begin + ENTRY_HEAD_BYTES);
    }
}
