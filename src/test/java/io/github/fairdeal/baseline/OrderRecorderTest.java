package io.github.fairdeal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fairdeal.dataset.BadInputException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OrderRecorderTest {

    private static final SortedLabels ARTICLE = new SortedLabels(
            LongStream.range(0, 10).boxed().collect(Collectors.toMap(k -> k, k -> 7_000L, Long::sum, TreeMap::new)),
            new TreeMap<>());

    @Test
    void firstRecordsOfAnOrder_areMeasuredAsTheArticleDid() {
        Iterator<Long> queue = new BufferShuffle<>(ArticleOrder.sorted(), 10_000, 5);
        ArticleOrder order = ArticleOrder.prefixOf(queue);

        OrderSummary summary = summary(ARTICLE, 1_000, order.indexes());

        assertThat(summary.records()).isEqualTo(50_000);
        assertThat(summary.spearman()).isCloseTo(order.spearman(), within(1e-9));
        assertThat(summary.lag1()).isCloseTo(order.lag1(), within(1e-9));
        assertThat(summary.meanLag()).isCloseTo(order.meanLag(), within(1e-6));
        assertThat(summary.maxLag()).isEqualTo(order.maxLag());
        assertThat(summary.firstAppearance()).hasSize(9);
        for (int label = 0; label < 10; label++) {
            assertThat(summary.labelCounts()).containsEntry((long) label, order.labelCounts()[label]);
            if (label < 9) {
                assertThat(summary.firstAppearance()).containsEntry((long) label, (long) order.firstAppearance(label));
            }
        }
        assertThat(summary.entropy()).hasSize(50);
        assertThat(summary.meanEntropy()).isCloseTo(1.910, within(0.02));
        assertThat(summary.labelShares()).hasSize(100).allSatisfy(piece -> assertThat(sum(piece))
                .isEqualTo(500));
    }

    @Test
    void wholeOrder_isMeasuredWithoutKeepingIt_asItsRanksSay() {
        List<Long> shuffled = LongStream.range(0, 70_000).boxed().collect(Collectors.toList());
        Collections.shuffle(shuffled, new Random(1));
        ArticleOrder order =
                new ArticleOrder(shuffled.stream().mapToLong(Long::longValue).toArray());

        OrderSummary summary = summary(ARTICLE, 1_000, order.indexes());

        assertThat(summary.spearman()).isCloseTo(order.spearman(), within(1e-9)).isCloseTo(0, within(0.02));
        assertThat(summary.lag1()).isCloseTo(order.lag1(), within(1e-9));
        assertThat(summary.meanLag()).isCloseTo(0, within(1e-6));
        assertThat(summary.meanEntropy()).isCloseTo(3.316, within(0.003));
        assertThat(summary.firstAppearance().values()).allMatch(position -> position < 500);
    }

    @Test
    void sortedOrder_isPerfectlyCorrelated() {
        OrderSummary summary = summary(ARTICLE, 500, LongStream.range(0, 70_000).toArray());

        assertThat(summary.spearman()).isCloseTo(1, within(1e-12));
        assertThat(summary.lag1()).isCloseTo(1, within(1e-3));
        assertThat(summary.maxLag()).isZero();
        assertThat(summary.meanEntropy()).isZero();
        assertThat(summary.labelShares().get(0)).startsWith(700L, 0L);
    }

    @Test
    void smallOrder_isWhatAPersonCounts() {
        SortedLabels labels = new SortedLabels(new TreeMap<>(Map.of(-7L, 2L, 3L, 0L, 40L, 2L)), new TreeMap<>());

        OrderSummary summary = summary(labels, 2, 3, 0, 1);

        assertThat(summary.firstAppearance()).isEqualTo(Map.of(40L, 0L, -7L, 1L));
        assertThat(summary.labelCounts()).isEqualTo(Map.of(-7L, 2L, 40L, 1L));
        assertThat(summary.maxLag()).isEqualTo(3);
        assertThat(summary.meanLag()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(summary.spearman()).as("ranks 2 0 1 against 0 1 2").isCloseTo(-0.5, within(1e-12));
        assertThat(summary.entropy()).containsExactly(1.0);
        assertThat(summary.labelShares()).containsExactly(List.of(0L, 1L), List.of(1L, 0L), List.of(1L, 0L));
    }

    @Test
    void sharesOfManyLabels_areThoseOfTheSmallestAndOfTheOthers() {
        TreeMap<Long, Long> counts =
                LongStream.range(0, 1_500).boxed().collect(Collectors.toMap(k -> k, k -> 2L, Long::sum, TreeMap::new));
        SortedLabels labels = new SortedLabels(counts, new TreeMap<>());

        OrderSummary summary = summary(labels, 100, LongStream.range(0, 3_000).toArray());

        assertThat(summary.labelCounts()).isEqualTo(counts);
        assertThat(summary.labelShares())
                .hasSize(100)
                .allSatisfy(piece -> assertThat(piece).hasSize(1_001))
                .allSatisfy(piece -> assertThat(sum(piece)).isEqualTo(30));
        assertThat(summary.labelShares().get(0)).startsWith(2L, 2L).endsWith(0L, 0L);
        assertThat(summary.labelShares().get(99)).startsWith(0L, 0L).endsWith(0L, 30L);
    }

    @Test
    void fewerRecordsThanAnnounced_areNoOrder() {
        OrderRecorder recorder = new OrderRecorder(ARTICLE, 10, 5);
        recorder.add(1);

        assertThatThrownBy(recorder::snapshot).hasMessage("1 records observed, expected 10");
    }

    @Test
    void sortedLabels_knowLabelAndPurposeOfEveryIndex() {
        SortedLabels labels = new SortedLabels(
                new TreeMap<>(Map.of(-7L, 3L, 3L, 0L, 40L, 2L)), new TreeMap<>(Map.of(-7L, 1L, 40L, 2L)));

        assertThat(labels.records()).isEqualTo(5);
        assertThat(labels.labels()).containsExactly(-7L, 40L);
        assertThat(LongStream.range(0, 5).map(labels::label)).containsExactly(-7L, -7L, -7L, 40L, 40L);
        assertThat(LongStream.range(0, 5).filter(labels::isTest)).containsExactly(2L, 3L, 4L);
        assertThat(labels.testRecords()).isEqualTo(3);
    }

    @Test
    void givenLabels_areThoseOfTheRecords_andTheLastOfEachAreForTesting() {
        TreeMap<Long, Long> counts = new TreeMap<>(Map.of(-7L, 3L, 40L, 2L));
        TreeMap<Long, Long> tests = new TreeMap<>(Map.of(-7L, 1L, 40L, 1L));

        SortedLabels labels = SortedLabels.given(
                counts, tests, LongStream.of(40, -7, -7, 40, -7).iterator());

        assertThat(labels.records()).isEqualTo(5);
        assertThat(LongStream.range(0, 5).map(labels::label)).containsExactly(40L, -7L, -7L, 40L, -7L);
        assertThat(LongStream.range(0, 5).filter(labels::isTest)).containsExactly(3L, 4L);
        assertThat(labels.testRecords()).isEqualTo(2);
        for (long[] others : new long[][] {{40, -7, -7, 40}, {40, 40, 40, -7, -7}, {40, -7, -7, 40, 8}}) {
            assertThatThrownBy(() -> SortedLabels.given(
                            counts, tests, LongStream.of(others).iterator()))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("not those that dataset.json counts");
        }
    }

    private static OrderSummary summary(SortedLabels labels, int windowRecords, long... indexes) {
        OrderRecorder recorder = new OrderRecorder(labels, indexes.length, windowRecords);
        LongStream.of(indexes).forEach(recorder::add);
        return recorder.snapshot();
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
