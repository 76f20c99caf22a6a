package io.github.fairdeal.source;

/** One picture of {@link DrawnScenes}. */
final class Scene {

    private static final int CHANNELS = 3;
    private static final int DISCS = 90;
    private static final int OCTAVES = 5;

    private final Randomness random;
    private final int side;
    /** Light before texture, in gray levels, as the pixels lie in the picture. */
    private final float[] light;
    /** How strong the texture is at each pixel. */
    private final float[] roughness;

    Scene(Randomness random, int side) {
        this.random = random;
        this.side = side;
        this.light = new float[side * side * CHANNELS];
        this.roughness = new float[side * side];
    }

    /** Draws it: R, G, B of each pixel, row by row. */
    byte[] draw() {
        sky();
        for (int disc = 0; disc < DISCS; disc++) {
            leaf();
        }
        float[] texture = new float[side * side];
        float amplitude = 1;
        for (int octave = 0, cells = 4; octave < OCTAVES; octave++, cells *= 2) {
            addOctave(texture, Math.min(cells, side), amplitude);
            amplitude /= 2;
        }
        byte[] pixels = new byte[light.length];
        for (int i = 0; i < pixels.length; i++) {
            int pixel = i / CHANNELS;
            double noise = random.around(2);
            pixels[i] = clamped(light[i] + roughness[pixel] * texture[pixel] + noise);
        }
        return pixels;
    }

    /** From one colour above to another below. */
    private void sky() {
        double[] above = colour();
        double[] below = colour();
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                for (int c = 0; c < CHANNELS; c++) {
                    light[(y * side + x) * CHANNELS + c] = (float) (above[c] + (below[c] - above[c]) * y / side);
                }
                roughness[y * side + x] = 8;
            }
        }
    }

    /** A disc of one colour, shaded from one side to the other; radii have a density of about r^-3. */
    private void leaf() {
        double radius = Math.min(side / 3.0, side / 60.0 / StrictMath.sqrt(random.between(0.0005, 1)));
        double centreX = random.between(0, side);
        double centreY = random.between(0, side);
        double shade = random.around(0.4);
        float rough = (float) random.between(2, 36);
        double[] colour = colour();
        int top = (int) Math.max(0, centreY - radius);
        int left = (int) Math.max(0, centreX - radius);
        for (int y = top; y < Math.min(side, centreY + radius); y++) {
            for (int x = left; x < Math.min(side, centreX + radius); x++) {
                double dx = x - centreX;
                double dy = y - centreY;
                if (dx * dx + dy * dy < radius * radius) {
                    double factor = 1 + shade * (dx + dy) / radius;
                    for (int c = 0; c < CHANNELS; c++) {
                        light[(y * side + x) * CHANNELS + c] = (float) (colour[c] * factor);
                    }
                    roughness[y * side + x] = rough;
                }
            }
        }
    }

    /** A muted colour: photographs have few others. */
    private double[] colour() {
        double gray = random.between(30, 220);
        return new double[] {gray + random.around(45), gray + random.around(25), gray + random.around(45)};
    }

    /** Adds values between −amplitude and amplitude at the corners of {@code cells × cells} cells, linear between them. */
    private void addOctave(float[] texture, int cells, float amplitude) {
        float[] corners = new float[(cells + 1) * (cells + 1)];
        for (int i = 0; i < corners.length; i++) {
            corners[i] = (float) random.between(-amplitude, amplitude);
        }
        for (int y = 0; y < side; y++) {
            float row = (float) y * cells / side;
            int rowFloor = (int) row;
            for (int x = 0; x < side; x++) {
                float column = (float) x * cells / side;
                int corner = rowFloor * (cells + 1) + (int) column;
                float across = column - (int) column;
                float upper = corners[corner] + (corners[corner + 1] - corners[corner]) * across;
                int below = corner + cells + 1;
                float lower = corners[below] + (corners[below + 1] - corners[below]) * across;
                texture[y * side + x] += upper + (lower - upper) * (row - rowFloor);
            }
        }
    }

    private static byte clamped(double value) {
        return (byte) Math.max(0, Math.min(255, Math.round(value)));
    }
}
