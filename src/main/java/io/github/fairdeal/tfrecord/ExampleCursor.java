package io.github.fairdeal.tfrecord;

import io.github.fairdeal.dataset.RecordKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The features of one {@code tf.train.Example} that fairdeal reads: {@code index}, {@code label}, and
 * {@code path_string} or {@code image_string}. Other features are passed over on the wire.
 *
 * <p>A cursor is filled again for every record and makes no object; the payload stays where it was read. It accepts
 * what protobuf allows: features in any order, packed or single varints, a repeated feature (the last one counts).
 * Not thread-safe.
 */
public final class ExampleCursor {

    private static final byte[] PATH = RecordKind.PATH.feature().getBytes(StandardCharsets.US_ASCII);
    private static final byte[] IMAGE = RecordKind.IMAGE.feature().getBytes(StandardCharsets.US_ASCII);

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int DELIMITED = 2;
    private static final int FIXED32 = 5;
    private static final int TAG_1 = 1 << 3 | DELIMITED;
    private static final int TAG_2 = 2 << 3 | DELIMITED;
    private static final int TAG_3 = 3 << 3 | DELIMITED;

    private RecordReader reader;
    private byte[] buffer;
    private int at;

    private boolean hasIndex;
    private long index;
    private boolean hasLabel;
    private long label;
    private RecordKind kind;
    private int payloadOffset;
    private int payloadLength;

    /**
     * Reads the current record of {@code reader}.
     *
     * @throws DamagedRecordException if it is not an Example, or {@code index} or {@code label} is not one int64
     */
    public void parse(RecordReader reader) {
        this.reader = reader;
        this.buffer = reader.buffer();
        this.at = reader.payloadOffset();
        hasIndex = false;
        hasLabel = false;
        kind = null;
        payloadOffset = 0;
        payloadLength = 0;
        int end = at + reader.payloadLength();
        while (at < end) {
            int tag = tag(end);
            if (tag == TAG_1) {
                int featuresEnd = delimited(end);
                while (at < featuresEnd) {
                    int entryTag = tag(featuresEnd);
                    if (entryTag == TAG_1) {
                        entry(delimited(featuresEnd));
                    } else {
                        pass(entryTag, featuresEnd);
                    }
                }
            } else {
                pass(tag, end);
            }
        }
    }

    /** True if the record has an {@code index}. */
    public boolean hasIndex() {
        return hasIndex;
    }

    /** The record's place in the sorted data set. */
    public long index() {
        require(hasIndex, "index");
        return index;
    }

    /** True if the record has a {@code label}. */
    public boolean hasLabel() {
        return hasLabel;
    }

    /** The record's class. */
    public long label() {
        require(hasLabel, "label");
        return label;
    }

    /** What the payload is, or null if the record has neither a path nor pixels. */
    public RecordKind kind() {
        return kind;
    }

    /**
     * Checks that the payload is of this kind.
     *
     * @throws DamagedRecordException if it is not
     */
    public void requireKind(RecordKind expected) {
        require(kind == expected, expected.feature());
    }

    /** The array that holds the payload. */
    public byte[] buffer() {
        return buffer;
    }

    /** Where the payload begins in {@link #buffer()}. */
    public int payloadOffset() {
        return payloadOffset;
    }

    /** Bytes of the payload; 0 if there is none. */
    public int payloadLength() {
        return payloadLength;
    }

    /** The payload of a path record as text. */
    public String path() {
        requireKind(RecordKind.PATH);
        return new String(buffer, payloadOffset, payloadLength, StandardCharsets.UTF_8);
    }

    private void require(boolean present, String feature) {
        if (!present) {
            throw reader.damaged(
                    "Record has no feature '" + feature + "'", "written by other software, or of another kind?");
        }
    }

    /** A map entry: name and feature, in either order. */
    private void entry(int end) {
        int nameOffset = at;
        int nameEnd = at;
        int featureOffset = -1;
        int featureEnd = -1;
        while (at < end) {
            int tag = tag(end);
            if (tag == TAG_1) {
                nameEnd = delimited(end);
                nameOffset = at;
                at = nameEnd;
            } else if (tag == TAG_2) {
                featureEnd = delimited(end);
                featureOffset = at;
                at = featureEnd;
            } else {
                pass(tag, end);
            }
        }
        if (featureOffset < 0) {
            return;
        }
        at = featureOffset;
        if (named(ExampleEncoder.INDEX, nameOffset, nameEnd)) {
            index = int64(featureEnd, "index");
            hasIndex = true;
        } else if (named(ExampleEncoder.LABEL, nameOffset, nameEnd)) {
            label = int64(featureEnd, "label");
            hasLabel = true;
        } else if (named(PATH, nameOffset, nameEnd)) {
            payload(featureEnd, RecordKind.PATH);
        } else if (named(IMAGE, nameOffset, nameEnd)) {
            payload(featureEnd, RecordKind.IMAGE);
        }
        at = end;
    }

    private boolean named(byte[] name, int from, int to) {
        return Arrays.equals(buffer, from, to, name, 0, name.length);
    }

    private long int64(int end, String feature) {
        if (at < end && tag(end) == TAG_3) {
            int listEnd = delimited(end);
            if (at < listEnd) {
                int tag = tag(listEnd);
                if (tag == TAG_1) {
                    int packedEnd = delimited(listEnd);
                    if (at < packedEnd) {
                        long value = varint(packedEnd);
                        if (at == listEnd) {
                            return value;
                        }
                    }
                } else if (tag == (1 << 3 | VARINT)) {
                    long value = varint(listEnd);
                    if (at == listEnd) {
                        return value;
                    }
                }
            }
        }
        throw reader.damaged(
                "Feature '" + feature + "' is not exactly one int64", "written by other software, or damaged?");
    }

    private void payload(int end, RecordKind payloadKind) {
        if (at < end && tag(end) == TAG_1) {
            int listEnd = delimited(end);
            if (at < listEnd && tag(listEnd) == TAG_1) {
                int valueEnd = delimited(listEnd);
                if (valueEnd == listEnd) {
                    kind = payloadKind;
                    payloadOffset = at;
                    payloadLength = valueEnd - at;
                    return;
                }
            }
        }
        throw reader.damaged(
                "Feature '" + payloadKind.feature() + "' is not exactly one byte string",
                "written by other software, or damaged?");
    }

    private int tag(int end) {
        long tag = varint(end);
        if (tag <= 0 || tag > Integer.MAX_VALUE) {
            throw malformed();
        }
        return (int) tag;
    }

    /** Reads a length and returns where the field that begins now ends. */
    private int delimited(int end) {
        long length = varint(end);
        if (length < 0 || length > end - at) {
            throw malformed();
        }
        return at + (int) length;
    }

    private void pass(int tag, int end) {
        switch (tag & 7) {
            case VARINT -> varint(end);
            case FIXED64 -> pass(Long.BYTES, at, end);
            case FIXED32 -> pass(Integer.BYTES, at, end);
            case DELIMITED -> at = delimited(end);
            default -> throw malformed();
        }
    }

    private void pass(int bytes, int from, int end) {
        if (bytes > end - from) {
            throw malformed();
        }
        at = from + bytes;
    }

    private long varint(int end) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at >= end) {
                throw malformed();
            }
            byte next = buffer[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed();
    }

    private DamagedRecordException malformed() {
        return reader.damaged("Record is not a tf.train.Example", "another message, or damaged before it was framed?");
    }
}
