package io.github.fairdeal.report;

import java.awt.Color;

/**
 * Colours of labels that people with any colour vision tell apart: the eight of Okabe and Ito (2008), then grey and wine
 * for the digits 8 and 9. Labels beyond use them again.
 */
final class Palette {

    static final Color INK = new Color(0x22, 0x26, 0x2B);
    static final Color MUTED_INK = new Color(0x5F, 0x66, 0x6E);
    static final Color GRID = new Color(0xE4, 0xE7, 0xEA);

    /** Dots overlap; through each other they show density. */
    private static final int DOT_ALPHA = 190;

    private static final int[] LABELS = {
        0x0072B2, 0xE69F00, 0x009E73, 0xD55E00, 0x56B4E9, 0xCC79A7, 0xE3D21B, 0x000000, 0x999999, 0x882255
    };

    private Palette() {}

    /** Colour of the {@code rank}-th label in ascending order. */
    static Color ofLabel(int rank) {
        Color opaque = new Color(LABELS[rank % LABELS.length]);
        return new Color(opaque.getRed(), opaque.getGreen(), opaque.getBlue(), DOT_ALPHA);
    }
}
