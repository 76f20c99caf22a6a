package io.github.fairdeal.read;

/**
 * What the components of a JPEG file are in red, green and blue, or gray: the arithmetic of libjpeg ({@code jdcolor.c})
 * and, of four components, TensorFlow's ({@code tensorflow/core/lib/jpeg/jpeg_mem.cc}). Samples are 0 … 255, a colour is
 * {@code red | green << 8 | blue << 16}.
 */
final class JpegColours {

    // The weights of ITU-R BT.601 (JFIF 1.02) times 2^16.
    private static final int FIX_1_40200 = 91_881;
    private static final int FIX_1_77200 = 116_130;
    private static final int FIX_0_34414 = 22_554;
    private static final int FIX_0_71414 = 46_802;
    private static final int FIX_0_29900 = 19_595;
    private static final int FIX_0_58700 = 38_470;
    private static final int FIX_0_11400 = 7_471;
    private static final int HALF = 1 << 15;
    private static final int CENTRE = 128;

    private JpegColours() {}

    /** Of luminance and two colour differences. */
    static int ofYcc(int y, int cb, int cr) {
        return ofRgb(red(y, cr), green(y, cb, cr), blue(y, cb));
    }

    static int red(int y, int cr) {
        return clamped(y + ((FIX_1_40200 * (cr - CENTRE) + HALF) >> 16));
    }

    static int green(int y, int cb, int cr) {
        return clamped(y + ((HALF - FIX_0_34414 * (cb - CENTRE) - FIX_0_71414 * (cr - CENTRE)) >> 16));
    }

    static int blue(int y, int cb) {
        return clamped(y + ((FIX_1_77200 * (cb - CENTRE) + HALF) >> 16));
    }

    /** Of one sample for all three. */
    static int ofGray(int gray) {
        return gray * 0x010101;
    }

    /** Of three samples. */
    static int ofRgb(int red, int green, int blue) {
        return red | (green << 8) | (blue << 16);
    }

    /**
     * Of four inks.
     *
     * @param isInverted 255 is no ink, as Adobe's programs write
     */
    static int ofCmyk(int cyan, int magenta, int yellow, int black, boolean isInverted) {
        int flip = isInverted ? 0 : 255;
        int light = black ^ flip;
        return ofRgb(light * (cyan ^ flip) / 255, light * (magenta ^ flip) / 255, light * (yellow ^ flip) / 255);
    }

    /** Of four inks, the first three as luminance and two colour differences of what they absorb. */
    static int ofYcck(int y, int cb, int cr, int black, boolean isInverted) {
        int absorbed = ofYcc(y, cb, cr) ^ 0xffffff;
        return ofCmyk(absorbed & 0xff, (absorbed >> 8) & 0xff, absorbed >> 16, black, isInverted);
    }

    /** The luminance of three samples. */
    static int gray(int red, int green, int blue) {
        return (FIX_0_29900 * red + FIX_0_58700 * green + FIX_0_11400 * blue + HALF) >> 16;
    }

    private static int clamped(int sample) {
        return Math.max(0, Math.min(255, sample));
    }
}
