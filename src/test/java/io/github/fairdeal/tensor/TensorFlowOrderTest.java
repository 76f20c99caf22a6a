package io.github.fairdeal.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fairdeal.baseline.ArticleOrder;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.tfrecord.ExampleEncoder;
import io.github.fairdeal.tfrecord.RecordWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * TensorFlow's own queue and buffer over sorted shards, against the bands that the reproductions in {@code baseline} are
 * held to: 70,000 records, 7,000 a label, of which 50,000 come out.
 */
class TensorFlowOrderTest {

    private static final int SHARDS = 4;

    @TempDir
    static Path folder;

    private static List<String> paths;

    @BeforeAll
    static void writeSortedShards() throws IOException {
        paths = new ArrayList<>();
        ExampleEncoder encoder = new ExampleEncoder(RecordKind.PATH);
        byte[] path = "image.png".getBytes(StandardCharsets.UTF_8);
        for (int shard = 0; shard < SHARDS; shard++) {
            Path file = folder.resolve("path-0000" + shard);
            try (RecordWriter writer = new RecordWriter(Files.newOutputStream(file))) {
                int end = ArticleOrder.RECORDS * (shard + 1) / SHARDS;
                for (int index = ArticleOrder.RECORDS * shard / SHARDS; index < end; index++) {
                    encoder.encode(index, index / ArticleOrder.A_LABEL, path);
                    writer.write(encoder.buffer(), 0, encoder.length());
                }
            }
            paths.add(file.toString());
        }
    }

    @Test
    void queue_givesTheArticlesOrder() {
        try (TensorFlowOrder order = TensorFlowOrder.ofQueue(paths, 10_000, 10_060, 20, 1)) {
            assertIsTheArticles(ArticleOrder.prefixOf(order), 10_059);
        }
    }

    @Test
    void dataset_givesTheArticlesOrder() {
        try (TensorFlowOrder order = TensorFlowOrder.ofDataset(paths, 10_000, 20, 1)) {
            assertIsTheArticles(ArticleOrder.prefixOf(order), 9_999);
        }
    }

    @Test
    @Tag("slow")
    void fiveSeedsOfEach_giveTheArticlesOrder() {
        for (long seed = 2; seed < 7; seed++) {
            try (TensorFlowOrder queue = TensorFlowOrder.ofQueue(paths, 10_000, 10_060, 20, seed);
                    TensorFlowOrder dataset = TensorFlowOrder.ofDataset(paths, 10_000, 20, seed)) {
                assertIsTheArticles(ArticleOrder.prefixOf(queue), 10_059);
                assertIsTheArticles(ArticleOrder.prefixOf(dataset), 9_999);
            }
        }
    }

    @Test
    void everyRecord_comesOnce() {
        try (TensorFlowOrder queue = TensorFlowOrder.ofQueue(paths, 100, 163, 21, 1);
                TensorFlowOrder dataset = TensorFlowOrder.ofDataset(paths, 1_000, 999, 1)) {
            for (TensorFlowOrder order : List.of(queue, dataset)) {
                List<Long> indexes = new ArrayList<>();
                order.forEachRemaining(indexes::add);
                assertThat(indexes)
                        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, ArticleOrder.RECORDS)
                                .boxed()
                                .toList())
                        .isNotEqualTo(indexes.stream().sorted().toList());
                assertThatThrownBy(order::next).isInstanceOf(NoSuchElementException.class);
            }
        }
    }

    @Test
    void queueOverAMissingFile_saysWhy_andClosesEarlyWithoutHanging() {
        try (TensorFlowOrder order = TensorFlowOrder.ofQueue(List.of(folder + "/nothing"), 10, 20, 5, 1)) {
            assertThatThrownBy(order::hasNext)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(folder + "/nothing");
        }
        try (TensorFlowOrder order = TensorFlowOrder.ofQueue(paths, 10, 20, 5, 1)) {
            assertThat(order.next()).isLessThan(20);
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("fairdeal-queue-runner");
    }

    private static void assertIsTheArticles(ArticleOrder order, long maxLag) {
        assertThat(order.isDistinct()).isTrue();
        assertThat(order.maxLag()).isLessThanOrEqualTo(maxLag).isGreaterThan(9_900);
        assertThat(order.firstAppearance(9)).isEqualTo(-1);
        assertThat(order.spearman()).isCloseTo(0.853, within(0.006));
        assertThat(order.lag1()).isCloseTo(0.733, within(0.012));
        assertThat(order.meanLag()).isBetween(940.0, 1060.0);
        assertThat(order.labelCounts()[8]).isBetween(600L, 800L);
    }
}
