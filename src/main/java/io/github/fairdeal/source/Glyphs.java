package io.github.fairdeal.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The forms in which people and machines write the ten digits, as strokes in a square of 100 by 100, x to the right and y
 * down. A stroke is a {@code line} through its points, a {@code curve} (Catmull-Rom spline) through them, or a {@code loop}:
 * a curve that ends where it begins.
 */
final class Glyphs {

    /** Straight pieces into which a curve is cut between two of its points. */
    private static final int PIECES = 4;

    private static final List<List<double[][]>> FORMS = Stream.of(
                    forms( // 0: round, narrow, broad, square, overlapping ends, open
                            "loop 50,2 24,20 18,50 24,80 50,98 76,80 82,50 76,20",
                            "loop 50,2 35,20 31,50 35,80 50,98 65,80 69,50 65,20",
                            "loop 50,12 20,26 10,50 20,74 50,88 80,74 90,50 80,26",
                            "line 26,6 74,6 74,94 26,94 26,6",
                            "curve 60,4 32,14 18,48 30,86 56,96 78,74 80,36 64,8 40,8",
                            "curve 54,3 26,18 18,54 32,90 58,96 78,70 78,34 62,12"),
                    forms( // 1: plain, flag, foot, serifs, leaning, bent
                            "line 50,2 50,98",
                            "line 32,26 54,3 54,98",
                            "line 34,22 52,4 52,96; line 30,96 74,96",
                            "line 40,10 52,4 52,96; line 40,96 64,96",
                            "line 62,3 40,97",
                            "curve 44,3 51,30 51,62 46,98"),
                    forms( // 2: round, looped, seven segments, narrow, Z, swan
                            "curve 20,24 36,5 62,4 78,22 70,48 44,74 18,96; line 18,96 82,96",
                            "curve 22,22 40,4 68,8 74,32 54,62 26,88 14,84 28,74 54,88 86,94",
                            "line 22,6 78,6 78,50 22,50 22,94 78,94",
                            "curve 34,20 44,4 60,6 66,26 54,58 32,96; line 32,96 70,96",
                            "line 22,8 78,8 20,92 82,92",
                            "curve 20,30 26,10 50,3 74,14 74,38 56,62 34,82 16,95; curve 16,95 40,88 62,96 86,90"),
                    forms( // 3: round, flat top, seven segments, narrow, pointed, large belly
                            "curve 22,16 44,3 70,10 74,30 62,43 42,48; curve 42,48 68,52 80,70 70,90 46,98 20,86",
                            "line 24,6 76,6 46,42; curve 46,42 72,50 80,70 68,90 44,97 20,86",
                            "line 22,6 78,6 78,94 22,94; line 34,50 78,50",
                            "curve 34,12 50,3 64,14 62,34 46,46; curve 46,46 66,56 68,80 52,97 32,88",
                            "line 24,8 72,16 42,46 78,72 24,94",
                            "curve 30,10 50,3 66,14 58,32 44,38; curve 44,38 74,40 84,66 68,92 42,98 18,84"),
                    forms( // 4: closed, open, open and curved, seven segments, narrow, leaning
                            "line 62,98 62,4 16,68 86,68",
                            "line 30,6 20,56 82,56; line 68,10 64,98",
                            "curve 28,6 22,32 28,54 50,57 74,48; curve 74,8 72,50 68,98",
                            "line 24,6 24,52 78,52; line 78,6 78,94",
                            "line 57,98 57,4 28,64 74,64",
                            "line 60,4 18,64 84,58; line 66,34 52,98"),
                    forms( // 5: round, seven segments, narrow, hat apart, flowing, large belly
                            "line 74,5 32,5 27,44; curve 27,44 52,36 76,50 77,76 56,96 22,90",
                            "line 78,6 22,6 22,48 78,48 78,94 22,94",
                            "line 66,5 38,5 36,42; curve 36,42 56,40 67,60 62,87 46,97 30,90",
                            "line 34,10 30,46; curve 30,46 54,40 74,56 70,86 46,97 22,88; line 34,8 80,4",
                            "curve 78,8 46,8 28,26 44,46 70,60 72,84 48,97 22,88",
                            "line 70,4 36,6 30,36; curve 30,36 64,34 82,60 68,90 40,98 18,86"),
                    forms( // 6: round, narrow, seven segments, straight stem, spiral, flat bowl
                            "curve 70,5 42,20 24,54 26,82 50,98 74,84 74,62 54,50 34,58 25,74",
                            "curve 60,4 42,22 34,56 36,84 50,97 64,84 64,62 50,54 38,62 35,76",
                            "line 76,6 24,6 24,94 76,94 76,50 24,50",
                            "line 64,3 28,62; loop 50,50 28,62 26,82 50,98 74,84 72,62",
                            "curve 58,2 32,28 21,64 34,92 60,96 78,76 66,57 44,62 34,82",
                            "curve 50,3 28,36 18,70 34,94 66,94 84,78 68,62 40,66 20,78"),
                    forms( // 7: plain, barred, serif, curved, narrow, seven segments
                            "line 20,6 80,6 42,98",
                            "line 20,6 80,6 44,98; line 36,52 76,50",
                            "line 20,22 20,6 80,6 46,98",
                            "line 20,9 80,6; curve 80,6 62,34 50,64 47,98",
                            "line 30,6 70,6 46,98",
                            "line 22,6 78,6 78,94"),
                    forms( // 8: two loops, one stroke, seven segments, narrow, large belly, open top
                            "loop 50,3 28,13 28,36 50,47 72,36 72,13; loop 50,47 22,60 22,86 50,98 78,86 78,60",
                            "loop 74,18 50,3 28,20 40,42 62,56 76,80 52,98 26,82 38,58 60,44",
                            "line 24,6 76,6 76,94 24,94 24,6; line 24,50 76,50",
                            "loop 50,3 36,13 36,36 50,47 64,36 64,13; loop 50,47 32,60 32,86 50,98 68,86 68,60",
                            "loop 50,3 34,12 34,30 50,40 66,30 66,12; loop 50,40 20,56 20,84 50,98 80,84 80,56",
                            "curve 70,8 44,5 32,24 48,44 72,66 62,95 36,95 26,72 46,50 68,34 76,12"),
                    forms( // 9: round, straight stem, seven segments, hook, narrow, one stroke
                            "loop 52,4 28,14 26,40 48,52 72,42 74,16; curve 74,16 75,50 68,76 50,98",
                            "loop 52,4 30,14 28,40 50,52 72,42 74,16; line 74,18 72,98",
                            "line 76,50 24,50 24,6 76,6 76,94 24,94",
                            "loop 52,4 28,14 26,38 48,50 72,40 74,16; curve 74,16 76,60 68,90 46,97 26,86",
                            "loop 51,4 37,14 36,40 49,52 62,42 64,16; curve 64,16 64,50 60,76 52,98",
                            "curve 74,22 54,4 30,14 26,40 48,52 70,38 74,22; line 74,22 62,98"))
            .toList();

