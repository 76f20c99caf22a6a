package io.github.fairdeal.bias;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * χ² of shards and labels, and where in the order each label lies. In tables rare labels are joined with their neighbours
 * until every cell expects at least {@value #LEAST_EXPECTED} records.
 */
final class LabelTests {

    /** Below this expected count in a cell the χ² law is not to be trusted (Cochran 1954). */
    static final double LEAST_EXPECTED = 5;

    private final Order order;
    private final long n;
    private final long[] labelCounts;

    LabelTests(Order order) {
        this.order = order;
        this.n = order.records();
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
        TableLaw law = TableLaw.of(rows, columns);
        return OverallStatistic.judged(BiasStatistic.SHARD_LABEL_CHI_SQUARE, value, law.mean(), law.pValue(value))
                .noting(note(shards.note("shards"), labels.note("labels")));
    }

    /** χ² of one shard, its mean and its p-value; null where the shard is too small, or the only one. */
    ShardTest ofShard(ShardStatistics shard) {
        long[] rows = {shard.records(), n - shard.records()};
        Joining labels = joinedLabels(Math.min(rows[0], rows[1]));
        if (labels.groups() < 2) {
            return null;
        }
        long[] columns = labels.sums(labelCounts);
        long[] cells = new long[columns.length];
        shard.labels().addTo(cells, labels.groupOf(), order.labels());
        double value = chiSquare(cells, rows[0], columns);
        // The table of this shard and all others has χ² larger by N/(N−w), and an exact mean and variance.
        double rest = (double) rows[1] / n;
        TableLaw law = TableLaw.of(rows, columns);
        return new ShardTest(value, law.mean() * rest, law.pValue(value / rest));
    }

    record ShardTest(double value, double expected, double pValue) {}

    /** H of the positions of the labels. */
    OverallStatistic meanPosition() {
        RankSums sums = new RankSums(n);
        for (int i = 0; i < labelCounts.length; i++) {
            sums.add(labelCounts[i], order.statistics().labels().positionSum(i));
        }
        Double pValue = n < IndexTests.LEAST_RECORDS ? null : sums.pValue();
        return pValue == null
                ? OverallStatistic.unjudged(
                        BiasStatistic.LABEL_MEAN_POSITION, sums.value(), sums.expected(), whyNotPlaced())
                : OverallStatistic.judged(BiasStatistic.LABEL_MEAN_POSITION, sums.value(), sums.expected(), pValue);
    }

    /** The least likely first appearance, its p-value times the number of labels (Bonferroni). */
    OverallStatistic firstAppearance(List<LabelLine> lines) {
        LabelLine oddest = lines.get(0);
        for (LabelLine line : lines) {
            if (line.firstP() < oddest.firstP()) {
                oddest = line;
            }
        }
        if (lines.size() < 2) {
            return OverallStatistic.unjudged(
                    BiasStatistic.FIRST_APPEARANCE,
                    (double) oddest.firstPosition(),
                    oddest.firstExpected(),
                    whyNotPlaced());
        }
        return OverallStatistic.judged(
                        BiasStatistic.FIRST_APPEARANCE,
                        (double) oddest.firstPosition(),
                        oddest.firstExpected(),
                        Math.min(1, oddest.firstP() * lines.size()))
                .noting("label %d, the least likely of %d".formatted(oddest.label(), lines.size()));
    }

    /** One line per label, ascending. */
    List<LabelLine> lines() {
        return IntStream.range(0, labelCounts.length).mapToObj(this::line).toList();
    }

    private LabelLine line(int i) {
        long records = labelCounts[i];
        LabelPlaces places = order.statistics().labels();
        double deviation = RankSums.deviation(records, places.positionSum(i), n);
        boolean isEnough = Math.min(records, n - records) >= IndexTests.LEAST_RECORDS;
        Double z = isEnough ? RankSums.z(deviation, records, n) : null;
        return new LabelLine(
                order.labels().label(i),
                records,
                places.first(i),
                (n - records) / (records + 1.0),
                NullLaws.firstAppearance(places.first(i), records, n),
                (n - 1) / 2.0 + deviation,
                z,
                z == null ? null : NullLaws.normal(z));
    }

    private Joining joinedLabels(long smallestRow) {
        return Joining.neighbours(labelCounts, LEAST_EXPECTED * n / smallestRow);
    }

    private double chiSquare(long[] cells, long row, long[] columns) {
        double value = 0;
        for (int column = 0; column < columns.length; column++) {
            double expected = (double) row * columns[column] / n;
            double excess = cells[column] - expected;
            value += excess * excess / expected;
        }
        return value;
    }

    private String whyUnjudged() {
        if (order.shards().size() < 2) {
            return "a single shard";
        }
        return labelCounts.length < 2 ? "a single label" : "too few records for the number of shards and labels";
    }

    private String whyNotPlaced() {
        return labelCounts.length < 2 ? "a single label" : "too few records for the number of labels";
    }

    private static String note(String some, String others) {
        return some.isEmpty() || others.isEmpty() ? some + others : some + ", " + others;
    }
}
