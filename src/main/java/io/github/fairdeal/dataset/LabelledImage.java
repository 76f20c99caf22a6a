package io.github.fairdeal.dataset;

import java.util.Arrays;

/**
 * One labelled image with its pixels in memory.
 *
 * @param index place {@code 0..N-1} in the sorted data set
 * @param label class, as the source numbers it
 * @param shape height, width, channels
 * @param pixels uint8, H·W·C row-major, exactly {@code shape.bytes()} long; not copied, treat as read-only
 */
@SuppressWarnings(
        "ArrayRecordComponent") // equality is by content, below; a copy of every image would cost more than it saves
public record LabelledImage(long index, long label, ImageShape shape, byte[] pixels) {

    public LabelledImage {
        if (index < 0) {
            throw new IllegalArgumentException("index " + index + " is negative");
        }
        if (pixels.length != shape.bytes()) {
            throw new IllegalArgumentException("image " + index + ": " + pixels.length + " bytes of pixels, expected "
                    + shape.bytes() + " for shape " + shape);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelledImage that
                && index == that.index
                && label == that.label
                && shape.equals(that.shape)
                && Arrays.equals(pixels, that.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(index) + Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "LabelledImage[index=" + index + ", label=" + label + ", shape=" + shape + "]";
    }
}
