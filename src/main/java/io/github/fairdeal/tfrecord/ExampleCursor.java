package io.github.fairdeal.tfrecord;

import io.github.fairdeal.dataset.RecordKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The features of one {@code tf.train.Example} that fairdeal reads: {@code index}, {@code label}, and
 * {@code path_string}, {@code image_string} or {@link #ENCODED_IMAGE}. Other features are passed over on the wire.
 *
 * <p>A cursor is filled again for every record and makes no object; the payload stays where it was read. It accepts
 * what protobuf allows: features in any order, packed or single varints, unknown fields, a repeated feature (the last
 * one counts). A record with both kinds of payload is an image record; its pixels go before an image file. Not thread-safe.
 */
public final class ExampleCursor {

    /** Feature of an image record that holds an image file, PNG or JPEG, in place of pixels. */
    public static final String ENCODED_IMAGE = "image_encoded";

    private static final byte[] ENCODED = ENCODED_IMAGE.getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PATH = RecordKind.PATH.feature().getBytes(StandardCharsets.US_ASCII);
    private static final byte[] IMAGE = RecordKind.IMAGE.feature().getBytes(StandardCharsets.US_ASCII);

    private final PlainExample plain = new PlainExample();
    private final FeatureMap map = FeatureMap.ofExamples();
    private final FeatureMap.Visitor noting = this::note;
    private final FeatureValues values = new FeatureValues(map.wire());
    private RecordReader reader;
    private byte[] buffer;

    private boolean hasIndex;
    private long index;
    private boolean hasLabel;
    private long label;
    private RecordKind kind;
    private boolean isEncoded;
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
        int begin = reader.payloadOffset();
        int end = begin + reader.payloadLength();
        if (plain.read(buffer, begin, end)) {
            hasIndex = true;
            index = plain.index();
            hasLabel = true;
            label = plain.label();
            kind = plain.kind();
            isEncoded = false;
            payloadOffset = plain.payloadOffset();
            payloadLength = end - payloadOffset;
            return;
        }
        hasIndex = false;
        hasLabel = false;
        kind = null;
        isEncoded = false;
        payloadOffset = 0;
        payloadLength = 0;
        map.walk(reader, noting);
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

    /** True if the payload is an image file in place of pixels. */
    public boolean isEncodedImage() {
        return isEncoded;
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

    private void note(int nameBegin, int nameEnd, int valueBegin, int valueEnd, boolean isFeatureList) {
        if (isNamed(ExampleEncoder.INDEX, nameBegin, nameEnd)) {
            readOne(FeatureKind.INT64, "index", valueBegin, valueEnd);
            index = values.int64(0);
            hasIndex = true;
        } else if (isNamed(ExampleEncoder.LABEL, nameBegin, nameEnd)) {
            readOne(FeatureKind.INT64, "label", valueBegin, valueEnd);
            label = values.int64(0);
            hasLabel = true;
        } else if (isNamed(PATH, nameBegin, nameEnd)) {
            notePayload(RecordKind.PATH, false, valueBegin, valueEnd);
        } else if (isNamed(IMAGE, nameBegin, nameEnd)) {
            notePayload(RecordKind.IMAGE, false, valueBegin, valueEnd);
        } else if (isNamed(ENCODED, nameBegin, nameEnd)) {
            notePayload(RecordKind.IMAGE, true, valueBegin, valueEnd);
        }
    }

    private void notePayload(RecordKind payloadKind, boolean encoded, int begin, int end) {
        readOne(FeatureKind.BYTES, encoded ? ENCODED_IMAGE : payloadKind.feature(), begin, end);
        // Protobuf gives map entries no order: of a record with several, the highest rank counts, wherever it stands.
        if (rank(payloadKind, encoded) >= rank(kind, isEncoded)) {
            kind = payloadKind;
            isEncoded = encoded;
            payloadOffset = values.offset(0);
            payloadLength = values.length(0);
        }
    }

    private static int rank(RecordKind kind, boolean encoded) {
        if (kind == null) {
            return 0;
        }
        return kind == RecordKind.PATH ? 1 : encoded ? 2 : 3;
    }

    private boolean isNamed(byte[] name, int from, int to) {
        return Arrays.equals(buffer, from, to, name, 0, name.length);
    }

    private void readOne(FeatureKind expected, String feature, int begin, int end) {
        values.read(begin, end);
        int count = values.kind() == expected ? values.count() : 0;
        if (count != 1) {
            throw reader.damaged(
                    "Feature '%s' holds %d %s, expected exactly one".formatted(feature, count, expected.words()),
                    "written by other software, or damaged?");
        }
    }
}
