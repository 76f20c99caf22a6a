package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;

/** Decodes image files to one shape, whatever their format; those of other sizes only if it may resize. One per thread. */
final class ImageDecoder implements AutoCloseable {

    /** What an image to be resized may take decoded; no photograph comes near. */
    static final long MAX_SOURCE_BYTES = 1L << 28;

    private final ImageShape shape;
    private final ImageResizer resizer;
    private final PngDecoder png = new PngDecoder();
    private byte[] source = new byte[0];
    private JpegDecoder jpeg;

    ImageDecoder(ImageShape shape) {
        this(shape, null);
    }

    /**
     * @param resizer makes {@code shape} of images of other sizes; null if they are an error
     */
    ImageDecoder(ImageShape shape, ImageResizer resizer) {
        this.shape = shape;
        this.resizer = resizer;
    }

    /**
     * Decodes one file.
     *
     * @param file holds the file from 0 to {@code length}
     * @param target takes {@code shape.bytes()} bytes from {@code targetOffset}
     */
    void decode(byte[] file, int length, byte[] target, int targetOffset) throws UnreadableImageException {
        if (resizer == null) {
            decode(file, length, shape, target, targetOffset);
            return;
        }
        ImageSize size = ImageSize.of(file, length);
        if (size.height() == shape.height() && size.width() == shape.width()) {
            decode(file, length, shape, target, targetOffset);
            return;
        }
        long bytes = (long) size.height() * size.width() * shape.channels();
        if (bytes > MAX_SOURCE_BYTES || bytes / size.height() / size.width() != shape.channels()) {
            throw new UnreadableImageException(
                    "Image is %dx%d (height x width), more than %,d bytes decoded"
                            .formatted(size.height(), size.width(), MAX_SOURCE_BYTES),
                    "no image to train with, or a decompression bomb?");
        }
        if (source.length < bytes) {
            source = new byte[(int) bytes];
        }
        ImageShape found = new ImageShape(size.height(), size.width(), shape.channels());
        decode(file, length, found, source, 0);
        resizer.resize(source, found, target, targetOffset);
    }

    @Override
    public void close() {
        png.close();
        if (jpeg != null) {
            jpeg.close();
        }
    }

    /** Decodes one file whose shape is known, whatever {@code shape} is. */
    void decode(byte[] file, int length, ImageShape expected, byte[] target, int targetOffset)
            throws UnreadableImageException {
        if (PngDecoder.isPng(file, length)) {
            png.decode(file, length, expected, target, targetOffset);
        } else if (JpegDecoder.isJpeg(file, length)) {
            if (jpeg == null) {
                jpeg = new JpegDecoder();
            }
            jpeg.decode(file, length, expected, target, targetOffset);
        } else if (length == 0) {
            throw UnreadableImageException.truncated("Image file is empty");
        } else {
            throw UnreadableImageException.damaged("Image file is neither PNG nor JPEG");
        }
    }
}
