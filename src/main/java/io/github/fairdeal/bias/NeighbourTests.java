package io.github.fairdeal.bias;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** Statistics of how records follow each other. */
final class NeighbourTests {

    private final Order order;
    private final long n;

    NeighbourTests(Order order) {
        this.order = order;
        this.n = order.records();
    }

    /** Those of an order whose indexes are 0..N-1, in the order of reports. */
    List<OverallStatistic> ofIndexes() {
        return List.of(adjacency(), lag1(), lagDifferences());
    }

    /** Those of labels, in the order of reports. */
    List<OverallStatistic> ofLabels() {
        RunsLaw law = RunsLaw.of(order.labels());
        LabelNeighbours labels = order.whole().labels();
        Double runsP = law.pValueOfRuns(labels.runs());
        Double longestP = law.pValueOfLongest(labels.longestRun());
        return List.of(
                statistic(BiasStatistic.LABEL_RUNS, (double) labels.runs(), law.meanRuns(), runsP),
                statistic(BiasStatistic.LONGEST_RUN, (double) labels.longestRun(), law.meanLongest(), longestP));
    }

    private OverallStatistic adjacency() {
        return IndexTests.count(BiasStatistic.ADJACENCY, order.whole().indexes().adjacent(), (n - 1.0) / n, n);
    }

    /**
     * r = Σ z(t)·z(t+1) / (N·σ²) with z = o − (N−1)/2 and σ² = (N²−1)/12. Mean −1/N and variance are exact: moments of
     * products of numbers drawn without replacement (Moran, Biometrika 35, 1948). Normal law.
     */
    private OverallStatistic lag1() {
        double expected = -1.0 / n;
        if (n < IndexTests.LEAST_RECORDS) {
            return OverallStatistic.unjudged(
                    BiasStatistic.LAG_1, n < 2 ? 0 : autocorrelation(), expected, IndexTests.TOO_FEW);
        }
        double value = autocorrelation();
        return OverallStatistic.judged(
                BiasStatistic.LAG_1,
                value,
                expected,
                NullLaws.normal((value - expected) / Math.sqrt(autocorrelationVariance())));
    }

    /** From the exact numerator Σ (2o − (N−1))(2o' − (N−1)), four times that above. */
    private double autocorrelation() {
        IndexNeighbours neighbours = order.whole().indexes();
        BigInteger records = BigInteger.valueOf(n);
        BigInteger last = records.subtract(BigInteger.ONE);
        BigInteger sum = records.multiply(last).shiftRight(1);
        BigInteger ends = BigInteger.valueOf(neighbours.firstIndex()).add(BigInteger.valueOf(neighbours.lastIndex()));
        BigInteger numerator = neighbours
                .products()
                .shiftLeft(2)
                .subtract(sum.shiftLeft(1).subtract(ends).multiply(last).shiftLeft(1))
                .add(last.multiply(last).multiply(last));
        BigInteger denominator = records.multiply(last).multiply(records.add(BigInteger.ONE));
        return 3 * numerator.doubleValue() / denominator.doubleValue();
    }

    private double autocorrelationVariance() {
        double m = n;
        double variance = (m * m - 1) / 12;
        double squares = m * variance;
        double fourths = m * (m * m - 1) * (3 * m * m - 7) / 240;
        double ofPair = (squares * squares - fourths) / (m * (m - 1));
        double ofChain = (2 * fourths - squares * squares) / (m * (m - 1) * (m - 2));
        double ofFour = (3 * squares * squares - 6 * fourths) / (m * (m - 1) * (m - 2) * (m - 3));
        double ofSum = (m - 1) * ofPair + 2 * (m - 2) * ofChain + (m - 2) * (m - 3) * ofFour - variance * variance;
        return ofSum / (squares * squares);
    }

    /**
     * Σ over lags of χ² of the differences o(t+k) − o(t) modulo N, each of which is uniform on 1..N−1. Differences and
     * lags are as good as independent, up to terms of 1/N; χ² law.
     */
    private OverallStatistic lagDifferences() {
        int bins = order.outline().bins(IndexNeighbours.MOST_BINS);
        long[] widths = new long[bins];
        int shift = order.outline().binShift(IndexNeighbours.MOST_BINS);
        for (int bin = 0; bin < bins; bin++) {
            long first = Math.max(1, (long) bin << shift);
            widths[bin] = Math.min(n, (bin + 1L) << shift) - first;
        }
        double value = 0;
        double degrees = 0;
        double worst = 1;
        int worstLag = 0;
        for (int lag = 0; lag < IndexNeighbours.LAGS.length; lag++) {
            long pairs = n - IndexNeighbours.LAGS[lag];
            if (pairs < n / 2 || pairs < 20 * LabelTests.LEAST_EXPECTED) {
                continue;
            }
            Joining joining = Joining.neighbours(widths, LabelTests.LEAST_EXPECTED * (n - 1) / pairs);
            double ofLag = chiSquare(lag, pairs, joining, widths);
            double p = NullLaws.chiSquare(ofLag, joining.groups() - 1.0, 2 * (joining.groups() - 1.0), 0);
            if (p < worst) {
                worst = p;
                worstLag = IndexNeighbours.LAGS[lag];
            }
            value += ofLag;
            degrees += joining.groups() - 1.0;
        }
        if (degrees == 0) {
            return OverallStatistic.unjudged(BiasStatistic.LAG_DIFFERENCES, 0, 0, "fewer than 101 records");
        }
        return OverallStatistic.judged(
                        BiasStatistic.LAG_DIFFERENCES,
                        value,
                        degrees,
                        NullLaws.chiSquare(value, degrees, 2 * degrees, 0))
                .noting(String.format(Locale.ROOT, "least likely at lag %d", worstLag));
    }

    private double chiSquare(int lag, long pairs, Joining joining, long[] widths) {
        long[] observed = new long[widths.length];
        for (int bin = 0; bin < observed.length; bin++) {
            observed[bin] = order.whole().indexes().differences(lag, bin);
        }
        long[] groups = joining.sums(observed);
        long[] groupWidths = joining.sums(widths);
        double value = 0;
        for (int group = 0; group < groups.length; group++) {
            double expected = (double) pairs * groupWidths[group] / (n - 1);
            value += (groups[group] - expected) * (groups[group] - expected) / expected;
        }
        return value;
    }

    private static OverallStatistic statistic(BiasStatistic statistic, double value, double expected, Double pValue) {
        return pValue == null
                ? OverallStatistic.unjudged(
                        statistic, value, expected, "too few records outside the most frequent label")
                : OverallStatistic.judged(statistic, value, expected, pValue);
    }
}
