package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;

/** An image of another size than the others. */
final class OtherSizeException extends UnreadableImageException {

    private static final long serialVersionUID = 1;

    OtherSizeException(int height, int width, ImageShape shape) {
        this("Image is %dx%d, expected %dx%d (height x width)".formatted(height, width, shape.height(), shape.width()));
    }

    private OtherSizeException(String problem) {
        super(problem, "of another dataset, or of mixed sizes? reading can resize (feed --resize area)");
    }

    @Override
    public boolean isDamage() {
        return false;
    }

    /** The same, with a file that has the expected size. */
    OtherSizeException than(String path) {
        return new OtherSizeException(getMessage() + " as " + path);
    }
}
