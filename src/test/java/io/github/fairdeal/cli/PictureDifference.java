package io.github.fairdeal.cli;

import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.Map;

/**
 * How much of what one picture shows another does not. Ink is what differs from the most frequent colour; it is lost if the
 * other picture has nothing of about that colour nearby.
 */
final class PictureDifference {

    /**
     * Below it pictures show the same. Notebooks that are run again on one machine draw the same pixels, 0. A chart like that
     * of notebook 03 is at 0.01 to 0.08 in another font, and at 0.04 with accuracies off by half a percent; that of notebook
     * 03 without one of its two curves is at 0.17.
     */
    static final double MOST_OF_THE_SAME = 0.1;

    /** What 1 % of accuracy is in notebook 03, and about what other widths of letters move a plot by. */
    private static final int NEARBY_PIXELS = 3;

    /** Of 255, in each channel: less than most pale cells of a heat map differ from white. */
    private static final int ALIKE_LEVELS = 32;

    private PictureDifference() {}

    /** The lost share of ink, 0 to 1, of the picture that loses more; 0 if there is none in both. */
    static double between(BufferedImage one, BufferedImage other) {
        return Math.max(lost(one, other), lost(other, one));
    }

    private static double lost(BufferedImage from, BufferedImage in) {
        int background = mostFrequentColour(from);
        long ink = 0;
        long lost = 0;
        for (int y = 0; y < from.getHeight(); y++) {
            for (int x = 0; x < from.getWidth(); x++) {
                int colour = from.getRGB(x, y);
                if (!isAlike(colour, background)) {
                    ink++;
                    lost += isNear(colour, in, x, y) ? 0 : 1;
                }
            }
        }
        return ink == 0 ? 0 : (double) lost / ink;
    }

    private static int mostFrequentColour(BufferedImage picture) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                counts.merge(picture.getRGB(x, y), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private static boolean isNear(int colour, BufferedImage picture, int x, int y) {
        for (int distance = 0; distance <= NEARBY_PIXELS; distance++) {
            for (int nearY = Math.max(0, y - distance);
                    nearY <= Math.min(picture.getHeight() - 1, y + distance);
                    nearY++) {
                for (int nearX = Math.max(0, x - distance);
                        nearX <= Math.min(picture.getWidth() - 1, x + distance);
                        nearX++) {
                    if (isAlike(colour, picture.getRGB(nearX, nearY))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isAlike(int one, int other) {
        for (int shift = 0; shift < 24; shift += 8) {
            if (Math.abs((one >> shift & 0xFF) - (other >> shift & 0xFF)) > ALIKE_LEVELS) {
                return false;
            }
        }
        return true;
    }
}
