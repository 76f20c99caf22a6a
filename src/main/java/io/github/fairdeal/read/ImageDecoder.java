package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;

/** Decodes image files of one shape, whatever their format. One per thread. */
final class ImageDecoder implements AutoCloseable {

    private final ImageShape shape;
    private final PngDecoder png = new PngDecoder();
    private JpegDecoder jpeg;

    ImageDecoder(ImageShape shape) {
        this.shape = shape;
    }

    /**
     * Decodes one file.
     *
     * @param file holds the file from 0 to {@code length}
     * @param target takes {@code shape.bytes()} bytes from {@code targetOffset}
     */
    void decode(byte[] file, int length, byte[] target, int targetOffset) throws UnreadableImageException {
        if (PngDecoder.isPng(file, length)) {
            png.decode(file, length, shape, target, targetOffset);
        } else if (JpegDecoder.isJpeg(file, length)) {
            if (jpeg == null) {
                jpeg = new JpegDecoder();
            }
            jpeg.decode(file, length, shape, target, targetOffset);
        } else if (length == 0) {
            throw UnreadableImageException.truncated("Image file is empty");
        } else {
            throw UnreadableImageException.damaged("Image file is neither PNG nor JPEG");
        }
    }

    @Override
    public void close() {
        png.close();
        if (jpeg != null) {
            jpeg.close();
        }
    }

    /** What every decoder says of an image that does not fit. */
    static UnreadableImageException otherSize(int height, int width, ImageShape shape) {
        return new UnreadableImageException(
                "Image is %dx%d, expected %dx%d (height x width)"
                        .formatted(height, width, shape.height(), shape.width()),
                "of another dataset, or of mixed sizes?");
    }
}
