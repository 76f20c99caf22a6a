package io.github.fairdeal.read;

/**
 * Height, width and channels as an image file's header says, found without decoding anything.
 *
 * @param height rows
 * @param width columns
 * @param channels 1 for gray, with or without transparency; 3 for colour, however it is stored
 */
record ImageSize(int height, int width, int channels) {

    private static final int PNG_WIDTH_OFFSET = 16;
    private static final int PNG_COLOUR_OFFSET = 25;

    /**
     * Reads the header of a PNG or JPEG file; what is wrong elsewhere shows when it is decoded.
     *
     * @param file holds the file from 0 to {@code length}
     */
    static ImageSize of(byte[] file, int length) throws UnreadableImageException {
        ImageSize size = PngDecoder.isPng(file, length) ? ofPng(file, length) : ofJpeg(file, length);
        if (size == null) {
            throw UnreadableImageException.truncated("Image file of %,d bytes has no header".formatted(length));
        }
        if (size.height < 1 || size.width < 1) {
            throw UnreadableImageException.damaged(
                    "Image header says %dx%d (height x width)".formatted(size.height, size.width));
        }
        return size;
    }

    private static ImageSize ofPng(byte[] file, int length) {
        if (length <= PNG_COLOUR_OFFSET) {
            return null;
        }
        int colour = file[PNG_COLOUR_OFFSET];
        return new ImageSize(
                BigEndian.intAt(file, PNG_WIDTH_OFFSET + 4),
                BigEndian.intAt(file, PNG_WIDTH_OFFSET),
                colour == PngHeader.GRAY || colour == PngHeader.GRAY_ALPHA ? 1 : 3);
    }

    /** From the first frame header, SOF0 to SOF15 without DHT, JPG and DAC (ITU-T T.81, B.1.1.3 and B.2.2). */
    private static ImageSize ofJpeg(byte[] file, int length) {
        int at = 2;
        while (at + 10 <= length && file[at] == (byte) 0xff) {
            int marker = file[at + 1] & 0xff;
            if (marker == 0xff) {
                at++;
            } else if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                return new ImageSize(
                        BigEndian.unsignedShortAt(file, at + 5),
                        BigEndian.unsignedShortAt(file, at + 7),
                        file[at + 9] == 1 ? 1 : 3);
            } else {
                at += 2 + BigEndian.unsignedShortAt(file, at + 2);
            }
        }
        return null;
    }
}
