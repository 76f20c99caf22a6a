package io.github.fairdeal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.UsageException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShufflePipelineTest {

    @ParameterizedTest
    @ValueSource(longs = {100, 101, 4_096, 10_060, 10_061, 70_000})
    void everyBaseline_isAnOrderOfAllRecords_theSameForOneSeed(long records) {
        for (ShufflePipeline pipeline : ShufflePipeline.baselines(records, 20)) {
            List<Long> order = all(pipeline.orders().apply(3));

            assertThat(order.stream().sorted())
                    .as(pipeline.name())
                    .isEqualTo(LongStream.range(0, records).boxed().toList());
            assertThat(all(pipeline.orders().apply(3))).isEqualTo(order);
            assertThat(pipeline.records()).isBetween(1L, records);
            if (!pipeline.name().equals("sequential")) {
                assertThat(all(pipeline.orders().apply(4))).isNotEqualTo(order);
                assertThat(pipeline.bufferRecords()).isLessThan(records);
            }
        }
    }

    @Test
    void datasetOfTheArticlesSize_getsTheArticlesSizes() {
        ShufflePipeline article = article(70_000);

        assertThat(article.records()).isEqualTo(50_000);
        assertThat(article.bufferRecords()).isEqualTo(10_060);
        assertThat(article.description()).contains("10,000", "10,060", "2,500 batches of 20");
        assertThat(ShufflePipeline.isScaled(70_000, 20)).isFalse();
        assertThat(ShufflePipeline.baselines(70_000, 20))
                .extracting(ShufflePipeline::name)
                .containsExactly(
                        "sequential", "shuffle-batch-10000", "tf-data-1000", "tf-data-10000", "shard-shuffle-buffer");
    }

    @Test
    void smallDataset_getsTheArticlesProportions() {
        ShufflePipeline article = article(7_000);

        assertThat(ShufflePipeline.isScaled(7_000, 20)).isTrue();
        assertThat(article.records()).isEqualTo(5_000);
        assertThat(article.bufferRecords()).isEqualTo(1_060);
        assertThat(article(1_000_000).records()).isEqualTo(50_000);
    }

    @Test
    void batchesForWhichTheQueueWouldHoldAllRecords_areRefused() {
        assertThat(ShufflePipeline.baselines(2_800, 799).get(1).bufferRecords()).isEqualTo(2_797);
        assertThatThrownBy(() -> ShufflePipeline.baselines(2_800, 800))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("--batch-size 800")
                .hasMessageContaining("2,800 of the 2,800 records")
                .hasMessageContaining("at most 799");
        for (long records : new long[] {2_800, 70_000, 5_000_000_000L}) {
            assertThatThrownBy(() -> ShufflePipeline.baselines(records, Integer.MAX_VALUE))
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("--batch-size 2,147,483,647");
        }
    }

    private static ShufflePipeline article(long records) {
        return ShufflePipeline.baselines(records, 20).stream()
                .filter(pipeline -> pipeline.name().equals(ShufflePipeline.ARTICLE))
                .findFirst()
                .orElseThrow();
    }

    private static List<Long> all(Iterator<Long> order) {
        List<Long> all = new ArrayList<>();
        order.forEachRemaining(all::add);
        return all;
    }
}
