package io.github.fairdeal.bias;

import java.math.BigInteger;

/**
 * Kruskal and Wallis's H of groups of the numbers 0..N−1: 12/(N(N+1)) · Σ w·(mean of the group − (N−1)/2)². The groups
 * are shards or windows and the numbers indexes, or the groups are labels and the numbers positions. Its mean is one less
 * than the number of groups, its variance is Kruskal's (Annals of Mathematical Statistics 23, 1952), both exact.
 */
final class RankSums {

    private final long n;
    private long groups;
    private double weighted;
    private double reciprocals;
    private double logFractions;

    RankSums(long n) {
        this.n = n;
    }

    /** Adds a group of {@code size} numbers with this sum. */
    void add(long size, BigInteger sum) {
        double deviation = deviation(size, sum, n);
        add(size, 1, size * deviation * deviation);
    }

    /** Adds {@code many} groups of the same size, with their Σ size·deviation². */
    void add(long size, long many, double weightedSquares) {
        groups += many;
        weighted += weightedSquares;
        reciprocals += many / (double) size;
        logFractions += many * Math.log((double) size / n);
    }

    /** Mean of {@code size} of the numbers, whose sum is {@code sum}, less (N−1)/2; exact up to the last division. */
    static double deviation(long size, BigInteger sum, long n) {
        BigInteger doubled = sum.shiftLeft(1).subtract(BigInteger.valueOf(size).multiply(BigInteger.valueOf(n - 1)));
        return doubled.doubleValue() / (2.0 * size);
    }

    /** Standard deviations of such a deviation, size drawn without replacement: (N+1)(N−w)/(12·w) is its variance. */
    static double z(double deviation, long size, long n) {
        return deviation / Math.sqrt((n + 1.0) / 12 * (n - size) / size);
    }

    double value() {
        return 12 / (n * (n + 1.0)) * weighted;
    }

    double expected() {
        return groups - 1.0;
    }

    /** Two-sided, by the gamma law of the exact mean and variance; null where H cannot vary. */
    Double pValue() {
        return groups < 2 || variance() < 1e-6 * groups
                ? null
                : NullLaws.chiSquare(value(), expected(), variance(), mostEven());
    }

    private double variance() {
        double squares = (double) groups * groups;
        return 2.0 * (groups - 1)
                - 2 * (3 * squares - 6.0 * groups + n * (2 * squares - 6.0 * groups + 1)) / (5.0 * n * (n + 1.0))
                - 1.2 * reciprocals;
    }

    /**
     * Probability of the sums closest to their expectation: the density there of the normal law with the covariance
     * N²(N+1)/12 · (diag r − rr') of all sums but one, r the sizes as fractions.
     */
    private double mostEven() {
        double log = (groups - 1.0) * Math.log(2 * Math.PI * n * n * (n + 1.0) / 12) + logFractions;
        return Math.exp(-0.5 * log);
    }
}
