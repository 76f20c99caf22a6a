package io.github.fairdeal.read;

/**
 * What a PNG file's IHDR chunk says (PNG specification, ISO/IEC 15948:2004, 11.2.2).
 *
 * @param bitDepth bits a sample, 1 to 16
 * @param colourType one of the constants below
 * @param interlaced Adam7
 */
record PngHeader(int width, int height, int bitDepth, int colourType, boolean interlaced) {

    static final int GRAY = 0;
    static final int RGB = 2;
    static final int PALETTE = 3;
    static final int GRAY_ALPHA = 4;
    static final int RGB_ALPHA = 6;

    /** Bytes of the chunk's data. */
    static final int BYTES = 13;

    /** Reads and checks the chunk's data. */
    static PngHeader read(byte[] file, int offset) throws UnreadableImageException {
        int width = BigEndian.intAt(file, offset);
        int height = BigEndian.intAt(file, offset + 4);
        int bitDepth = file[offset + 8];
        int colourType = file[offset + 9];
        int compression = file[offset + 10];
        int filter = file[offset + 11];
        int interlace = file[offset + 12];
        if (width < 1
                || height < 1
                || !isLegal(colourType, bitDepth)
                || compression != 0
                || filter != 0
                || (interlace & ~1) != 0) {
            throw UnreadableImageException.damaged(
                    "PNG header is invalid: %dx%d, bit depth %d, colour type %d, compression %d, filter %d, interlace %d"
                            .formatted(width, height, bitDepth, colourType, compression, filter, interlace));
        }
        return new PngHeader(width, height, bitDepth, colourType, interlace == 1);
    }

    /** Samples a pixel as stored, 1 to 4. */
    int samples() {
        return switch (colourType) {
            case RGB -> 3;
            case GRAY_ALPHA -> 2;
            case RGB_ALPHA -> 4;
            default -> 1;
        };
    }

    boolean isGray() {
        return colourType == GRAY || colourType == GRAY_ALPHA;
    }

    boolean hasAlpha() {
        return colourType == GRAY_ALPHA || colourType == RGB_ALPHA;
    }

    /** Bytes of {@code pixels} pixels of one row, without the filter byte. */
    long rowBytes(int pixels) {
        return ((long) pixels * samples() * bitDepth + 7) / 8;
    }

    /** Distance of the byte to the left that filters refer to. */
    int filterDistance() {
        return Math.max(1, samples() * bitDepth / 8);
    }

    private static boolean isLegal(int colourType, int bitDepth) {
        return switch (colourType) {
            case GRAY -> bitDepth == 1 || bitDepth == 2 || bitDepth == 4 || bitDepth == 8 || bitDepth == 16;
            case PALETTE -> bitDepth == 1 || bitDepth == 2 || bitDepth == 4 || bitDepth == 8;
            case RGB, GRAY_ALPHA, RGB_ALPHA -> bitDepth == 8 || bitDepth == 16;
            default -> false;
        };
    }
}
