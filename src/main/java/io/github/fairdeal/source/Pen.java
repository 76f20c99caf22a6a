package io.github.fairdeal.source;

import io.github.fairdeal.dataset.ImageShape;
import java.util.Arrays;

/** Draws strokes with a round nib of random width and brightness, anti-aliased by each pixel's distance to the stroke. */
final class Pen {

    private static final int SIDE = ImageShape.MNIST.width();

    /** Width in pixels over which ink fades out at a stroke's edge. */
    private static final double EDGE = 1.3;

    /** Share of the ink that paper may take or give. */
    private static final double GRAIN = 0.16;

    /** One in so many pixels is a speck of dust. */
    private static final int DUST = 256;

    private final Randomness random;
    private final double radius;
    private final double brightness;

    Pen(Randomness random) {
        this.random = random;
        this.radius = random.between(0.75, 1.75);
        this.brightness = random.between(180, 265); // strokes above 255 are plain white
    }

    /**
     * The pixels of {@code strokes}, row by row.
     *
     * @param strokes polylines in pixels, each x, y, x, y, …; whatever lies outside is not drawn
     */
    byte[] draw(double[][] strokes) {
        double[] squaredDistances = new double[SIDE * SIDE];
        Arrays.fill(squaredDistances, Double.MAX_VALUE);
        for (double[] stroke : strokes) {
            for (int at = 0; at + 3 < stroke.length; at += 2) {
                approach(squaredDistances, stroke[at], stroke[at + 1], stroke[at + 2], stroke[at + 3]);
            }
        }
        return ink(squaredDistances);
    }

    /** Lowers the distances of the pixels around the segment from (ax, ay) to (bx, by). */
    private void approach(double[] squaredDistances, double ax, double ay, double bx, double by) {
        double reach = radius + EDGE / 2;
        int left = Math.max(0, (int) Math.ceil(Math.min(ax, bx) - reach));
        int right = Math.min(SIDE - 1, (int) Math.floor(Math.max(ax, bx) + reach));
        int top = Math.max(0, (int) Math.ceil(Math.min(ay, by) - reach));
        int bottom = Math.min(SIDE - 1, (int) Math.floor(Math.max(ay, by) + reach));
        double dx = bx - ax;
        double dy = by - ay;
        double squaredLength = dx * dx + dy * dy;
        double scale = squaredLength == 0 ? 0 : 1 / squaredLength;
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) * scale));
                double offX = x - ax - along * dx;
                double offY = y - ay - along * dy;
                int pixel = y * SIDE + x;
                squaredDistances[pixel] = Math.min(squaredDistances[pixel], offX * offX + offY * offY);
            }
        }
    }

    private byte[] ink(double[] squaredDistances) {
        double outer = radius + EDGE / 2;
        byte[] pixels = new byte[squaredDistances.length];
        long noise = 0;
        for (int pixel = 0; pixel < pixels.length; pixel++) {
            noise = pixel % 8 == 0 ? random.bits() : noise >>> 8;
            int eightBits = (int) (noise & 0xff);
            if (squaredDistances[pixel] < outer * outer) {
                double coverage = Math.min(1, (outer - Math.sqrt(squaredDistances[pixel])) / EDGE);
                double grain = 1 + GRAIN * (eightBits / 255.0 - 0.5);
                pixels[pixel] = (byte) Math.min(255, (int) (brightness * coverage * grain));
            } else if (eightBits < 256 / DUST) {
                pixels[pixel] = (byte) (16 + 8 * (pixel % 4));
            }
        }
        return pixels;
    }
}
