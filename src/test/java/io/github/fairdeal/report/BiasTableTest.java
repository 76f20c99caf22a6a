package io.github.fairdeal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.OrderOutline;
import io.github.fairdeal.bias.OrderStatistics;
import io.github.fairdeal.bias.ShardRecorder;
import io.github.fairdeal.dataset.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BiasTableTest {

    @Test
    void sortedData_isToldInTheFirstLine() {
        String text = BiasTable.of(report(sorted(70_000), 4)).text();
        assertThat(text.lines())
                .startsWith(
                        "BIASED: order looks like sorted data",
                        "70,000 records in 4 shards, 10 labels, p < 1e-14 over all statistics");
        assertThat(text)
                .containsPattern("(?m)^Spearman correlation +1 +0 +< 1e-14 !!!$")
                .containsPattern("(?m)^fixed points +70,000 +1 +< 1e-14 !!!$")
                .containsPattern("(?m)^ +0 +17,500 .*!!!$");
    }

    @Test
    void evenOrder_hasNoMarks() {
        List<Long> order = sorted(70_000);
        Collections.shuffle(order, new Random(1));
        String text = BiasTable.of(report(order, 16)).text();
        assertThat(text).startsWith("EVEN: no difference from a uniformly random order was found\n");
        assertThat(text).doesNotContain("!");
    }

    @Test
    void lines_fitTheTerminal() {
        for (int shards : new int[] {1, 7, 70, 1_000}) {
            List<String> names = IntStream.range(0, shards)
                    .mapToObj(shard -> "/data/epochs/epoch-000000/path-%05d-of-%05d.tfrecord".formatted(shard, shards))
                    .toList();
            String text = BiasTable.of(report(sorted(70_000), shards))
                    .shardNames(names)
                    .text();
            assertThat(text.lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(BiasTable.COLUMNS));
        }
    }

    @Test
    void manyShards_areTheTenWorstAndACount() {
        String text = BiasTable.of(report(sorted(70_000), 70)).text();
        assertThat(text).endsWith("the 10 worst; 60 more\n");
        assertThat(text.lines().filter(line -> line.contains(" 1,000 "))).hasSize(10);
    }

    @Test
    void noRecords_areOneSentence() {
        assertThat(BiasTable.of(BiasReport.of(OrderStatistics.empty(OrderOutline.of(0))))
                        .text())
                .isEqualTo("EVEN: nothing to judge: no records\n0 records in 0 shards\n");
    }

    @Test
    void numbers_areTheSameInEveryLanguage() {
        Locale before = Locale.getDefault();
        BiasReport report = report(sorted(70_000), 70);
        String text = BiasTable.of(report).text();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(BiasTable.of(report).text()).isEqualTo(text);
            assertThat(Json.text(report(sorted(70_000), 70))).isEqualTo(Json.text(report));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void wrongNumberOfNames_isRefused() {
        BiasTable table = BiasTable.of(report(sorted(100), 2));
        List<String> names = List.of("a");
        assertThatThrownBy(() -> table.shardNames(names))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 names for 2 shards");
    }

    private static List<Long> sorted(int records) {
        return LongStream.range(0, records).boxed().collect(ArrayList::new, List::add, List::addAll);
    }

    private static BiasReport report(List<Long> order, int shards) {
        int records = order.size();
        OrderOutline outline = OrderOutline.of(records);
        OrderStatistics statistics = OrderStatistics.empty(outline);
        for (int shard = 0; shard < shards; shard++) {
            ShardRecorder recorder = new ShardRecorder(outline, shard);
            for (int t = (int) ((long) records * shard / shards); t < (long) records * (shard + 1) / shards; t++) {
                recorder.add(t, order.get(t), order.get(t) * 10 / records);
            }
            statistics = statistics.plus(recorder.snapshot());
        }
        return BiasReport.of(statistics);
    }
}
