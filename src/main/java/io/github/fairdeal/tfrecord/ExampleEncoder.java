package io.github.fairdeal.tfrecord;

import io.github.fairdeal.dataset.RecordKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Encodes {@code (index, label, payload)} as a {@code tf.train.Example}, always with the features in this order and
 * nothing else unless further features are given, so that equal records are equal bytes.
 *
 * <p>The message (protobuf wire format, {@code tensorflow/core/example/example.proto} and {@code feature.proto}):
 *
 * <pre>
 * Example  { 1: Features { 1: repeated entry { 1: name, 2: Feature } } }
 * Feature  { 1: BytesList { 1: bytes } | 3: Int64List { 1: packed varints } }
 * </pre>
 *
 * One encoder reuses one buffer; not thread-safe.
 */
public final class ExampleEncoder {

    static final byte[] INDEX = "index".getBytes(StandardCharsets.US_ASCII);
    static final byte[] LABEL = "label".getBytes(StandardCharsets.US_ASCII);

    private static final int TAG_1 = 1 << 3 | 2;
    private static final int TAG_2 = 2 << 3 | 2;
    private static final int TAG_3 = 3 << 3 | 2;

    private static final byte[] NOTHING = {};

    private final byte[] payloadName;
    private byte[] buffer = new byte[256];
    private int length;

    /** Encodes records of this kind. */
    public ExampleEncoder(RecordKind kind) {
        this(kind.feature());
    }

    /** Encodes records whose payload is a feature of this name. */
    public ExampleEncoder(String payloadFeature) {
        this.payloadName = payloadFeature.getBytes(StandardCharsets.UTF_8);
    }

    /** Encodes one record into {@link #buffer()}, from 0 to {@link #length()}. */
    public void encode(long index, long label, byte[] payload) {
        encode(index, label, payload, NOTHING);
    }

    /**
     * The same with further features behind the payload.
     *
     * @param entries their encoded map entries, as {@link FeatureEncoder#endEntry} makes them
     */
    public void encode(long index, long label, byte[] payload, byte[] entries) {
        int indexEntry = entryBytes(INDEX, int64FeatureBytes(index));
        int labelEntry = entryBytes(LABEL, int64FeatureBytes(label));
        int payloadEntry = entryBytes(payloadName, bytesFeatureBytes(payload.length));
        int features = Math.addExact(
                Math.addExact(field(indexEntry) + field(labelEntry), field(payloadEntry)), entries.length);
        int total = field(features);
        if (total > buffer.length) {
            buffer = new byte[Math.max(total, (int) Math.min(2L * buffer.length, Framing.MAX_PAYLOAD_BYTES))];
        }
        length = 0;
        head(TAG_1, features);
        int64Entry(INDEX, indexEntry, index);
        int64Entry(LABEL, labelEntry, label);
        head(TAG_1, payloadEntry);
        name(payloadName);
        head(TAG_2, bytesFeatureBytes(payload.length));
        head(TAG_1, field(payload.length));
        head(TAG_1, payload.length);
        bytes(payload);
        bytes(entries);
    }

    /** Holds the encoded record; valid until the next {@link #encode}. */
    public byte[] buffer() {
        return buffer;
    }

    /** Bytes of the encoded record. */
    public int length() {
        return length;
    }

    /** A copy of the encoded record. */
    public byte[] copy() {
        return Arrays.copyOf(buffer, length);
    }

    private void int64Entry(byte[] name, int entryBytes, long value) {
        head(TAG_1, entryBytes);
        name(name);
        head(TAG_2, int64FeatureBytes(value));
        head(TAG_3, field(varintBytes(value)));
        head(TAG_1, varintBytes(value));
        varint(value);
    }

    private void name(byte[] name) {
        head(TAG_1, name.length);
        bytes(name);
    }

    private void head(int tag, int bytes) {
        buffer[length++] = (byte) tag;
        varint(bytes);
    }

    private void bytes(byte[] value) {
        System.arraycopy(value, 0, buffer, length, value.length);
        length += value.length;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            buffer[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[length++] = (byte) rest;
    }

    private static int entryBytes(byte[] name, int featureBytes) {
        return Math.addExact(field(name.length), field(featureBytes));
    }

    private static int int64FeatureBytes(long value) {
        return field(field(varintBytes(value)));
    }

    private static int bytesFeatureBytes(int payloadBytes) {
        return field(field(payloadBytes));
    }

    /** Bytes of a length-delimited field: one for the tag, the length, the content. */
    private static int field(int contentBytes) {
        return Math.addExact(1 + varintBytes(contentBytes), contentBytes);
    }

    private static int varintBytes(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }
}
