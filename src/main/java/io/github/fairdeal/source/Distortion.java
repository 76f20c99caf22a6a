package io.github.fairdeal.source;

/**
 * How one writer's hand bends a glyph: a random affine map (slant, turn, two scales, shift) and a quadratic warp. It moves
 * points by where they are, so that strokes that meet still meet.
 */
final class Distortion {

    /** Pixels to which the unit square is drawn, before scaling; MNIST fits its digits into 20 of its 28 too. */
    private static final double SIZE_PIXELS = 20;

    private static final double CENTRE_PIXELS = 14;

    private static final double MAX_SLANT = 0.35;
    private static final double MAX_TURN_RADIANS = 0.25;
    private static final double MAX_SHIFT_PIXELS = 2.0;
    private static final double MAX_WARP = 0.3;

    // x' = xx·x + xy·y + x0 + quadratic terms, likewise y', with x and y measured from the glyph's centre.
    private final double xx;
    private final double xy;
    private final double x0;
    private final double yx;
    private final double yy;
    private final double y0;
    private final double[] warp = new double[6];

    Distortion(Randomness random) {
        double width = SIZE_PIXELS * random.between(0.75, 1.1);
        double height = SIZE_PIXELS * random.between(0.82, 1.05);
        double slant = random.around(MAX_SLANT);
        double turn = random.around(MAX_TURN_RADIANS);
        double cos = StrictMath.cos(turn);
        double sin = StrictMath.sin(turn);
        // Scale, then slant to the side, then turn.
        xx = cos * width;
        xy = -(cos * slant + sin) * height;
        yx = sin * width;
        yy = (cos - sin * slant) * height;
        x0 = CENTRE_PIXELS - 0.5 + random.around(MAX_SHIFT_PIXELS); // pixel centres are at whole numbers
        y0 = CENTRE_PIXELS - 0.5 + random.around(MAX_SHIFT_PIXELS);
        for (int term = 0; term < warp.length; term++) {
            warp[term] = random.around(MAX_WARP);
        }
    }

    /**
     * The strokes in pixels.
     *
     * @param strokes in the unit square, each x, y, x, y, …
     */
    double[][] apply(double[][] strokes) {
        double[][] bent = new double[strokes.length][];
        for (int stroke = 0; stroke < strokes.length; stroke++) {
            bent[stroke] = apply(strokes[stroke]);
        }
        return bent;
    }

    private double[] apply(double[] points) {
        double[] bent = new double[points.length];
        for (int at = 0; at < points.length; at += 2) {
            double x = points[at] - 0.5;
            double y = points[at + 1] - 0.5;
            double u = x + warp[0] * x * x + warp[1] * x * y + warp[2] * (y * y - 0.1);
            double v = y + warp[3] * (x * x - 0.05) + warp[4] * x * y + warp[5] * y * y;
            bent[at] = xx * u + xy * v + x0;
            bent[at + 1] = yx * u + yy * v + y0;
        }
        return bent;
    }
}
