package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.source.DrawnDigits;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killed in the middle, as by {@code kill -9}: nobody sees half an epoch, and the next run leaves nothing of it. */
final class KilledRunSparkTest extends SparkTest {

    private static final Map<String, String> TWO_CORES = Map.of("spark.master", "local[2]");

    @TempDir
    Path above;

    @Test
    void shuffleKilledInTheMiddle_showsNoEpochAndARerunMakesTheWholeOfIt() throws Exception {
        TestDataset dataset = TestDataset.pathsOnly(500_000, above.resolve("dataset"));
        shuffle(dataset);
        List<Shard> undisturbed = dataset.openEpoch(0).manifest().shards().shards();

        int tries = 0;
        boolean isInTime = false;
        while (!isInTime) {
            assertThat(tries++).as("kills that came too late").isLessThan(5);
            Storage.local().delete(dataset.epochFolder(0).getParent().toString());
            try (SeparateSpark killed =
                    SeparateSpark.start(ShuffleProgram.class, above, TWO_CORES, dataset.path(), "path", "0", "16")) {
                isInTime = killed.killWhen(() -> isWritingShards(dataset), () -> Files.exists(dataset.epochFolder(0)));
            }
        }

        assertThat(dataset.epochEntries())
                .satisfiesExactly(
                        sign -> assertThat(sign).startsWith(".alive-epoch-000000-"),
                        folder -> assertThat(folder).startsWith(".staging-epoch-000000-"));
        assertThat(dataset.published()).isEmpty();
        assertThatThrownBy(() -> dataset.openEpoch(0)).isInstanceOf(BadInputException.class);

        shuffle(dataset);

        assertThat(dataset.epochEntries()).containsExactly("epoch-000000");
        assertThat(TestDataset.hiddenFiles(dataset.folder())).isEmpty();
        assertThat(dataset.openEpoch(0).manifest().shards().shards()).isEqualTo(undisturbed);
        assertThat(new Verify(spark()).dataset(dataset.path()).execute().problems())
                .isEmpty();
    }

    @Test
    void prepareKilledInTheMiddle_showsNoDatasetAndARerunLeavesNothingOfIt() throws Exception {
        Path folder = above.resolve("dataset");

        try (SeparateSpark killed =
                SeparateSpark.start(PrepareProgram.class, above, TWO_CORES, folder.toString(), "70000")) {
            assertThat(killed.killWhen(
                            () -> Files.exists(folder.resolve("images/00000/500.png")),
                            () -> Files.exists(folder.resolve("dataset.json"))))
                    .isTrue();
        }

        TestDataset dataset = new TestDataset(folder);
        assertThat(TestDataset.hiddenFiles(folder)).isNotEmpty();
        assertThatThrownBy(dataset::open)
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("the folder exists, but nothing was prepared in it");

        TestDataset.prepare(spark(), DrawnDigits.of(100), folder);

        assertThat(TestDataset.hiddenFiles(folder)).isEmpty();
        assertThat(TestDataset.list(folder.resolve("images"))).hasSize(1);
        assertThat(TestDataset.list(folder.resolve("images/00000"))).hasSize(100);
        assertThat(TestDataset.list(dataset.sortedFolder())).hasSize(16);
        assertThat(dataset.open().manifest().records()).isEqualTo(100);
    }

    private void shuffle(TestDataset dataset) throws IOException {
        new Shuffle(spark())
                .dataset(dataset.path())
                .seed(ShuffleProgram.SEED)
                .shards(16)
                .execute();
    }

    private static boolean isWritingShards(TestDataset dataset) throws IOException {
        Path epochs = dataset.epochFolder(0).getParent();
        if (!Files.exists(epochs)) {
            return false;
        }
        try (Stream<Path> entries = Files.walk(epochs)) {
            return entries.anyMatch(entry -> entry.getFileName().toString().contains(".tfrecord"));
        }
    }
}
