package io.github.fairdeal.bias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BiasReportVerdictTest {

    private static final int RECORDS = 70_000;
    private static final int SHARDS = 70;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void uniformOrder_isEven(long seed) {
        BiasReport report = report(Orders.uniform(RECORDS, seed));
        assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.EVEN);
        assertThat(report.decidedBy()).isNull();
        assertThat(report.sentence()).isEqualTo("no difference from a uniformly random order was found");
    }

    @Test
    void sortedData_isBiasedByAdjacency() {
        BiasReport report = report(Orders.sorted(RECORDS));
        assertBiased(report, BiasStatistic.ADJACENCY, "order looks like sorted data");
        assertThat(report.bufferEstimate()).isEqualTo(1);
    }

    @Test
    void sortedDataBackwards_isBiasedBySpearman() {
        int[] order = Orders.sorted(RECORDS);
        for (int t = 0; t < RECORDS; t++) {
            order[t] = RECORDS - 1 - t;
        }
        assertBiased(report(order), BiasStatistic.SPEARMAN, "order looks like sorted data read backwards");
    }

    @Test
    void bufferOfTenThousand_isBiasedByMaxLagAndEstimated() {
        BiasReport report = report(Orders.throughBuffer(RECORDS, 10_000, 1));
        assertThat(report.bufferEstimate()).isBetween(9_900L, 10_000L);
        assertBiased(
                report,
                BiasStatistic.MAX_LAG,
                "order looks like a buffer of about %,d records over sorted data".formatted(report.bufferEstimate()));
    }

    @Test
    void bufferOfNearlyEverything_isBiasedByMaxLagAlone() {
        BiasReport report = report(Orders.throughBuffer(RECORDS, RECORDS * 97 / 100, 1));
        assertThat(report.decidedBy()).isEqualTo(BiasStatistic.MAX_LAG);
        assertThat(report.verdict()).isEqualTo(Verdict.BIASED);
        assertThat(report.statistic(BiasStatistic.SPEARMAN).orElseThrow().verdict())
                .isEqualTo(Verdict.EVEN);
    }

    @Test
    void shuffleInsideShardsOnly_isBiasedByChiSquare() {
        assertBiased(
                report(Orders.shuffledInsideShards(RECORDS, SHARDS, 1)),
                BiasStatistic.SHARD_LABEL_CHI_SQUARE,
                "order looks like sorted shards, shuffled only inside each");
    }

    @Test
    void roundRobinDealing_isTooEven() {
        BiasReport report = report(Orders.dealtRoundRobin(RECORDS, SHARDS, 1));
        assertBiased(report, BiasStatistic.SHARD_LABEL_CHI_SQUARE, "too even: shards look dealt round-robin");
    }

    @Test
    void roundRobinDealingWithoutLabels_isTooEven() {
        BiasReport report = BiasReport.of(Orders.recorded(
                Orders.dealtRoundRobin(RECORDS, SHARDS, 1),
                Orders.equalSizes(RECORDS, SHARDS),
                index -> ShardRecorder.NO_LABEL));
        assertBiased(report, BiasStatistic.SHARD_MEAN_INDEX, "too even: shards look dealt round-robin");
    }

    @Test
    void oneRecordInAThousandLeftInPlace_isBiasedByFixedPoints() {
        int[] order = Orders.withSomeLeftInPlace(Orders.uniform(RECORDS, 1), 1_000);
        BiasReport report = report(order);
        assertThat(report.decidedBy()).isEqualTo(BiasStatistic.FIXED_POINTS);
        assertThat(report.verdict()).isEqualTo(Verdict.BIASED);
    }

    /** Two hundred records of a label, three from each of the others, went to one shard. */
    @Test
    void oneBadShard_isLocated_andNoOther() {
        int bad = 33;
        int size = RECORDS / SHARDS;
        int[] order = Orders.uniform(RECORDS, 5);
        int from = 0;
        for (int planted = 0; planted < 200; planted++) {
            do {
                from = (from + 347) % RECORDS;
            } while (from / size == bad || order[from] >= RECORDS / 10);
            int place = bad * size + planted;
            int moved = order[place];
            order[place] = order[from];
            order[from] = moved;
        }

        BiasReport report = report(order);

        assertThat(report.shardLines())
                .filteredOn(ShardLine::located)
                .extracting(ShardLine::shard)
                .containsExactly(bad);
        assertThat(report.shardLines().get(bad).qValue())
                .isCloseTo(report.shardLines().get(bad).pValue() * SHARDS, within(1e-12));
    }

    @Test
    void labelThatComesTooEarly_isSaidSo() {
        int[] order = Orders.uniform(RECORDS, 1);
        for (int t = 0; t < RECORDS; t++) {
            if (order[t] == 0) {
                order[t] = order[0];
                order[0] = 0;
            }
        }

        BiasReport report = BiasReport.of(
                Orders.recordedWithoutIndexes(order, new int[] {RECORDS}, index -> index == 0 ? 5 : 1_000 + index % 2));

        assertThat(report.verdict()).isEqualTo(Verdict.SUSPICIOUS);
        assertThat(report.decidedBy()).isEqualTo(BiasStatistic.FIRST_APPEARANCE);
        assertThat(report.sentence())
                .isEqualTo("a label that should not be seen before about record 35,000 is first seen at record 0");
    }

    @Test
    void pairsShuffledAsOne_areBiasedByAdjacency() {
        int[] pairs = Orders.uniform(RECORDS / 2, 1);
        int[] order = new int[RECORDS];
        for (int t = 0; t < RECORDS; t++) {
            order[t] = 2 * pairs[t / 2] + t % 2;
        }
        assertThat(report(order).decidedBy()).isEqualTo(BiasStatistic.ADJACENCY);
    }

    @Test
    void labelsOnly_sortedData_isBiasedByChiSquare() {
        OrderOutline outline = OrderOutline.of(2_000);
        ShardRecorder first = new ShardRecorder(outline, 0);
        ShardRecorder second = new ShardRecorder(outline, 1);
        SplittableRandom random = new SplittableRandom(1);
        for (int t = 0; t < 1_000; t++) {
            first.add(t, ShardRecorder.NONE, random.nextInt(2));
            second.add(1_000 + t, ShardRecorder.NONE, 1 + random.nextInt(2));
        }
        BiasReport report = BiasReport.of(first.snapshot().plus(second.snapshot()));
        assertBiased(report, BiasStatistic.SHARD_LABEL_CHI_SQUARE, "labels are spread unevenly over the shards");
        assertThat(report.notes()).containsExactly("index statistics left out: records have no index");
    }

    private static BiasReport report(int[] order) {
        return BiasReport.of(
                Orders.recorded(order, Orders.equalSizes(RECORDS, SHARDS), index -> index / (RECORDS / 10)));
    }

    private static void assertBiased(BiasReport report, BiasStatistic by, String sentence) {
        assertThat(report.verdict()).as(report.sentence()).isEqualTo(Verdict.BIASED);
        assertThat(report.decidedBy()).isEqualTo(by);
        assertThat(report.statistic(by).orElseThrow().pValue()).isLessThan(1e-6);
        assertThat(report.sentence()).isEqualTo(sentence);
    }
}
