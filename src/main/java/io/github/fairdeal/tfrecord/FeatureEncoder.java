package io.github.fairdeal.tfrecord;

import io.github.fairdeal.dataset.BadInputException;

/**
 * Encodes {@code tf.train.Example} and {@code SequenceExample} messages of any features, <b>from the last byte to the
 * first</b>: what a message holds is there before its length is needed, so one pass does and nothing is measured first.
 * Callers give values, features and steps in reverse order:
 *
 * <pre>
 * encoder.clear();
 * int features = encoder.mark();
 *   int entry = encoder.mark();                        // for each feature, the last one first
 *     int list = encoder.mark();
 *       encoder.int64(7);                              // for each value, the last one first
 *     encoder.endInt64s(list);
 *   encoder.endEntry(name, entry);
 * encoder.endFeatures(features);
 * </pre>
 *
 * The messages, in {@code example.proto} and {@code feature.proto}:
 *
 * <pre>
 * Example          { 1: Features }
 * SequenceExample  { 1: Features, 2: FeatureLists }
 * Features         { 1: repeated entry { 1: name, 2: Feature } }
 * FeatureLists     { 1: repeated entry { 1: name, 2: FeatureList { 1: repeated Feature } } }
 * Feature          { 1: BytesList { 1: bytes } | 2: FloatList { 1: packed floats } | 3: Int64List { 1: packed varints } }
 * </pre>
 *
 * One encoder reuses one buffer; not thread-safe.
 */
public final class FeatureEncoder {

    private static final int TAG_1 = WireCursor.tag(1, WireCursor.DELIMITED);
    private static final int TAG_2 = WireCursor.tag(2, WireCursor.DELIMITED);
    private static final int TAG_3 = WireCursor.tag(3, WireCursor.DELIMITED);
    private static final int MAX_VARINT_BYTES = 10;
    private static final int MAX_HEAD_BYTES = 6;

    private byte[] buffer = new byte[1 << 10];
    private int at = buffer.length;

    /** Begins a new message. */
    public void clear() {
        at = buffer.length;
    }

    /** The array that holds the message. */
    public byte[] buffer() {
        return buffer;
    }

    /** Where the message begins in {@link #buffer()}. */
    public int offset() {
        return at;
    }

    /** Bytes of the message. */
    public int length() {
        return buffer.length - at;
    }

    /** The present place, for the {@code end} methods: they enclose what was put since. */
    public int mark() {
        return length();
    }

    /** Puts a value of an Int64List. */
    public void int64(long value) {
        room(MAX_VARINT_BYTES);
        varint(value);
    }

    /** Puts a value of a FloatList. */
    public void float32(float value) {
        room(Float.BYTES);
        at -= Float.BYTES;
        Framing.putInt(buffer, at, Float.floatToRawIntBits(value));
    }

    /** Puts a value of a BytesList. */
    public void bytes(byte[] value) {
        int place = bytes(value.length);
        System.arraycopy(value, 0, buffer, place, value.length);
    }

    /**
     * Puts a value of a BytesList that the caller writes into {@link #buffer()} itself, before anything else is put.
     *
     * @return where its bytes belong
     */
    public int bytes(int length) {
        room((long) length + MAX_HEAD_BYTES);
        at -= length;
        int place = at;
        head(TAG_1, length);
        return place;
    }

    /** Encloses int64 values as the content of a Feature. */
    public void endInt64s(int mark) {
        endPacked(TAG_3, mark);
    }

    /** Encloses float values as the content of a Feature. */
    public void endFloats(int mark) {
        endPacked(TAG_2, mark);
    }

    /** Encloses byte strings as the content of a Feature. */
    public void endBytes(int mark) {
        enclose(TAG_1, mark);
    }

    /** Encloses the content of a Feature as a step of a FeatureList. */
    public void endStep(int mark) {
        enclose(TAG_1, mark);
    }

    /** Encloses the content of a Feature or FeatureList as an entry of this name. */
    public void endEntry(byte[] name, int mark) {
        enclose(TAG_2, mark);
        bytes(name);
        enclose(TAG_1, mark);
    }

    /** Puts entries that are encoded already. */
    public void entries(byte[] encoded) {
        room(encoded.length);
        at -= encoded.length;
        System.arraycopy(encoded, 0, buffer, at, encoded.length);
    }

    /** Encloses entries as the features of an Example, or as the context of a SequenceExample. */
    public void endFeatures(int mark) {
        enclose(TAG_1, mark);
    }

    /** Encloses entries as the feature lists of a SequenceExample. */
    public void endFeatureLists(int mark) {
        enclose(TAG_2, mark);
    }

    private void endPacked(int listTag, int mark) {
        if (mark() > mark) {
            enclose(TAG_1, mark);
        }
        enclose(listTag, mark);
    }

    private void enclose(int tag, int mark) {
        room(MAX_HEAD_BYTES);
        head(tag, mark() - mark);
    }

    private void head(int tag, int length) {
        varint(length);
        buffer[--at] = (byte) tag;
    }

    private void varint(long value) {
        at -= (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
        int place = at;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            buffer[place++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[place] = (byte) rest;
    }

    private void room(long bytes) {
        if (bytes > at) {
            grow(bytes);
        }
    }

    private void grow(long bytes) {
        int length = length();
        long needed = length + bytes;
        if (needed > Framing.MAX_PAYLOAD_BYTES) {
            throw new BadInputException("Record of more than %,d bytes cannot be written; split it into smaller ones"
                    .formatted(Framing.MAX_PAYLOAD_BYTES));
        }
        byte[] larger = new byte[(int) Math.min(Framing.MAX_PAYLOAD_BYTES, Math.max(needed, 2L * buffer.length))];
        System.arraycopy(buffer, at, larger, larger.length - length, length);
        at = larger.length - length;
        buffer = larger;
    }
}
