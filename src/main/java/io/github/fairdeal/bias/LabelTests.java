package io.github.fairdeal.bias;

import java.util.Arrays;

/**
 * χ² of shards and labels. Rare labels are joined with their neighbours until every cell of the table expects at least
 * {@value #LEAST_EXPECTED} records.
 */
final class LabelTests {

    /** Below this expected count in a cell the χ² law is not to be trusted (Cochran 1954). */
    static final double LEAST_EXPECTED = 5;

    private final Order order;
    private final long[] labelCounts;

    LabelTests(Order order) {
        this.order = order;
        this.labelCounts = new long[order.labels().distinct()];
        Arrays.setAll(labelCounts, order.labels()::count);
    }

    OverallStatistic pooled() {
        Joining shards = order.joinedShards();
        long[] rows = shards.sums(order.sizes());
        Joining labels = joinedLabels(Arrays.stream(rows).min().orElse(0));
        if (shards.groups() < 2 || labels.groups() < 2) {
            return OverallStatistic.unjudged(BiasStatistic.SHARD_LABEL_CHI_SQUARE, 0, 0, whyUnjudged());
        }
        long[] columns = labels.sums(labelCounts);
        double value = 0;
        int shard = 0;
        for (int row = 0; row < rows.length; row++) {
            long[] cells = new long[columns.length];
            for (; shard < order.shards().size() && shards.groupOf()[shard] == row; shard++) {
                order.shards().get(shard).labels().addTo(cells, labels.groupOf(), order.labels());
            }
            value += chiSquare(cells, rows[row], columns);
        }
        double mean = mean(rows, columns);
        double pValue = NullLaws.chiSquare(value, mean, variance(rows, columns), mostEven(rows, columns));
        return OverallStatistic.judged(BiasStatistic.SHARD_LABEL_CHI_SQUARE, value, mean, pValue)
                .noting(note(shards.note("shards"), labels.note("labels")));
    }

    /** χ² of one shard, its mean and its p-value; null where the shard is too small, or the only one. */
    ShardTest ofShard(ShardStatistics shard) {
        long[] rows = {shard.records(), order.records() - shard.records()};
        Joining labels = joinedLabels(Math.min(rows[0], rows[1]));
        if (labels.groups() < 2) {
            return null;
        }
        long[] columns = labels.sums(labelCounts);
        long[] cells = new long[columns.length];
        shard.labels().addTo(cells, labels.groupOf(), order.labels());
        double value = chiSquare(cells, rows[0], columns);
        // The table of this shard and all others has χ² larger by N/(N−w), and an exact mean and variance.
        double rest = (double) rows[1] / order.records();
        double mean = mean(rows, columns);
        double pValue = NullLaws.chiSquare(value / rest, mean, variance(rows, columns), mostEven(rows, columns));
        return new ShardTest(value, mean * rest, pValue);
    }

    record ShardTest(double value, double expected, double pValue) {}

    private Joining joinedLabels(long smallestRow) {
        return Joining.neighbours(labelCounts, LEAST_EXPECTED * order.records() / smallestRow);
    }

    private double chiSquare(long[] cells, long row, long[] columns) {
        double value = 0;
        for (int column = 0; column < columns.length; column++) {
            double expected = (double) row * columns[column] / order.records();
            double excess = cells[column] - expected;
            value += excess * excess / expected;
        }
        return value;
    }

    private double mean(long[] rows, long[] columns) {
        double n = order.records();
        return (rows.length - 1.0) * (columns.length - 1.0) * n / (n - 1);
    }

    /** Exact variance of χ² with both margins given (Haldane, Biometrika 31, 1940; Dawson, Biometrika 41, 1954). */
    private double variance(long[] rows, long[] columns) {
        double n = order.records();
        return 2 * n / (n - 3) * (spread(rows) - skew(rows)) * (spread(columns) - skew(columns))
                + n * n / (n - 1) * skew(rows) * skew(columns);
    }

    private double spread(long[] margin) {
        double n = order.records();
        return (margin.length - 1) * (n - margin.length) / (n - 1);
    }

    private double skew(long[] margin) {
        double n = order.records();
        double reciprocals = Arrays.stream(margin).mapToDouble(size -> n / size).sum();
        return (reciprocals - (double) margin.length * margin.length) / (n - 2);
    }

    /**
     * Probability of the table closest to its expectation: the density there of the normal law with the covariance
     * N²/(N−1) · (diag r − rr') ⊗ (diag c − cc') of the free cells, r and c the margins as fractions.
     */
    private double mostEven(long[] rows, long[] columns) {
        double n = order.records();
        double freeRows = rows.length - 1.0;
        double freeColumns = columns.length - 1.0;
        double logDeterminant = freeRows * freeColumns * Math.log(n * n / (n - 1))
                + freeColumns * sumOfLogFractions(rows)
                + freeRows * sumOfLogFractions(columns);
        return Math.exp(-0.5 * (freeRows * freeColumns * Math.log(2 * Math.PI) + logDeterminant));
    }

    private double sumOfLogFractions(long[] margin) {
        double n = order.records();
        return Arrays.stream(margin).mapToDouble(size -> Math.log(size / n)).sum();
    }

    private String whyUnjudged() {
        if (order.shards().size() < 2) {
            return "a single shard";
        }
        return labelCounts.length < 2 ? "a single label" : "too few records for the number of shards and labels";
    }

    private static String note(String some, String others) {
        return some.isEmpty() || others.isEmpty() ? some + others : some + ", " + others;
    }
}
