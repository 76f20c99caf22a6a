package io.github.fairdeal.bias;

import java.util.List;

/**
 * The law of Kolmogorov and Smirnov's distance D of w indexes drawn without replacement from N: √w·D·√(N/(N−w)) follows
 * Kolmogorov's law in the limit.
 *
 * <p>Two corrections make it usable at the size of shards: Stephens's for a finite number of records (JRSS B 32, 1970),
 * and one for D being looked at only at the ends of b bins, where it is smaller by about √min(w, b)/(2b) on the scale of
 * the law.
 */
final class KolmogorovLaw {

    private static final int TERMS = 100;

    /** With fewer records the distance takes few values, and how small it can be does not follow the law. */
    static final long LEAST_RECORDS = 50;

    private KolmogorovLaw() {}

    /**
     * A distance.
     *
     * @param distance D, 0 to 1
     * @param scaled on the scale of Kolmogorov's law
     */
    record Distance(double distance, double scaled) {

        double pValue() {
            return largestOf(List.of(this));
        }
    }

    /** D of {@code records} indexes. */
    static Distance scaled(double distance, long records, OrderOutline outline) {
        double n = outline.records();
        int bins = outline.bins(IndexHistogram.MOST_BINS);
        double effective = Math.sqrt((double) records * (n / (n - records)));
        double unseen = bins < n ? Math.sqrt((double) Math.min(records, bins)) / (2.0 * bins) : 0;
        double scaled = (effective + 0.12 + 0.11 / effective) * distance + unseen;
        return new Distance(distance, scaled);
    }

    /** The largest on the scale of the law. */
    static double largest(List<Distance> distances) {
        return distances.stream().mapToDouble(Distance::scaled).max().orElseThrow();
    }

    /** Two-sided p-value of the largest, as if they were independent; they are nearly so. */
    static double largestOf(List<Distance> distances) {
        double largest = largest(distances);
        double below = Math.pow(1 - survival(largest), distances.size());
        return NullLaws.twoSided(below, above(largest, distances.size()));
    }

    /** Mean of the largest of {@code many} scaled distances, ∫ 1 − F(x)^many dx. */
    static double meanOfLargest(int many) {
        double step = 0.005;
        double mean = 0;
        for (double x = step / 2; x < 6; x += step) {
            mean += step * above(x, many);
        }
        return mean;
    }

    /** P that the largest of so many is above x. */
    private static double above(double x, int many) {
        return -Math.expm1(many * Math.log1p(-Math.min(survival(x), 1 - 1e-16)));
    }

    /** P(K > x), by the series that converges fast on each side (Kolmogorov 1933; Marsaglia, Tsang and Wang 2003). */
    static double survival(double x) {
        if (x <= 0) {
            return 1;
        }
        double sum = 0;
        if (x < 1) {
            for (int k = 1; k < TERMS; k += 2) {
                sum += Math.exp(-k * k * Math.PI * Math.PI / (8 * x * x));
            }
            return 1 - Math.sqrt(2 * Math.PI) / x * sum;
        }
        for (int k = 1; k < TERMS; k++) {
            sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * x * x);
        }
        return sum;
    }
}
