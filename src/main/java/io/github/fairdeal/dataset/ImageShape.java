package io.github.fairdeal.dataset;

import java.io.Serializable;

/**
 * Height, width and channels of an image whose pixels are uint8 in row-major H·W·C order.
 *
 * @param height rows, at least 1
 * @param width columns, at least 1
 * @param channels 1 (gray) to 4 (RGBA)
 */
public record ImageShape(int height, int width, int channels) implements Serializable {

    /** MNIST's shape, 28×28 gray. */
    public static final ImageShape MNIST = new ImageShape(28, 28, 1);

    public ImageShape {
        if (height < 1 || width < 1 || channels < 1 || channels > 4) {
            throw new IllegalArgumentException(
                    "image shape %dx%dx%d: height and width must be at least 1, channels 1 to 4"
                            .formatted(height, width, channels));
        }
        if ((long) height * width * channels > Integer.MAX_VALUE - 16) {
            throw new IllegalArgumentException(
                    "image shape %dx%dx%d: more than 2 GiB of pixels".formatted(height, width, channels));
        }
    }

    /** Bytes of one image's pixels. */
    public int bytes() {
        return height * width * channels;
    }

    /** As people write it: {@code 28x28x1}. */
    @Override
    public String toString() {
        return height + "x" + width + "x" + channels;
    }
}
