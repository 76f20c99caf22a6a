package io.github.fairdeal.tensor;

import io.github.fairdeal.dataset.ImageShape;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What small models look at: images averaged down to at most {@value #MAX_SIDE} rows and columns.
 *
 * @param pixels {@code float32 [B, rows, columns, channels]}, 0 to 255
 * @param rows of each
 * @param columns of each
 * @param channels of each
 */
record SmallImages(Operand<TFloat32> pixels, int rows, int columns, int channels) {

    /** Larger images are averaged down to at most this many rows and columns. */
    static final int MAX_SIDE = 28;

    /** @param pixels {@code float32 [B, H, W, C]} of images of {@code shape} */
    static SmallImages of(Ops tf, Operand<TFloat32> pixels, ImageShape shape) {
        int rows = window(shape.height());
        int columns = window(shape.width());
        Operand<TFloat32> small = pixels;
        if (rows > 1 || columns > 1) {
            List<Long> window = List.of(1L, (long) rows, (long) columns, 1L);
            small = tf.nn.avgPool(pixels, window, window, "VALID");
        }
        return new SmallImages(small, shape.height() / rows, shape.width() / columns, shape.channels());
    }

    /** Numbers an image. */
    int features() {
        return rows * columns * channels;
    }

    /** {@code float32 [B, features()]}, 0 to 1. */
    Operand<TFloat32> flat(Ops tf) {
        Operand<TFloat32> flat = tf.reshape(pixels, tf.constant(new int[] {-1, features()}));
        return tf.math.div(flat, tf.constant(255f));
    }

    private static int window(int side) {
        return (side + MAX_SIDE - 1) / MAX_SIDE;
    }
}
