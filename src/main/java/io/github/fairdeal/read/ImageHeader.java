package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;
import java.io.Serializable;

/**
 * What an image file says of itself before its pixels.
 *
 * @param shape its size, with 1 channel for gray and 3 for colour; transparency is no channel
 * @param format {@code png} or {@code jpeg}
 */
public record ImageHeader(ImageShape shape, String format) implements Serializable {

    /** Reads the header of a file whose first {@code length} bytes are there. */
    static ImageHeader of(byte[] file, int length) throws UnreadableImageException {
        boolean isPng = PngDecoder.isPng(file, length);
        if (!isPng && !JpegDecoder.isJpeg(file, length)) {
            throw length == 0
                    ? UnreadableImageException.truncated("Image file is empty")
                    : UnreadableImageException.damaged("Image file is neither PNG nor JPEG");
        }
        ImageSize size = ImageSize.of(file, length);
        try {
            return new ImageHeader(
                    new ImageShape(size.height(), size.width(), size.channels()), isPng ? "png" : "jpeg");
        } catch (IllegalArgumentException e) {
            throw UnreadableImageException.damaged("Image header is of no image: " + e.getMessage());
        }
    }
}
