package io.github.fairdeal.report;

import java.awt.Color;

/**
 * Colours that people with any colour vision tell apart: those of Okabe and Ito (2008), then grey and wine for the digits
 * 8 and 9. What has more series than colours uses them again.
 */
final class Palette {

    static final Color INK = new Color(0x22, 0x26, 0x2B);
    static final Color MUTED_INK = new Color(0x5F, 0x66, 0x6E);
    static final Color GRID = new Color(0xE4, 0xE7, 0xEA);
    /** Where chance alone puts things. */
    static final Color CHANCE = new Color(0xE9, 0xED, 0xF1);
    /** What is as it should be, and what is not. */
    static final Color EVEN = new Color(0x00, 0x72, 0xB2);

    static final Color ODD = new Color(0xD5, 0x5E, 0x00);

    private static final int[] LABELS = {
        0x0072B2, 0xE69F00, 0x009E73, 0xD55E00, 0x56B4E9, 0xCC79A7, 0xE3D21B, 0x000000, 0x999999, 0x882255
    };

    /** Dark enough for lines and words on white; {@link #EVEN} is kept for the one that stands out. */
    private static final int[] LINES = {0x4D4D4D, 0xD55E00, 0xB07A00, 0x007A59, 0xB0528A, 0x882255, 0x2F7FB0};

    private Palette() {}

    /** Colour of the {@code rank}-th label in ascending order. */
    static Color ofLabel(int rank) {
        return new Color(LABELS[rank % LABELS.length]);
    }

    /** Colour of the {@code number}-th of several lines in one plot. */
    static Color ofLine(int number) {
        return new Color(LINES[number % LINES.length]);
    }

    /** {@code color} on white, {@code strength} of it. */
    static Color tint(Color color, double strength) {
        return new Color(
                tint(color.getRed(), strength), tint(color.getGreen(), strength), tint(color.getBlue(), strength));
    }

    private static int tint(int part, double strength) {
        return (int) Math.round(255 - strength * (255 - part));
    }
}
