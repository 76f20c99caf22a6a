package io.github.fairdeal.bias;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Over 300 uniformly random orders with fixed seeds, p-values must be uniform and values must have the stated means.
 *
 * <p>How it is judged: Kolmogorov–Smirnov of the 300 p-values, two-sided, at 1e-6. Statistics that take few values, and
 * those bounded by Bonferroni, have p-values at least as large as uniform ones, so there P(p ≤ α) ≤ α is tested
 * (Kolmogorov–Smirnov, the one side, at 1e-6). Values: the mean over all orders against the stated one, at 1e-6 two-sided.
 */
class BiasReportCalibrationTest {

    private static final int ORDERS = 300;

    private static final Set<BiasStatistic> CONSERVATIVE = EnumSet.of(
            BiasStatistic.MAX_LAG,
            BiasStatistic.FIXED_POINTS,
            BiasStatistic.ADJACENCY,
            BiasStatistic.LABEL_RUNS,
            BiasStatistic.LONGEST_RUN,
            BiasStatistic.FIRST_APPEARANCE);

    @Test
    void pValues_ofSeventyEqualShards_areUniform() {
        List<BiasReport> reports = reports(Orders.equalSizes(70_000, 70), index -> index / 7_000, 1_000);
        judge(reports, EnumSet.allOf(BiasStatistic.class));
    }

    @Test
    void pValues_ofUnequalShardsAndALabelOfThreeRecords_areUniform() {
        int[] sizes = {50, 90, 251, 12, 300, 100, 200};
        assertThat(Arrays.stream(sizes).sum()).isEqualTo(1_003);
        List<BiasReport> reports = reports(sizes, index -> index < 3 ? 7 : index % 3, 100);
        judge(reports, EnumSet.allOf(BiasStatistic.class));
    }

    /** Where laws of large samples are strained: what is judged at all must not be called biased too often. */
    @Test
    void pValues_ofAHundredRecords_areNotTooSmall() {
        List<BiasReport> reports = reports(Orders.equalSizes(100, 5), index -> index % 4, 10);
        for (BiasStatistic statistic : BiasStatistic.values()) {
            double[] pValues = pValues(reports, statistic);
            if (pValues.length > 0) {
                assertNotTooSmall(pValues, statistic + " of 100 records");
            }
        }
    }

