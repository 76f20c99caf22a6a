package io.github.fairdeal.bias;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/**
 * Over 400 uniformly random orders with fixed seeds, p-values must be uniform and values must have the stated means.
 *
 * <p>p-values of continuous statistics: Kolmogorov–Smirnov, two-sided, at 1e-6. Those of counts (fixed points,
 * adjacency) and the max lag take few values and are at least as large as uniform ones, so there P(p ≤ α) ≤ α is tested
 * (Kolmogorov–Smirnov, the one side, at 1e-6), and the values themselves by mean and variance.
 */
class BiasReportCalibrationTest {

    private static final int ORDERS = 400;

    @Test
    void pValues_ofSeventyEqualShards_areUniform() {
        judge(reports(Orders.equalSizes(70_000, 70), index -> index / 7_000));
    }

    @Test
    void pValues_ofUnequalShardsAndARareLabel_areUniform() {
        int[] sizes = {50, 90, 251, 12, 300, 100, 200};
        assertThat(Arrays.stream(sizes).sum()).isEqualTo(1_003);
        judge(reports(sizes, index -> index < 5 ? 7 : index % 3));
    }

    private static List<BiasReport> reports(int[] sizes, LongUnaryOperator label) {
        int records = Arrays.stream(sizes).sum();
        return IntStream.range(0, ORDERS)
                .parallel()
                .mapToObj(seed -> BiasReport.of(Orders.recorded(Orders.uniform(records, seed), sizes, label)))
                .toList();
    }

    private static void judge(List<BiasReport> reports) {
        long n = reports.get(0).records();
        for (BiasStatistic statistic : BiasStatistic.values()) {
            double[] pValues = reports.stream()
                    .mapToDouble(
                            report -> report.statistic(statistic).orElseThrow().pValue())
                    .sorted()
                    .toArray();
            boolean discrete = statistic.compareTo(BiasStatistic.MAX_LAG) >= 0;
            double distance = discrete ? excessBelow(pValues) : Math.max(excessBelow(pValues), excessAbove(pValues));
            assertThat(kolmogorovP(distance)).as("%s at N = %d", statistic, n).isGreaterThan(1e-6);

            double[] values = reports.stream()
                    .mapToDouble(
                            report -> report.statistic(statistic).orElseThrow().value())
                    .toArray();
            double expected = reports.get(0).statistic(statistic).orElseThrow().expected();
            assertThat(normalP((mean(values) - expected) / Math.sqrt(variance(values) / ORDERS)))
                    .as("mean of %s at N = %d: %s, expected %s", statistic, n, mean(values), expected)
                    .isGreaterThan(1e-6);
            if (statistic.compareTo(BiasStatistic.FIXED_POINTS) >= 0) {
                // Poisson(1): the variance of a sample variance is (fourth central moment 4 − 1)/R
                assertThat(normalP((variance(values) - 1) / Math.sqrt(3.0 / ORDERS)))
                        .as("variance of %s at N = %d", statistic, n)
                        .isGreaterThan(1e-6);
            }
        }
        judgeShards(reports);
    }

    private static void judgeShards(List<BiasReport> reports) {
        for (int shard = 0; shard < reports.get(0).shards(); shard++) {
            int number = shard;
            List<ShardLine> lines = reports.stream()
                    .map(report -> report.shardLines().get(number))
                    .toList();
            double[] means =
                    lines.stream().mapToDouble(ShardLine::meanIndexP).sorted().toArray();
            assertThat(kolmogorovP(Math.max(excessBelow(means), excessAbove(means))))
                    .as("mean index of shard %d", shard)
                    .isGreaterThan(1e-6);
            if (lines.get(0).chiSquareP() == null) {
                continue;
            }
            double[] squares =
                    lines.stream().mapToDouble(ShardLine::chiSquareP).sorted().toArray();
            boolean discrete = lines.get(0).records() < 50;
            double distance = discrete ? excessBelow(squares) : Math.max(excessBelow(squares), excessAbove(squares));
            assertThat(kolmogorovP(distance))
                    .as(
                            "chi-square of shard %d of %d records",
                            shard, lines.get(0).records())
                    .isGreaterThan(1e-6);
        }
    }

    private static double excessBelow(double[] sorted) {
        return IntStream.range(0, sorted.length)
                .mapToDouble(i -> (i + 1.0) / sorted.length - sorted[i])
                .max()
                .orElseThrow();
    }

    private static double excessAbove(double[] sorted) {
        return IntStream.range(0, sorted.length)
                .mapToDouble(i -> sorted[i] - (double) i / sorted.length)
                .max()
                .orElseThrow();
    }

    /** 2·exp(−2(√R + 0.12 + 0.11/√R)²D²), the first term of Kolmogorov's series with Stephens's correction. */
    private static double kolmogorovP(double distance) {
        double root = Math.sqrt(ORDERS);
        double scaled = (root + 0.12 + 0.11 / root) * distance;
        return 2 * Math.exp(-2 * scaled * scaled);
    }

    private static double normalP(double z) {
        return 2 * NormalDistribution.of(0, 1).survivalProbability(Math.abs(z));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (values.length - 1);
    }
}
