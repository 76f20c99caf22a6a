package io.github.fairdeal.bias;

import java.util.Arrays;

/**
 * χ² of a table with both margins given, n records dealt at random: mean, variance (Haldane, Biometrika 31, 1940; Dawson,
 * Biometrika 41, 1954), and how even it can be.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never leaves the package
record TableLaw(long n, long[] rows, long[] columns) {

    /** Of the table with these margins, which must have the same sum. */
    static TableLaw of(long[] rows, long[] columns) {
        return new TableLaw(Arrays.stream(rows).sum(), rows, columns);
    }

    double mean() {
        return (rows.length - 1.0) * (columns.length - 1.0) * n / (n - 1.0);
    }

    double variance() {
        return 2.0 * n / (n - 3.0) * (spread(rows) - skew(rows)) * (spread(columns) - skew(columns))
                + (double) n * n / (n - 1.0) * skew(rows) * skew(columns);
    }

    /** Two-sided p-value of χ² by the gamma law of this mean and variance. */
    double pValue(double chiSquare) {
        return NullLaws.chiSquare(chiSquare, mean(), variance(), mostEven());
    }

    /**
     * Probability of the table closest to its expectation: the density there of the normal law with the covariance
     * N²/(N−1) · (diag r − rr') ⊗ (diag c − cc') of the free cells, r and c the margins as fractions.
     */
    double mostEven() {
        double freeRows = rows.length - 1.0;
        double freeColumns = columns.length - 1.0;
        double logDeterminant = freeRows * freeColumns * Math.log(n / (n - 1.0) * n)
                + freeColumns * sumOfLogFractions(rows)
                + freeRows * sumOfLogFractions(columns);
        return Math.exp(-0.5 * (freeRows * freeColumns * Math.log(2 * Math.PI) + logDeterminant));
    }

    private double spread(long[] margin) {
        return (margin.length - 1.0) * (n - margin.length) / (n - 1.0);
    }

    private double skew(long[] margin) {
        double reciprocals =
                Arrays.stream(margin).mapToDouble(size -> (double) n / size).sum();
        return (reciprocals - (double) margin.length * margin.length) / (n - 2.0);
    }

    private double sumOfLogFractions(long[] margin) {
        return Arrays.stream(margin)
                .mapToDouble(size -> Math.log((double) size / n))
                .sum();
    }
}
