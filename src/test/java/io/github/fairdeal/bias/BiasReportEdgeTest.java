package io.github.fairdeal.bias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.Json;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BiasReportEdgeTest {

    @Test
    void noShards_areNothingToJudge() {
        BiasReport report = BiasReport.of(OrderStatistics.empty(OrderOutline.of(0)));
        assertThat(report.verdict()).isEqualTo(Verdict.EVEN);
        assertThat(report.pValue()).isNull();
        assertThat(report.sentence()).isEqualTo("nothing to judge: no records");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "2, 2", "3, 3", "4, 2", "5, 5", "9, 3", "10, 1", "19, 2", "20, 2", "23, 7", "70, 70"})
    void smallOrders_giveFiniteJson(int records, int shards) {
        int[] sizes = Orders.equalSizes(records, shards);
        sizes[0] += records - sizes[0] * shards;
        for (LongUnaryOperator label : List.<LongUnaryOperator>of(
                BiasReportEdgeTest::twoLabels, index -> 1, index -> index, index -> ShardRecorder.NO_LABEL)) {
            for (int[] order : List.of(Orders.sorted(records), Orders.uniform(records, 1))) {
                BiasReport report = BiasReport.of(Orders.recorded(order, sizes, label));
                assertThat(Json.text(report)).doesNotContain("NaN").doesNotContain("Infinity");
                report.statistics().stream()
                        .filter(statistic -> statistic.pValue() == null)
                        .forEach(statistic -> assertThat(statistic.note()).isNotEmpty());
            }
        }
    }

    @Test
    void report_writtenAsJson_isReadBackByAnyProgram() throws IOException {
        BiasReport report = BiasReport.of(
                Orders.recorded(Orders.uniform(100, 1), new int[] {60, 40}, BiasReportEdgeTest::twoLabels));
        assertThat(new ObjectMapper().readValue(Json.bytes(report), BiasReport.class))
                .isEqualTo(report);
    }

    @Test
    void emptyShards_areCountedButChangeNothing() {
        int[] order = Orders.uniform(1_000, 1);
        BiasReport plain = BiasReport.of(Orders.recorded(order, new int[] {500, 500}, BiasReportEdgeTest::twoLabels));
        BiasReport gaps =
                BiasReport.of(Orders.recorded(order, new int[] {0, 500, 0, 500, 0}, BiasReportEdgeTest::twoLabels));
        assertThat(gaps.shards()).isEqualTo(5);
        assertThat(gaps.statistics()).isEqualTo(plain.statistics());
        assertThat(gaps.shardLines().get(2))
                .isEqualTo(new ShardLine(2, 0, 0, null, null, null, null, null, null, null, null, null, null, false));
    }

    @Test
    void oneShardWithoutIndexes_isJudgedByRunsAndPlacesOfLabels() {
        ShardRecorder recorder = new ShardRecorder(OrderOutline.of(5_000), 0);
        for (int t = 0; t < 5_000; t++) {
            recorder.add(t, ShardRecorder.NONE, t / 500);
        }
        BiasReport report = BiasReport.of(recorder.snapshot());
        assertThat(report.verdict()).isEqualTo(Verdict.BIASED);
        assertThat(report.decidedBy()).isEqualTo(BiasStatistic.LABEL_RUNS);
        assertThat(report.sentence()).isEqualTo("order looks sorted by label");
        assertThat(report.statistic(BiasStatistic.SHARD_LABEL_CHI_SQUARE)
                        .orElseThrow()
                        .note())
                .isEqualTo("a single shard");
    }

    @Test
    void fewRecordsOfOneLabel_cannotBeJudged() {
        ShardRecorder recorder = new ShardRecorder(OrderOutline.of(100), 0);
        for (int t = 0; t < 100; t++) {
            recorder.add(t, ShardRecorder.NONE, 7);
        }
        BiasReport report = BiasReport.of(recorder.snapshot());
        assertThat(report.pValue()).isNull();
        assertThat(report.sentence()).isEqualTo("nothing could be judged: 100 records in 1 shard");
    }

    @Test
    void singleLabel_leavesChiSquareUnjudged() {
        BiasReport report = BiasReport.of(Orders.recorded(Orders.uniform(100, 1), new int[] {50, 50}, index -> 3));
        assertThat(report.statistic(BiasStatistic.SHARD_LABEL_CHI_SQUARE).orElseThrow())
                .isEqualTo(new OverallStatistic(BiasStatistic.SHARD_LABEL_CHI_SQUARE, 0, 0, null, "a single label"));
        assertThat(report.pValue()).isNotNull();
    }

    @Test
    void manyRareLabels_areJoinedAndSaidSo() {
        BiasReport report = BiasReport.of(
                Orders.recorded(Orders.uniform(10_000, 1), Orders.equalSizes(10_000, 10), index -> index / 10));
        assertThat(report.statistics().get(0).note()).isEqualTo("1,000 labels joined into 200");
        assertThat(report.verdict()).isEqualTo(Verdict.EVEN);
    }

    @Test
    void moreThanAThousandLabels_areListedIfTheyAreTheLeastLikely() {
        int[] order = new int[15_000];
        int[] behind = Orders.uniform(14_990, 1);
        for (int t = 0; t < 14_990; t++) {
            order[t + 10] = behind[t];
        }
        for (int t = 0; t < 10; t++) {
            order[t] = 14_990 + t;
        }

        BiasReport report = BiasReport.of(Orders.recorded(order, Orders.equalSizes(15_000, 5), index -> index / 10));

        assertThat(report.labels()).isEqualTo(1_500);
        assertThat(report.labelLines())
                .hasSize(BiasReport.MOST_LABEL_LINES)
                .isSortedAccordingTo(Comparator.comparingLong(LabelLine::label))
                .last()
                .satisfies(line -> {
                    assertThat(line.label()).isEqualTo(1_499);
                    assertThat(line.firstPosition()).isZero();
                    assertThat(line.meanPositionP()).isLessThan(1e-6);
                });
        assertThat(report.notes()).containsExactly("of 1,500 labels the 1,000 least likely are listed");
    }

    @Test
    void indexesOfAnotherRange_leaveIndexStatisticsOut() {
        ShardRecorder recorder = new ShardRecorder(OrderOutline.of(1_000), 0);
        for (int t = 0; t < 1_000; t++) {
            recorder.addIndex(t, t + 12);
        }
        assertThat(BiasReport.of(recorder.snapshot()).notes())
                .contains("index statistics left out: indexes run 12..1,011, expected 0..999");
    }

    @Test
    void repeatedIndex_leavesIndexStatisticsOut() {
        int[] order = Orders.uniform(1_000, 1);
        order[500] = order[501];
        BiasReport report = BiasReport.of(Orders.recorded(order, new int[] {1_000}, BiasReportEdgeTest::twoLabels));
        assertThat(report.notes()).singleElement().asString().contains("index statistics left out");
        assertThat(report.bufferEstimate()).isNull();
    }

    @Test
    void indexMissingInSome_isRefused() {
        ShardRecorder first = new ShardRecorder(OrderOutline.of(3), 0);
        first.addIndex(0, 0);
        ShardRecorder second = new ShardRecorder(OrderOutline.of(3), 1);
        second.addIndex(1, 1);
        second.addIndex(2, ShardRecorder.NONE);
        OrderStatistics shards = first.snapshot().plus(second.snapshot());
        assertThatThrownBy(() -> BiasReport.of(shards))
                .isInstanceOf(BadInputException.class)
                .hasMessage(
                        "1 of 3 records have no index (first in shard 1, where 1 of 2 have one); expected all or none");
    }

    @Test
    void labelMissingInSome_isRefused() {
        ShardRecorder recorder = new ShardRecorder(OrderOutline.of(2), 0);
        recorder.add(0, 0, 5);
        recorder.addIndex(1, 1);
        OrderStatistics shards = recorder.snapshot();
        assertThatThrownBy(() -> BiasReport.of(shards))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("1 of 2 records have no label");
    }

    @Test
    void missingShard_isRefused() {
        ShardRecorder second = new ShardRecorder(OrderOutline.of(30), 1);
        second.add(10, 3, 1);
        OrderStatistics incomplete = second.snapshot();
        assertThatThrownBy(() -> BiasReport.of(incomplete))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("shard 1 begins at position 10, expected 0");
    }

    @Test
    void missingEnd_isRefused() {
        ShardRecorder first = new ShardRecorder(OrderOutline.of(30), 0);
        first.add(0, 3, 1);
        OrderStatistics incomplete = first.snapshot();
        assertThatThrownBy(() -> BiasReport.of(incomplete))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("expected all of 30 positions");
    }

    private static long twoLabels(long index) {
        return index % 2;
    }
}
