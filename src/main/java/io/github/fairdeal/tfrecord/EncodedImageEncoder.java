package io.github.fairdeal.tfrecord;

import java.nio.charset.StandardCharsets;

/**
 * Encodes an image file with its size as a {@code tf.train.Example}: {@code index}, {@code label}, {@code image_encoded},
 * {@code height}, {@code width} and {@code format}, always in this order and nothing else unless further features are
 * given, so that equal records are equal bytes. Knows where the file's own bytes are in it.
 *
 * <p>One encoder reuses one buffer; not thread-safe.
 */
public final class EncodedImageEncoder {

    /** The feature that holds the image file. */
    public static final String IMAGE = ExampleCursor.ENCODED_IMAGE;

    private static final byte[] IMAGE_NAME = ascii(IMAGE);
    private static final byte[] HEIGHT = ascii("height");
    private static final byte[] WIDTH = ascii("width");
    private static final byte[] FORMAT = ascii("format");

    private static final byte[] NOTHING = {};

    private final FeatureEncoder encoder = new FeatureEncoder();
    private int bytesFromFile;

    /**
     * Encodes one record into {@link #buffer()}.
     *
     * @param file whole image file
     * @param format {@code png} or {@code jpeg}
     * @param height in pixels
     * @param width in pixels
     */
    public void encode(long index, long label, byte[] file, String format, int height, int width) {
        encode(index, label, file, format, height, width, NOTHING);
    }

    /**
     * The same with further features at the end.
     *
     * @param entries their encoded map entries, as {@link FeatureEncoder#endEntry} makes them
     */
    public void encode(long index, long label, byte[] file, String format, int height, int width, byte[] entries) {
        encoder.clear();
        int features = encoder.mark();
        encoder.entries(entries);
        bytes(FORMAT, ascii(format));
        int64(WIDTH, width);
        int64(HEIGHT, height);
        int fileEnd = encoder.mark();
        bytes(IMAGE_NAME, file);
        bytesFromFile = fileEnd + file.length;
        int64(ExampleEncoder.LABEL, label);
        int64(ExampleEncoder.INDEX, index);
        encoder.endFeatures(features);
    }

    /** The array that holds the encoded record; valid until the next {@link #encode}. */
    public byte[] buffer() {
        return encoder.buffer();
    }

    /** Where the encoded record begins in {@link #buffer()}. */
    public int offset() {
        return encoder.offset();
    }

    /** Bytes of the encoded record. */
    public int length() {
        return encoder.length();
    }

    /** Where the image file begins in the encoded record. */
    public int fileOffset() {
        return length() - bytesFromFile;
    }

    private void bytes(byte[] name, byte[] value) {
        int mark = encoder.mark();
        encoder.bytes(value);
        encoder.endBytes(mark);
        encoder.endEntry(name, mark);
    }

    private void int64(byte[] name, long value) {
        int mark = encoder.mark();
        encoder.int64(value);
        encoder.endInt64s(mark);
        encoder.endEntry(name, mark);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
