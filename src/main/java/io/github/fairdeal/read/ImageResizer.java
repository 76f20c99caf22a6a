package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;
import java.util.Arrays;

/**
 * Resizes images to one shape as TensorFlow does, in 32-bit floats as its kernels ({@code resize_bilinear_op.cc},
 * {@code resize_area_op.cc}), rounded to the nearest uint8, half up. Same channels on both sides.
 */
final class ImageResizer {

    private final ResizeMethod method;
    private final ImageShape target;

    ImageResizer(ResizeMethod method, ImageShape target) {
        this.method = method;
        this.target = target;
    }

    /**
     * Resizes one image.
     *
     * @param source holds an image of {@code shape}
     * @param pixels takes the result from {@code offset}
     */
    void resize(byte[] source, ImageShape shape, byte[] pixels, int offset) {
        switch (method) {
            case BILINEAR -> bilinear(source, shape, pixels, offset);
            case AREA -> area(source, shape, pixels, offset);
            case CROP_OR_PAD -> cropOrPad(source, shape, pixels, offset);
        }
    }

    private void bilinear(byte[] source, ImageShape shape, byte[] pixels, int offset) {
        float rowScale = (float) shape.height() / target.height();
        float columnScale = (float) shape.width() / target.width();
        int channels = target.channels();
        int rowBytes = shape.width() * channels;
        int at = offset;
        for (int y = 0; y < target.height(); y++) {
            float row = (y + 0.5f) * rowScale - 0.5f;
            int rowFloor = (int) Math.floor(row);
            float rowPart = row - rowFloor;
            int upper = Math.max(rowFloor, 0) * rowBytes;
            int lower = Math.min(rowFloor + 1, shape.height() - 1) * rowBytes;
            for (int x = 0; x < target.width(); x++) {
                float column = (x + 0.5f) * columnScale - 0.5f;
                int columnFloor = (int) Math.floor(column);
                float columnPart = column - columnFloor;
                int left = Math.max(columnFloor, 0) * channels;
                int right = Math.min(columnFloor + 1, shape.width() - 1) * channels;
                for (int c = 0; c < channels; c++) {
                    float top = between(source[upper + left + c], source[upper + right + c], columnPart);
                    float bottom = between(source[lower + left + c], source[lower + right + c], columnPart);
                    pixels[at++] = rounded(top + (bottom - top) * rowPart);
                }
            }
        }
    }

    private void area(byte[] source, ImageShape shape, byte[] pixels, int offset) {
        float rowScale = (float) shape.height() / target.height();
        float columnScale = (float) shape.width() / target.width();
        float share = 1 / (rowScale * columnScale);
        int channels = target.channels();
        for (int y = 0; y < target.height(); y++) {
            float top = y * rowScale;
            float bottom = (y + 1) * rowScale;
            for (int x = 0; x < target.width(); x++) {
                float left = x * columnScale;
                float right = (x + 1) * columnScale;
                for (int c = 0; c < channels; c++) {
                    float sum = 0;
                    for (int row = (int) top; row < bottom; row++) {
                        int line = Math.min(row, shape.height() - 1) * shape.width();
                        float rowSum = 0;
                        for (int column = (int) left; column < right; column++) {
                            int pixel = line + Math.min(column, shape.width() - 1);
                            rowSum += (source[pixel * channels + c] & 0xff) * covered(column, left, right);
                        }
                        sum += rowSum * covered(row, top, bottom);
                    }
                    pixels[offset + (y * target.width() + x) * channels + c] = rounded(sum * share);
                }
            }
        }
    }

    private void cropOrPad(byte[] source, ImageShape shape, byte[] pixels, int offset) {
        Arrays.fill(pixels, offset, offset + target.bytes(), (byte) 0);
        int channels = target.channels();
        int fromRow = Math.max(Math.floorDiv(shape.height() - target.height(), 2), 0);
        int fromColumn = Math.max(Math.floorDiv(shape.width() - target.width(), 2), 0);
        int toRow = Math.max(Math.floorDiv(target.height() - shape.height(), 2), 0);
        int toColumn = Math.max(Math.floorDiv(target.width() - shape.width(), 2), 0);
        int columns = Math.min(shape.width(), target.width());
        for (int row = 0; row < Math.min(shape.height(), target.height()); row++) {
            System.arraycopy(
                    source,
                    ((fromRow + row) * shape.width() + fromColumn) * channels,
                    pixels,
                    offset + ((toRow + row) * target.width() + toColumn) * channels,
                    columns * channels);
        }
    }

    private static float between(byte low, byte high, float part) {
        float from = low & 0xff;
        return from + ((high & 0xff) - from) * part;
    }

    /** How much of the source pixel from {@code at} to {@code at + 1} lies between {@code low} and {@code high}. */
    private static float covered(int at, float low, float high) {
        return Math.min(at + 1, high) - Math.max(at, low);
    }

    private static byte rounded(float value) {
        return (byte) Math.min(255, (int) (value + 0.5f));
    }
}
