package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fairdeal.bias.Verdict;
import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.read.ReaderMetrics;
import io.github.fairdeal.source.DrawnDigits;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scala.collection.JavaConverters;

final class FeedSparkTest extends SparkTest {

    private static final int SHARDS = 7;

    @TempDir
    Path above;

    @ParameterizedTest
    @EnumSource
    void epoch_reachesTensorFlowWhole(RecordKind kind) throws IOException {
        TestDataset dataset = sharedDigits().copyTo(above.resolve("dataset"));
        shuffle(dataset, kind);

        Feed.Result result = feed(dataset, 20);

        assertThat(result.shards()).hasSize(SHARDS);
        assertThat(result.shards())
                .extracting(ShardFeed::shard)
                .containsExactlyElementsOf(dataset.epoch(0).stream()
                        .map(shard -> shard.getFileName().toString())
                        .toList());
        assertThat(labelCounts(result)).isEqualTo(DIGITS.labelCounts());
        assertThat(meanPixel(result)).isCloseTo(meanPixelOfDigits(), within(1e-3));
        assertThat(result.report().verdict()).isEqualTo(Verdict.EVEN);
        assertThat(result.report().records()).isEqualTo(DIGITS.size());
        for (ShardFeed shard : result.shards()) {
            assertThat(shard.batches()).isEqualTo((shard.records() + 19) / 20);
            assertThat(shard.waitShare()).isBetween(0.0, 1.0);
            assertThat(shard.imagesPerSecond()).isPositive();
            ReaderMetrics reader = shard.reader();
            assertThat(reader.records()).isEqualTo(shard.records());
            assertThat(reader.batches()).isEqualTo(shard.batches());
            assertThat(reader.shardBytes())
                    .isEqualTo(Files.size(dataset.folder()
                            .resolve(DatasetManifest.EPOCHS_FOLDER)
                            .resolve(EpochId.folderName(0))
                            .resolve(shard.shard())));
            assertThat(reader.imageBytes() > 0).isEqualTo(kind == RecordKind.PATH);
            assertThat(reader.elapsedNanos()).isPositive();
            assertThat(shard.waitSeconds()).isEqualTo(reader.consumerWaitNanos() / 1e9);
        }
    }

    /** What a listener sees as the stage's value of the accumulator; in local mode nothing is counted twice. */
    @Test
    void readers_areAddedUpInTheAccumulator() throws Exception {
        TestDataset dataset = sharedDigits().copyTo(above.resolve("dataset"));
        shuffle(dataset, RecordKind.PATH);
        CompletableFuture<String> shown = new CompletableFuture<>();
        SparkListener listener = new SparkListener() {
            @Override
            public void onStageCompleted(SparkListenerStageCompleted stage) {
                JavaConverters.asJavaCollection(stage.stageInfo().accumulables().values()).stream()
                        .filter(value -> value.name().contains("fairdeal feed: reader"))
                        .forEach(value -> shown.complete(value.value().get().toString()));
            }
        };
        spark().sparkContext().addSparkListener(listener);
        try {
            Feed.Result result = feed(dataset, 20);
            ReaderMetrics sum =
                    result.shards().stream().map(ShardFeed::reader).reduce(ReaderMetrics.EMPTY, ReaderMetrics::plus);

            assertThat(shown.get(60, TimeUnit.SECONDS)).isEqualTo(sum.toString());
        } finally {
            spark().sparkContext().removeSparkListener(listener);
        }
    }

    @Test
    void batchSizeAndThreads_changeNothingThatIsCounted() throws IOException {
        TestDataset dataset = sharedDigits().copyTo(above.resolve("dataset"));
        shuffle(dataset, RecordKind.PATH);

        Feed.Result one = feed(dataset, 1_000);
        Feed.Result other = new Feed(spark())
                .dataset(dataset.path())
                .options(ReadOptions.defaults()
                        .withBatchSize(7)
                        .withDecodeThreads(3)
                        .withPrefetchBatches(2))
                .execute();

        assertThat(other.report()).isEqualTo(one.report());
        assertThat(other.shards())
                .extracting(ShardFeed::labelCounts)
                .isEqualTo(one.shards().stream().map(ShardFeed::labelCounts).toList());
    }

