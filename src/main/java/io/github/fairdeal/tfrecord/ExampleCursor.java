package io.github.fairdeal.tfrecord;

import io.github.fairdeal.dataset.RecordKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The features of one {@code tf.train.Example} that fairdeal reads: {@code index}, {@code label}, and
 * {@code path_string} or {@code image_string}. Other features are passed over on the wire.
 *
 * <p>A cursor is filled again for every record and makes no object; the payload stays where it was read. It accepts
 * what protobuf allows: features in any order, packed or single varints, unknown fields, a repeated feature (the last
 * one counts). A record with both kinds of payload is an image record. Not thread-safe.
 */
public final class ExampleCursor {

    private static final byte[] PATH = RecordKind.PATH.feature().getBytes(StandardCharsets.US_ASCII);
    private static final byte[] IMAGE = RecordKind.IMAGE.feature().getBytes(StandardCharsets.US_ASCII);

    // Field numbers of example.proto and feature.proto.
    private static final int FEATURES = WireCursor.tag(1, WireCursor.DELIMITED);
    private static final int ENTRY = WireCursor.tag(1, WireCursor.DELIMITED);
    private static final int ENTRY_NAME = WireCursor.tag(1, WireCursor.DELIMITED);
    private static final int ENTRY_FEATURE = WireCursor.tag(2, WireCursor.DELIMITED);
    private static final int BYTES_LIST = WireCursor.tag(1, WireCursor.DELIMITED);
    private static final int FLOAT_LIST = WireCursor.tag(2, WireCursor.DELIMITED);
    private static final int INT64_LIST = WireCursor.tag(3, WireCursor.DELIMITED);
    private static final int BYTES = WireCursor.tag(1, WireCursor.DELIMITED);
    private static final int PACKED_INT64 = WireCursor.tag(1, WireCursor.DELIMITED);
    private static final int SINGLE_INT64 = WireCursor.tag(1, WireCursor.VARINT);

    private final WireCursor wire = new WireCursor("tf.train.Example");
    private RecordReader reader;
    private byte[] buffer;

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
     * @throws DamagedRecordException if it is not an Example, {@code index} or {@code label} is not one int64, or a
     *     payload is not one byte string
     */
    public void parse(RecordReader reader) {
        this.reader = reader;
        this.buffer = reader.buffer();
        hasIndex = false;
        hasLabel = false;
        kind = null;
        payloadOffset = 0;
        payloadLength = 0;
        wire.begin(reader);
        int end = wire.at + reader.payloadLength();
        while (wire.at < end) {
            int tag = wire.tag(end);
            if (tag == FEATURES) {
                features(wire.delimited(end));
            } else {
                wire.pass(tag, end);
            }
        }
    }

    /** True if the record has an {@code index}. */
    public boolean hasIndex() {
        return hasIndex;
    }

    /**
     * The record's place in the sorted data set.
     *
     * @throws DamagedRecordException if it has none
     */
    public long index() {
        require(hasIndex, "index");
        return index;
    }

    /** True if the record has a {@code label}. */
    public boolean hasLabel() {
        return hasLabel;
    }

    /**
     * The record's class.
     *
     * @throws DamagedRecordException if it has none
     */
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

    /**
     * The payload of a path record as text.
     *
     * @throws DamagedRecordException if it is not a path record
     */
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

    private void features(int end) {
        while (wire.at < end) {
            int tag = wire.tag(end);
            if (tag == ENTRY) {
                entry(wire.delimited(end));
            } else {
                wire.pass(tag, end);
            }
        }
    }

    /** A map entry: name and feature, in either order; what is left out is empty. */
    private void entry(int end) {
        int nameOffset = wire.at;
        int nameEnd = wire.at;
        int featureOffset = wire.at;
        int featureEnd = wire.at;
        while (wire.at < end) {
            int tag = wire.tag(end);
            if (tag == ENTRY_NAME) {
                nameEnd = wire.delimited(end);
                nameOffset = wire.at;
                wire.at = nameEnd;
            } else if (tag == ENTRY_FEATURE) {
                featureEnd = wire.delimited(end);
                featureOffset = wire.at;
                wire.at = featureEnd;
            } else {
                wire.pass(tag, end);
            }
        }
        wire.at = featureOffset;
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
        wire.at = end;
    }

    private boolean named(byte[] name, int from, int to) {
        return Arrays.equals(buffer, from, to, name, 0, name.length);
    }

    /** The one value of an Int64List feature, packed or not. */
    private long int64(int end, String feature) {
        long value = 0;
        int values = 0;
        while (wire.at < end) {
            int tag = wire.tag(end);
            if (tag != INT64_LIST) {
                values = isList(tag) ? 0 : values;
                wire.pass(tag, end);
                continue;
            }
            int listEnd = wire.delimited(end);
            while (wire.at < listEnd) {
                int valueTag = wire.tag(listEnd);
                if (valueTag == PACKED_INT64) {
                    int packedEnd = wire.delimited(listEnd);
                    while (wire.at < packedEnd) {
                        value = wire.varint(packedEnd);
                        values++;
                    }
                } else if (valueTag == SINGLE_INT64) {
                    value = wire.varint(listEnd);
                    values++;
                } else {
                    wire.pass(valueTag, listEnd);
                }
            }
        }
        requireOne(values, feature, "int64");
        return value;
    }

    /** The one value of a BytesList feature. */
    private void payload(int end, RecordKind payloadKind) {
        int valueOffset = 0;
        int valueEnd = 0;
        int values = 0;
        while (wire.at < end) {
            int tag = wire.tag(end);
            if (tag != BYTES_LIST) {
                values = isList(tag) ? 0 : values;
                wire.pass(tag, end);
                continue;
            }
            int listEnd = wire.delimited(end);
            while (wire.at < listEnd) {
                int valueTag = wire.tag(listEnd);
                if (valueTag == BYTES) {
                    valueEnd = wire.delimited(listEnd);
                    valueOffset = wire.at;
                    wire.at = valueEnd;
                    values++;
                } else {
                    wire.pass(valueTag, listEnd);
                }
            }
        }
        requireOne(values, payloadKind.feature(), "byte string");
        // Protobuf gives map entries no order: of a record with both, the pixels count, wherever they stand.
        if (payloadKind == RecordKind.IMAGE || kind != RecordKind.IMAGE) {
            kind = payloadKind;
            payloadOffset = valueOffset;
            payloadLength = valueEnd - valueOffset;
        }
    }

    /** The three lists of a Feature are a oneof: a later one of another type takes the place of what was before. */
    private static boolean isList(int tag) {
        return tag == BYTES_LIST || tag == FLOAT_LIST || tag == INT64_LIST;
    }

    private void requireOne(int values, String feature, String type) {
        if (values != 1) {
            throw reader.damaged(
                    "Feature '%s' holds %d values of type %s, expected exactly one".formatted(feature, values, type),
                    "written by other software, or damaged?");
        }
    }
}