    private Glyphs() {}

    /** The forms of {@code digit}: each a list of strokes, each of them x, y, x, y, … in the unit square; read-only. */
    static List<double[][]> of(int digit) {
        return FORMS.get(digit);
    }

    private static List<double[][]> forms(String... forms) {
        return Arrays.stream(forms)
                .map(form -> Arrays.stream(form.split("; ")).map(Glyphs::stroke).toArray(double[][]::new))
                .toList();
    }

    private static double[] stroke(String text) {
        List<String> words = List.of(text.split(" "));
        double[] points = words.stream()
                .skip(1)
                .flatMap(point -> Arrays.stream(point.split(",")))
                .mapToDouble(number -> Integer.parseInt(number) / 100.0)
                .toArray();
        return switch (words.get(0)) {
            case "line" -> points;
            case "curve" -> curve(points, false);
            case "loop" -> curve(points, true);
            default -> throw new IllegalArgumentException(text);
        };
    }

    /** A Catmull-Rom spline through {@code points}, cut into straight pieces. */
    private static double[] curve(double[] points, boolean closed) {
        int count = points.length / 2;
        int spans = closed ? count : count - 1;
        List<Double> flat = new ArrayList<>();
        for (int span = 0; span < spans; span++) {
            for (int piece = 0; piece < PIECES; piece++) {
                for (int axis = 0; axis < 2; axis++) {
                    flat.add(spline(
                            coordinate(points, span - 1, axis, closed),
                            coordinate(points, span, axis, closed),
                            coordinate(points, span + 1, axis, closed),
                            coordinate(points, span + 2, axis, closed),
                            (double) piece / PIECES));
                }
            }
        }
        flat.add(coordinate(points, spans, 0, closed));
        flat.add(coordinate(points, spans, 1, closed));
        return flat.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Point {@code number} of a loop, counted around; of a curve, its ends standing for what is beyond them. */
    private static double coordinate(double[] points, int number, int axis, boolean closed) {
        int count = points.length / 2;
        int point = closed ? Math.floorMod(number, count) : Math.max(0, Math.min(count - 1, number));
        return points[2 * point + axis];
    }

    /** Between {@code p1} (t = 0) and {@code p2} (t = 1); Catmull and Rom, 1974, with tension one half. */
    private static double spline(double p0, double p1, double p2, double p3, double t) {
        return 0.5
                * (2 * p1
                        + (p2 - p0) * t
                        + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t * t
                        + (3 * p1 - p0 - 3 * p2 + p3) * t * t * t);
    }
}
