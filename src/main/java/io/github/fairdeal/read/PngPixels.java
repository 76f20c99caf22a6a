package io.github.fairdeal.read;

import java.util.Arrays;

/**
 * Turns rows of PNG samples into uint8 pixels with a given number of channels, exactly as TensorFlow's
 * {@code decode_png(channels=C)} does through libpng ({@code tensorflow/core/lib/png/png_io.cc}, libpng 1.6
 * {@code pngrtran.c}):
 *
 * <ul>
 *   <li>gray of 1, 2 or 4 bits is scaled to 8 bits, a palette is looked up, of 16 bits the upper 8 are kept;
 *   <li>an odd number of channels drops alpha and transparency without blending; an even one takes them over, and where
 *       there is none gives {@code 2^bitDepth - 1} (sic: 15 for a palette of 4 bits);
 *   <li>gray becomes colour by repetition, colour becomes gray with the weights that TensorFlow hands to libpng: red
 *       0.299, green 0.587, blue the rest.
 * </ul>
 *
 * Two channels, gray and alpha, are what libpng would give; {@code decode_png} itself does not offer them.
 */
final class PngPixels {

    private static final int RED_WEIGHT = 29_900 * 32_768 / 100_000;
    private static final int GREEN_WEIGHT = 58_700 * 32_768 / 100_000;
    private static final int BLUE_WEIGHT = 32_768 - RED_WEIGHT - GREEN_WEIGHT;
    private static final int PALETTE_ENTRIES = 256;

    private final byte[] palette = new byte[3 * PALETTE_ENTRIES];
    private final byte[] paletteAlpha = new byte[PALETTE_ENTRIES];
    private int paletteEntries;
    private boolean hasPalette;
    private boolean hasTransparency;
    private int transparentRed;
    private int transparentGreen;
    private int transparentBlue;

    /** Forgets the palette and the transparency of the file before. */
    void clear() {
        hasPalette = false;
        hasTransparency = false;
    }

    /** Takes the PLTE chunk. */
    void palette(PngHeader header, byte[] file, int offset, int bytes) throws UnreadableImageException {
        if (header.colourType() != PngHeader.PALETTE) {
            return;
        }
        if (bytes == 0 || bytes % 3 != 0 || hasPalette) {
            throw UnreadableImageException.damaged("PNG palette of %d bytes is invalid".formatted(bytes));
        }
        int used = Math.min(bytes, 3 << header.bitDepth());
        paletteEntries = used / 3;
        System.arraycopy(file, offset, palette, 0, used);
        Arrays.fill(palette, used, palette.length, (byte) 0);
        Arrays.fill(paletteAlpha, (byte) 0xff);
        hasPalette = true;
    }

    /** Takes the tRNS chunk; one that does not fit the colour type or the palette is passed over, as libpng does. */
    void transparency(PngHeader header, byte[] file, int offset, int bytes) {
        if (hasTransparency) {
            return;
        }
        int mask = (1 << header.bitDepth()) - 1;
        switch (header.colourType()) {
            case PngHeader.PALETTE -> {
                if (hasPalette && bytes > 0 && bytes <= paletteEntries) {
                    System.arraycopy(file, offset, paletteAlpha, 0, bytes);
                    hasTransparency = true;
                }
            }
            case PngHeader.GRAY -> {
                if (bytes == 2) {
                    transparentRed = BigEndian.unsignedShortAt(file, offset) & mask;
                    hasTransparency = true;
                }
            }
            case PngHeader.RGB -> {
                if (bytes == 6) {
                    transparentRed = BigEndian.unsignedShortAt(file, offset) & mask;
                    transparentGreen = BigEndian.unsignedShortAt(file, offset + 2) & mask;
                    transparentBlue = BigEndian.unsignedShortAt(file, offset + 4) & mask;
                    hasTransparency = true;
                }
            }
            default -> {}
        }
    }

    /** True if a palette image cannot be drawn. */
    boolean lacksPalette(PngHeader header) {
        return header.colourType() == PngHeader.PALETTE && !hasPalette;
    }

    /**
     * Converts one row.
     *
     * @param row holds the unfiltered row from {@code begin}
     * @param pixels in this row
     * @param channels of the result, 1 to 4
     * @param at where the first pixel goes in {@code target}
     * @param step bytes from one pixel to the next in {@code target}
     */
    void convert(PngHeader header, byte[] row, int begin, int pixels, int channels, byte[] target, int at, int step) {
        if (header.bitDepth() == 8
                && header.colourType() != PngHeader.PALETTE
                && header.samples() == channels
                && step == channels) {
            System.arraycopy(row, begin, target, at, pixels * channels);
            return;
        }
        for (int x = 0; x < pixels; x++) {
            convert(header, row, begin, x, channels, target, at + x * step);
        }
    }

    private void convert(PngHeader header, byte[] row, int begin, int x, int channels, byte[] target, int at) {
        int depth = header.bitDepth();
        int first = x * header.samples();
        int red = sample(row, begin, first, depth);
        int green = red;
        int blue = red;
        int alpha = (1 << depth) - 1;
        switch (header.colourType()) {
            case PngHeader.PALETTE -> {
                int entry = red;
                red = palette[3 * entry] & 0xff;
                green = palette[3 * entry + 1] & 0xff;
                blue = palette[3 * entry + 2] & 0xff;
                alpha = hasTransparency ? paletteAlpha[entry] & 0xff : alpha;
            }
            case PngHeader.GRAY -> {
                if (hasTransparency) {
                    alpha = red == transparentRed ? 0 : Math.max(0xff, alpha);
                }
                if (depth < 8) {
                    red = red * 0xff / ((1 << depth) - 1);
                    green = red;
                    blue = red;
                }
            }
            case PngHeader.GRAY_ALPHA -> alpha = sample(row, begin, first + 1, depth);
            default -> {
                green = sample(row, begin, first + 1, depth);
                blue = sample(row, begin, first + 2, depth);
                if (header.hasAlpha()) {
                    alpha = sample(row, begin, first + 3, depth);
                } else if (hasTransparency
                        && red == transparentRed
                        && green == transparentGreen
                        && blue == transparentBlue) {
                    alpha = 0;
                }
            }
        }
        int drop = depth == 16 ? 8 : 0;
        if (channels < 3) {
            target[at] = (byte) (gray(red, green, blue, depth) >>> drop);
        } else {
            target[at] = (byte) (red >>> drop);
            target[at + 1] = (byte) (green >>> drop);
            target[at + 2] = (byte) (blue >>> drop);
        }
        if (channels % 2 == 0) {
            target[at + channels - 1] = (byte) (alpha >>> drop);
        }
    }

    /** Rounds at 16 bits and truncates at 8, as libpng does. */
    private static int gray(int red, int green, int blue, int depth) {
        if (red == green && red == blue) {
            return red;
        }
        int sum = RED_WEIGHT * red + GREEN_WEIGHT * green + BLUE_WEIGHT * blue;
        return (depth == 16 ? sum + 16_384 : sum) >>> 15;
    }

    private static int sample(byte[] row, int begin, int number, int depth) {
        if (depth == 8) {
            return row[begin + number] & 0xff;
        }
        if (depth == 16) {
            return BigEndian.unsignedShortAt(row, begin + 2 * number);
        }
        int bit = number * depth;
        return (row[begin + (bit >>> 3)] >>> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }
}
