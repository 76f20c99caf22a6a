package io.github.fairdeal.bias;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** Two-sided p-values under the hypothesis that the order is uniformly random. */
final class NullLaws {

    private static final NormalDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);

    /** Smaller p-values are not told apart: no law here is good for less. */
    static final double LEAST_P = 1e-15;

    private NullLaws() {}

    /** min(1, 2·min(P(X ≤ x), P(X ≥ x))): too small a value is as improbable as too large a one. */
    static double twoSided(double lower, double upper) {
        return Math.min(1, 2 * Math.min(lower, upper));
    }

    static double normal(double z) {
        return twoSided(STANDARD_NORMAL.cumulativeProbability(z), STANDARD_NORMAL.survivalProbability(z));
    }

    /**
     * A χ²-like statistic of integer data by the gamma law that has its exact mean and variance.
     *
     * <p>Its lower tail ends where the data can be no more even, and that is no less improbable than
     * {@code mostEven}: in small tables χ² = 0 is an ordinary event, to which the continuous law gives probability 0.
     *
     * @param mostEven probability of the most even data there can be, roughly
     */
    static double chiSquare(double value, double mean, double variance, double mostEven) {
        double scale = variance / (2 * mean);
        ChiSquaredDistribution law = ChiSquaredDistribution.of(mean / scale);
        double lower = Math.max(mostEven, law.cumulativeProbability(value / scale));
        return twoSided(lower, law.survivalProbability(value / scale));
    }

    static double poisson(long value, double mean) {
        PoissonDistribution law = PoissonDistribution.of(mean);
        int count = (int) Math.min(value, Integer.MAX_VALUE);
        return twoSided(law.cumulativeProbability(count), law.survivalProbability(count - 1));
    }

    /**
     * A count, as the whole steps of a Poisson law scaled to its mean and variance: X = c·Y with c = variance/mean. That
     * P(Y ≥ y) = P(Gamma(y) ≤ mean/c) serves for y that are not whole. For c = 1 it is {@link #poisson}.
     */
    static double scaledCount(double value, double mean, double variance) {
        double scale = variance / mean;
        double upper = value <= 0 ? 1 : GammaDistribution.of(value / scale, 1).cumulativeProbability(mean / scale);
        double lower = GammaDistribution.of((value + 1) / scale, 1).survivalProbability(mean / scale);
        return twoSided(lower, upper);
    }

    /**
     * Position of the first of m records of a label: P(T ≥ t) = Π (n−t−i)/(n−i) for i = 0..m−1, exact, or the same with
     * m and t exchanged, whichever has fewer factors.
     */
    static double firstAppearance(long position, long m, long n) {
        return twoSided(1 - notBefore(position + 1, m, n), notBefore(position, m, n));
    }

    private static double notBefore(long position, long m, long n) {
        if (position > n - m) {
            return 0;
        }
        long smaller = Math.min(position, m);
        double larger = Math.max(position, m);
        double log = 0;
        for (long i = 0; i < smaller && log > -800; i++) {
            log += Math.log1p(-larger / (n - i));
        }
        return Math.exp(log);
    }

    /** Spearman's correlation of n ranks by Student's t with n − 2 degrees of freedom. */
    static double spearman(double correlation, long n) {
        double t = correlation * Math.sqrt((n - 2) / Math.max(0, 1 - correlation * correlation));
        TDistribution law = TDistribution.of((double) n - 2);
        return twoSided(law.cumulativeProbability(t), law.survivalProbability(t));
    }

    /** The max lag of n records. */
    static double maxLag(long maxLag, long n) {
        return twoSided(maxLagAtMost(maxLag, n), 1 - maxLagAtMost(maxLag - 1, n));
    }

    /**
     * P(max(o_t − t) ≤ m) = (m+1)^(n−m−1)·(m+1)!/n!, exact: the law of the passes of bubble sort (Knuth, The Art of
     * Computer Programming, volume 3, 5.2.2). With c = n − m it is about exp(−c(c−1)/2n).
     *
     * <p>Multiplied out as Π (m+1)/(m+1+i) for i = 1..n−m−1 and left when nothing is left, after some 40·√n factors.
     */
    static double maxLagAtMost(long m, long n) {
        if (m < 0) {
            return 0;
        }
        double log = 0;
        double size = m + 1.0;
        for (long i = 1; i < n - m && log > -800; i++) {
            log -= Math.log1p(i / size);
        }
        return Math.exp(log);
    }

    /** Mean of the max lag: n − P(n), with P(n) = √(πn/2) − 2/3 + 11/24·√(π/2n) (Knuth, volume 1, 1.2.11.3). */
    static double meanMaxLag(long n) {
        return n - (Math.sqrt(Math.PI * n / 2) - 2.0 / 3 + 11.0 / 24 * Math.sqrt(Math.PI / (2.0 * n)));
    }

    /**
     * One p-value for many, whatever their dependence: the Cauchy combination (Liu and Xie, arXiv 1808.09011). Each is
     * clipped to [1e-15, 0.99]: a p-value of exactly 1, which discrete statistics have
     * a third of the time, must not cancel a tiny one.
     */
    static double cauchyCombination(double[] pValues) {
        double sum = 0;
        for (double p : pValues) {
            sum += 1 / Math.tan(Math.PI * Math.min(0.99, Math.max(LEAST_P, p)));
        }
        return Math.atan2(1, sum / pValues.length) / Math.PI;
    }
}
