package io.github.fairdeal.bias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** Two-sided p-values of small, coarse tables, where an exact match is common and must not be called too even. */
class SmallTablesTest {

    private static final int ORDERS = 4_000;

    @Test
    void exactMatchInASmallTable_isNotTooEven() {
        int[] sizes = {20, 20};
        for (BiasStatistic statistic :
                new BiasStatistic[] {BiasStatistic.SHARD_LABEL_CHI_SQUARE, BiasStatistic.SHARD_MEAN_INDEX}) {
            long small = IntStream.range(0, ORDERS)
                    .parallel()
                    .mapToObj(
                            seed -> BiasReport.of(Orders.recorded(Orders.uniform(40, seed), sizes, index -> index % 2)))
                    .filter(report -> report.statistic(statistic).orElseThrow().pValue() < 0.01)
                    .count();
            // at most 1 % of them, judged by the normal law of a count at 1e-6 one-sided, and a third more for the
            // coarseness of the table
            double bound = 0.0133 * ORDERS
                    + NormalDistribution.of(0, 1).inverseSurvivalProbability(1e-6) * Math.sqrt(0.0133 * ORDERS);
            assertThat((double) small).as("%s", statistic).isLessThan(bound);
        }
    }

    @Test
    void headline_ofUniformOrders_isNotTooOftenSmall() {
        long small = IntStream.range(0, ORDERS)
                .parallel()
                .mapToObj(seed -> BiasReport.of(
                        Orders.recorded(Orders.uniform(300, seed), new int[] {100, 100, 100}, index -> index / 60)))
                .filter(report -> report.pValue() < 0.01)
                .count();
        assertThat((double) small).isLessThan(0.0133 * ORDERS + 4.8 * Math.sqrt(0.0133 * ORDERS));
    }

    @Test
    void pooledChiSquare_ofAShardAndTheRest_isThatOfTheShard() {
        int[] order = Orders.uniform(1_000, new SplittableRandom(1).nextLong());
        BiasReport report = BiasReport.of(Orders.recorded(order, new int[] {600, 400}, index -> index % 4));
        assertThat(report.shardLines().get(0).chiSquareP())
                .isCloseTo(report.statistics().get(0).pValue(), within(1e-12));
        assertThat(report.shardLines().get(1).chiSquareP())
                .isCloseTo(report.statistics().get(0).pValue(), within(1e-12));
    }
}