    /** The longest run is often as long as the most frequent label has records: there can be none longer. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void pValues_ofAFewRecordsALabel_areNotTooSmall(int recordsALabel) {
        List<BiasReport> reports = reports(Orders.equalSizes(1_000, 10), index -> index / recordsALabel, 100);
        for (BiasStatistic statistic : BiasStatistic.values()) {
            double[] pValues = pValues(reports, statistic);
            if (pValues.length > 0) {
                assertNotTooSmall(pValues, "%s of %d records a label".formatted(statistic, recordsALabel));
            }
        }
        assertThat(pValues(reports, BiasStatistic.LONGEST_RUN)).hasSize(ORDERS);
        assertMean(reports, BiasStatistic.LONGEST_RUN, "longest run of %d records a label".formatted(recordsALabel));
        assertThat(reports).extracting(BiasReport::verdict).doesNotContain(Verdict.BIASED);
    }

    private static List<BiasReport> reports(int[] sizes, LongUnaryOperator label, int window) {
        int records = Arrays.stream(sizes).sum();
        OrderOutline outline = new OrderOutline(records, List.of(window));
        return IntStream.range(0, ORDERS)
                .parallel()
                .mapToObj(seed -> BiasReport.of(Orders.recorded(Orders.uniform(records, seed), sizes, label, outline)))
                .toList();
    }

    private static void judge(List<BiasReport> reports, Set<BiasStatistic> expected) {
        for (BiasStatistic statistic : expected) {
            double[] pValues = pValues(reports, statistic);
            assertThat(pValues).as("%s must be judged", statistic).hasSize(ORDERS);
            String what = "%s at N = %d".formatted(statistic, reports.get(0).records());
            assertNotTooSmall(pValues, what);
            if (!CONSERVATIVE.contains(statistic)) {
                assertThat(kolmogorovP(excessAbove(pValues), pValues.length))
                        .as(what)
                        .isGreaterThan(1e-6);
            }
            if (statistic != BiasStatistic.FIRST_APPEARANCE) {
                assertMean(reports, statistic, what);
            }
        }
        for (Function<ShardLine, Double> pValue :
                List.<Function<ShardLine, Double>>of(ShardLine::chiSquareP, ShardLine::meanIndexP, ShardLine::ksP)) {
            for (int shard = 0; shard < reports.get(0).shards(); shard++) {
                judgeShard(reports, shard, pValue);
            }
        }
        assertThat(reports.stream()
                        .filter(report -> report.shardLines().stream().anyMatch(ShardLine::located))
                        .count())
                .as("orders in which a shard is located, 0.3 expected")
                .isLessThan(6);
        for (int label = 0; label < reports.get(0).labels(); label++) {
            int number = label;
            assertNotTooSmall(
                    sorted(reports.stream()
                            .map(report -> report.labelLines().get(number).firstP())),
                    "first appearance of label " + label);
        }
    }

    private static void judgeShard(List<BiasReport> reports, int shard, Function<ShardLine, Double> pValue) {
        ShardLine line = reports.get(0).shardLines().get(shard);
        if (pValue.apply(line) == null) {
            return;
        }
        double[] pValues = sorted(
                reports.stream().map(report -> pValue.apply(report.shardLines().get(shard))));
        String what = "shard %d of %d records".formatted(shard, line.records());
        assertNotTooSmall(pValues, what);
        if (line.records() >= 50) {
            assertThat(kolmogorovP(excessAbove(pValues), pValues.length))
                    .as(what)
                    .isGreaterThan(1e-6);
        }
    }

    private static void assertMean(List<BiasReport> reports, BiasStatistic statistic, String what) {
        double[] excess = reports.stream()
                .map(report -> report.statistic(statistic).orElseThrow())
                .mapToDouble(found -> found.value() - found.expected())
                .toArray();
        double mean = Arrays.stream(excess).average().orElseThrow();
        double variance = Arrays.stream(excess)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (ORDERS - 1);
        double z = mean / Math.sqrt(variance / ORDERS);
        assertThat(2 * NormalDistribution.of(0, 1).survivalProbability(Math.abs(z)))
                .as("mean of %s, off by %s", what, mean)
                .isGreaterThan(1e-6);
    }

    private static void assertNotTooSmall(double[] pValues, String what) {
        assertThat(kolmogorovP(excessBelow(pValues), pValues.length)).as(what).isGreaterThan(1e-6);
    }

    private static double[] pValues(List<BiasReport> reports, BiasStatistic statistic) {
        return sorted(reports.stream()
                .flatMap(report -> report.statistic(statistic).stream())
                .map(OverallStatistic::pValue)
                .filter(Objects::nonNull));
    }

    private static double[] sorted(Stream<Double> values) {
        return values.mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private static double excessBelow(double[] sorted) {
        return distances(sorted, 1, 1).max().orElseThrow();
    }

    private static double excessAbove(double[] sorted) {
        return distances(sorted, 0, -1).max().orElseThrow();
    }

    private static DoubleStream distances(double[] sorted, int offset, int sign) {
        return IntStream.range(0, sorted.length)
                .mapToDouble(i -> sign * ((double) (i + offset) / sorted.length - sorted[i]));
    }

    /** 2·exp(−2(√R + 0.12 + 0.11/√R)²D²), the first term of Kolmogorov's series with Stephens's correction. */
    private static double kolmogorovP(double distance, int observations) {
        double root = Math.sqrt(observations);
        double scaled = (root + 0.12 + 0.11 / root) * Math.max(0, distance);
        return 2 * Math.exp(-2 * scaled * scaled);
    }
}
