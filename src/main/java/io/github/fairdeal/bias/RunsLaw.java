package io.github.fairdeal.bias;

import java.util.Arrays;

/**
 * The laws of the number of runs of equal labels and of the longest of them, given how many records have each label.
 *
 * <p>Runs: mean and variance are exact, from the chance that two, three or four given records are alike. What is judged
 * is the number of neighbours that are alike, N − runs, whose law is taken as a Poisson law scaled to that mean and
 * variance; it is exact in the limit of rare labels and close to normal for frequent ones.
 *
 * <p>Longest: runs of at least l records of label k begin at q(N−n+1) places on average, q = (n)_l/(N)_l, exactly; their
 * number is taken as Poisson (Arratia, Goldstein and Gordon, Statistical Science 5, 1990).
 */
final class RunsLaw {

    /** With fewer runs than this expected, one label is nearly everything and the laws do not hold. */
    private static final double LEAST_RUNS = 100;

    /** Where most neighbours are alike, the number of those that are not must vary at least this much. */
    private static final double LEAST_VARIANCE = 400;

    private final double n;
    /** Records of each label, descending. */
    private final double[] ofLabel;

    private final double meanAlike;
    private final double variance;

    private RunsLaw(double n, double[] ofLabel) {
        this.n = n;
        this.ofLabel = ofLabel;
        double pairs = Arrays.stream(ofLabel).map(m -> m * (m - 1)).sum();
        double triples = Arrays.stream(ofLabel).map(m -> m * (m - 1) * (m - 2)).sum();
        double twoPairs = pairs * pairs - 4 * triples - 2 * pairs;
        this.meanAlike = pairs / n;
        this.variance =
                n < 4 ? 0 : meanAlike + 2 * triples / (n * (n - 1)) + twoPairs / (n * (n - 1)) - meanAlike * meanAlike;
    }

    static RunsLaw of(LabelCounts labels) {
        double[] ofLabel = new double[labels.distinct()];
        Arrays.setAll(ofLabel, i -> -labels.count(i));
        Arrays.sort(ofLabel);
        Arrays.setAll(ofLabel, i -> -ofLabel[i]);
        return new RunsLaw(labels.records(), ofLabel);
    }

    double meanRuns() {
        return n - meanAlike;
    }

    /** Two-sided, or null where no law holds. */
    Double pValueOfRuns(long runs) {
        if (meanRuns() < LEAST_RUNS || variance <= 0) {
            return null;
        }
        if (meanAlike <= n / 2) {
            return NullLaws.scaledCount(n - runs, meanAlike, variance);
        }
        return variance < LEAST_VARIANCE ? null : NullLaws.scaledCount((double) runs, meanRuns(), variance);
    }

    /** Two-sided, or null where no law holds. */
    Double pValueOfLongest(long longest) {
        if (meanRuns() < LEAST_RUNS) {
            return null;
        }
        double[] expected = expectedRuns(longest + 1);
        return NullLaws.twoSided(Math.exp(-expected[1]), -Math.expm1(-expected[0]));
    }

    /** Σ over l of P(longest ≥ l). */
    double meanLongest() {
        if (meanRuns() < LEAST_RUNS) {
            return 0;
        }
        double mean = 0;
        double[] chances = new double[ofLabel.length];
        Arrays.fill(chances, 1);
        for (int length = 1; ; length++) {
            double expected = lengthen(chances, length);
            mean += -Math.expm1(-expected);
            if (expected < 1e-9) {
                return mean;
            }
        }
    }

    /** Expected number of runs of at least {@code length − 1} records, and of at least {@code length}. */
    private double[] expectedRuns(long length) {
        double[] chances = new double[ofLabel.length];
        Arrays.fill(chances, 1);
        double before = n;
        double expected = n;
        for (long l = 1; l <= length; l++) {
            before = expected;
            expected = lengthen(chances, l);
            if (expected == 0 && l < length) {
                return new double[] {0, 0};
            }
        }
        return new double[] {before, expected};
    }

    /** Makes (n)_l/(N)_l of (n)_(l−1)/(N)_(l−1) for each label; returns the expected number of runs of at least l. */
    private double lengthen(double[] chances, long length) {
        double expected = 0;
        for (int i = 0; i < ofLabel.length && ofLabel[i] >= length; i++) {
            chances[i] *= (ofLabel[i] - length + 1) / (n - length + 1);
            expected += chances[i] * (n - ofLabel[i] + 1);
        }
        return expected;
    }
}