    @Test
    void relativePaths_areFoundAfterTheDatasetMoved() throws IOException {
        Path before = above.resolve("before");
        new Prepare(spark())
                .images(DrawnDigits.of(200))
                .output(before.toString())
                .paths(PathStyle.RELATIVE)
                .execute();
        TestDataset moved = new TestDataset(above.resolve("after"));
        Files.move(before, moved.folder());
        shuffle(moved, RecordKind.PATH);

        assertThat(labelCounts(feed(moved, 20))).isEqualTo(DrawnDigits.of(200).labelCounts());
    }

    @Test
    void missingImage_isNamedWithItsRecord() throws IOException {
        TestDataset dataset = ownDigits();
        Path image = image(dataset, 123);
        Files.delete(image);

        assertThatThrownBy(() -> feed(dataset, 20))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(image.toString())
                .hasMessageContaining("path-0000")
                .hasMessageContaining("123")
                .hasMessageNotContaining("\n");
    }

    @Test
    void damagedImage_isNamedWithItsRecord() throws IOException {
        TestDataset dataset = ownDigits();
        Path image = image(dataset, 123);
        Damage.flipBit(image, Files.size(image) / 2);

        assertThatThrownBy(() -> feed(dataset, 20))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(image.toString())
                .hasMessageContaining("123")
                .hasMessageNotContaining("\n");
    }

    @Test
    void imageOfAnotherSize_isNamedWithBothSizes() throws IOException {
        TestDataset dataset = ownDigits();
        Path image = image(dataset, 123);
        ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_BYTE_GRAY), "png", image.toFile());

        assertThatThrownBy(() -> feed(dataset, 20))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(image.toString())
                .hasMessageContaining("20x30")
                .hasMessageContaining("28x28")
                .hasMessageNotContaining("\n");
    }

    @Test
    void truncatedShard_isNamed() throws IOException {
        TestDataset dataset = ownDigits();
        Path shard = dataset.epoch(0).get(3);
        Damage.truncate(shard, Files.size(shard) - 1);

        assertThatThrownBy(() -> feed(dataset, 20))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(shard.toString())
                .hasMessageContaining("truncated");
    }

    @Test
    void noEpoch_saysHowToMakeOne() throws IOException {
        TestDataset dataset = sharedDigits().copyTo(above.resolve("dataset"));

        assertThatThrownBy(() -> feed(dataset, 20))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("shuffle");
    }

    /** A shuffled dataset whose images may be damaged. */
    private TestDataset ownDigits() throws IOException {
        TestDataset dataset = TestDataset.prepare(spark(), DrawnDigits.of(500), above.resolve("own"));
        shuffle(dataset, RecordKind.PATH);
        return dataset;
    }

    private static Path image(TestDataset dataset, long index) {
        return dataset.folder().resolve("images/00000").resolve(index + ".png");
    }

    private void shuffle(TestDataset dataset, RecordKind kind) throws IOException {
        new Shuffle(spark())
                .dataset(dataset.path())
                .kind(kind)
                .seed(1)
                .shards(SHARDS)
                .execute();
    }

    private Feed.Result feed(TestDataset dataset, int batchSize) throws IOException {
        return new Feed(spark())
                .dataset(dataset.path())
                .options(ReadOptions.defaults().withBatchSize(batchSize))
                .execute();
    }

    private static SortedMap<Long, Long> labelCounts(Feed.Result result) {
        SortedMap<Long, Long> counts = new TreeMap<>();
        for (ShardFeed shard : result.shards()) {
            for (Map.Entry<Long, Long> label : shard.labelCounts().entrySet()) {
                counts.merge(label.getKey(), label.getValue(), Long::sum);
            }
        }
        return counts;
    }

    private static double meanPixel(Feed.Result result) {
        double sum = 0;
        for (ShardFeed shard : result.shards()) {
            sum += shard.meanPixel() * shard.records();
        }
        return sum / DIGITS.size();
    }

    private static double meanPixelOfDigits() {
        long sum = 0;
        for (long index = 0; index < DIGITS.size(); index++) {
            for (byte pixel : DIGITS.image(index).pixels()) {
                sum += Byte.toUnsignedInt(pixel);
            }
        }
        return sum / (double) (DIGITS.size() * DIGITS.shape().bytes());
    }
}
