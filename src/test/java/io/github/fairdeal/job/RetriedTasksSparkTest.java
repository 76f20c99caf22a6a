package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.RecordKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What other masters and failing tasks make of an epoch: the same bytes. */
final class RetriedTasksSparkTest extends SparkTest {

    private static final String SHARDS = "7";
    private static final Map<Long, RecordKind> EPOCHS = Map.of(0L, RecordKind.PATH, 1L, RecordKind.IMAGE);

    @TempDir
    Path above;

    @Test
    void bytes_areTheSameOnOneCore() throws Exception {
        TestDataset dataset = sharedDigits().copyTo(above.resolve("dataset"));

        String lastLine = run(Map.of("spark.master", "local[1]"), bothKinds(dataset.path()));

        assertThat(lastLine).isEqualTo("failed tasks: 0");
        assertSameAsUndisturbed(dataset);
    }

    /** A heap of which Spark grants tasks a thousandth: shards are put into order on disk. */
    @Test
    void bytes_areTheSameWhenAShardIsLargerThanMemory() throws Exception {
        TestDataset dataset = sharedDigits().copyTo(above.resolve("dataset"));

        Map<String, String> settings = Map.of(
                "spark.master",
                "local[2]",
                "spark.memory.fraction",
                "0.0001",
                ShuffleProgram.GATHERING,
                Gathering.NEVER.name());
        String lastLine = run(settings, bothKinds(dataset.path()));

        assertThat(lastLine).isEqualTo("failed tasks: 0, shards were spilled");
        assertSameAsUndisturbed(dataset);
    }

    /** Every sorted shard breaks half-way through its first reading, every shard of the epoch through its first writing. */
    @Test
    void bytes_areTheSameWhenEveryTaskFailsOnce() throws Exception {
        TestDataset reading = sharedDigits().copyTo(above.resolve("reading"));
        TestDataset writing = sharedDigits().copyTo(above.resolve("writing"));
        Map<String, String> settings = new HashMap<>(FlakyFiles.SETTINGS);
        settings.put("spark.master", "local[2,4]");

        List<String> shuffles = new ArrayList<>(bothKinds("flakyread:" + reading.path()));
        shuffles.addAll(bothKinds("flakywrite:" + writing.path()));

        String lastLine = run(settings, shuffles);

        // Four sorted shards and seven of the epoch, of both kinds.
        assertThat(lastLine).isEqualTo("failed tasks: " + 2 * (4 + 7));
        assertSameAsUndisturbed(reading);
        assertSameAsUndisturbed(writing);
    }

    private String run(Map<String, String> settings, List<String> shuffles) throws Exception {
        try (SeparateSpark spark =
                SeparateSpark.start(ShuffleProgram.class, above, settings, shuffles.toArray(String[]::new))) {
            return spark.lastLine();
        }
    }

    private static List<String> bothKinds(String dataset) {
        return List.of(dataset, "path", "0", SHARDS, dataset, "image", "1", SHARDS);
    }

    private void assertSameAsUndisturbed(TestDataset dataset) throws IOException {
        TestDataset undisturbed = sharedDigits()
                .copyTo(above.resolve("undisturbed of " + dataset.folder().getFileName()));
        for (Map.Entry<Long, RecordKind> epoch : EPOCHS.entrySet()) {
            new Shuffle(spark())
                    .dataset(undisturbed.path())
                    .kind(epoch.getValue())
                    .seed(ShuffleProgram.SEED)
                    .epoch(epoch.getKey())
                    .shards(Integer.parseInt(SHARDS))
                    .execute();
            assertThat(checksums(dataset, epoch.getKey())).isEqualTo(checksums(undisturbed, epoch.getKey()));
        }
        assertThat(TestDataset.hiddenFiles(dataset.folder())).isEmpty();
    }

    private static Map<String, String> checksums(TestDataset dataset, long epoch) throws IOException {
        Map<String, String> checksums = new LinkedHashMap<>();
        for (Path shard : dataset.epoch(epoch)) {
            checksums.put(shard.getFileName().toString(), Damage.crc32c(shard));
        }
        return checksums;
    }
}
