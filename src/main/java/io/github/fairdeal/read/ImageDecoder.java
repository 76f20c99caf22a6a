package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;

/** Decodes image files to one shape, whatever their format; those of other sizes only if it may resize. One per thread. */
final class ImageDecoder implements AutoCloseable {

    /**
     * What an image of another shape may take decoded, or while it is being decoded; few photographs come near. Those of the
     * expected shape may be as large as that is.
     */
    static final long MAX_SOURCE_BYTES = 1L << 28;

    /** Beyond this, memory for an image of another shape is not kept for the next. */
    private static final long MAX_KEPT_BYTES = 1L << 26;

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
        this(shape, resizer, null);
    }

    /**
     * @param jpeg closed with this decoder; null for one that is opened when the first file needs it
     */
    ImageDecoder(ImageShape shape, ImageResizer resizer, JpegDecoder jpeg) {
        this.shape = shape;
        this.resizer = resizer;
        this.jpeg = jpeg;
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
            throw tooLarge(size);
        }
        ImageShape found = new ImageShape(size.height(), size.width(), shape.channels());
        requireModest(file, length, size);
        if (source.length < bytes) {
            source = new byte[(int) bytes];
        }
        decodeOther(file, length, found, source, 0);
        resizer.resize(source, found, target, targetOffset);
        if (bytes > MAX_KEPT_BYTES) {
            source = new byte[0];
        }
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
        if (expected.equals(shape)) {
            decodeKnown(file, length, expected, target, targetOffset);
        } else {
            requireModest(file, length, ImageSize.of(file, length));
            decodeOther(file, length, expected, target, targetOffset);
        }
    }

    private void decodeOther(byte[] file, int length, ImageShape expected, byte[] target, int targetOffset)
            throws UnreadableImageException {
        try {
            decodeKnown(file, length, expected, target, targetOffset);
        } finally {
            png.release(MAX_KEPT_BYTES);
            if (jpeg != null && expected.bytes() > MAX_KEPT_BYTES) {
                jpeg.release();
            }
        }
    }

    private void decodeKnown(byte[] file, int length, ImageShape expected, byte[] target, int targetOffset)
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

    /** Refuses a file whose header asks for more memory than its pixels do in the end: of 16 bits, with more channels. */
    private static void requireModest(byte[] file, int length, ImageSize size) throws UnreadableImageException {
        long bytes = 0;
        if (PngDecoder.isPng(file, length)) {
            bytes = PngDecoder.workingBytes(file, length);
        } else if (JpegDecoder.isJpeg(file, length)) {
            JpegHeader header = JpegHeader.of(file, length);
            bytes = header == null ? 0 : header.workingBytes();
        }
        if (bytes > MAX_SOURCE_BYTES) {
            throw tooLarge(size);
        }
    }

    private static UnreadableImageException tooLarge(ImageSize size) {
        return new UnreadableImageException(
                "Image is %dx%d (height x width), more than %,d bytes decoded"
                        .formatted(size.height(), size.width(), MAX_SOURCE_BYTES),
                "no image to train with, or a decompression bomb?");
    }
}
