package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.BiasStatistic;
import io.github.fairdeal.bias.OrderOutline;
import io.github.fairdeal.bias.Verdict;
import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.RecordWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AuditSparkTest extends SparkTest {

    private static final int SHARDS = 16;

    @TempDir
    Path above;

    @Test
    void epochs_ofTenSeeds_areEven() throws IOException {
        for (long seed = 0; seed < 10; seed++) {
            TestDataset dataset = sharedDigits().copyTo(above.resolve("seed-" + seed));
            new Shuffle(spark()).dataset(dataset.path()).seed(seed).execute();

            BiasReport report = audit(dataset.epochFolder(0)).report();

            assertThat(report.verdict())
                    .as("seed %d: %s", seed, report.sentence())
                    .isEqualTo(Verdict.EVEN);
            assertThat(report.records()).isEqualTo(3_000);
            assertThat(report.shards()).isEqualTo(SHARDS);
            assertThat(report.labels()).isEqualTo(10);
            assertThat(report.statistics()).hasSize(BiasStatistic.values().length);
            assertThat(report.notes()).isEmpty();
        }
    }

    @Test
    void sortedShards_areBiased() throws IOException {
        Audit.Result result = audit(sharedDigits().sortedFolder());

        assertThat(result.files())
                .containsExactlyElementsOf(sharedDigits().sorted(RecordKind.PATH).stream()
                        .map(Path::toString)
                        .toList());
        assertThat(result.report().verdict()).isEqualTo(Verdict.BIASED);
        assertThat(result.report().sentence()).isEqualTo("order looks like sorted data");
    }

    @Test
    void oneShardOfAnEpoch_isJudged_andKeepsNothing() throws IOException {
        TestDataset dataset = sharedDigits().copyTo(above.resolve("dataset"));
        new Shuffle(spark()).dataset(dataset.path()).execute();
        String shard = dataset.epoch(0).get(3).toString();

        Audit.Result result =
                new Audit(spark()).paths(List.of(shard)).keptBesideEpoch().execute();

        assertThat(result.files()).containsExactly(shard);
        assertThat(dataset.epochFolder(0).resolve("bias.json")).doesNotExist();
    }

    @Test
    void outputThatIsAFile_isRefused() throws IOException {
        Path file = Files.writeString(above.resolve("notes.txt"), "mine");

        assertThatThrownBy(() -> new Audit(spark())
                        .paths(List.of(sharedDigits().sortedFolder().toString()))
                        .output(file.toString())
                        .execute())
                .isInstanceOf(UsageException.class)
                .hasMessage(file + ": is a file, expected a folder, new or not; choose another --output");
    }

    @Test
    void shuffleWithinPartitionsOnly_isBiased() throws IOException {
        List<TestRecord> records = sortedRecords();
        Random random = new Random(1);
        List<List<TestRecord>> shards = new ArrayList<>();
        ShardLayout layout = new ShardLayout(records.size(), SHARDS);
        for (int shard = 0; shard < SHARDS; shard++) {
            int first = (int) layout.first(shard);
            List<TestRecord> own = new ArrayList<>(records.subList(first, first + (int) layout.size(shard)));
            Collections.shuffle(own, random);
            shards.add(own);
        }

        BiasReport report = audit(write(shards)).report();

        assertThat(report.verdict()).isEqualTo(Verdict.BIASED);
        assertThat(report.sentence()).isEqualTo("order looks like sorted shards, shuffled only inside each");
    }

    /** What {@code repartition} does: every shard gets its share of everything, to the record. */
    @Test
    void roundRobinDealingAndShuffleWithinShards_isTooEven() throws IOException {
        List<List<TestRecord>> shards = new ArrayList<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            shards.add(new ArrayList<>());
        }
        for (TestRecord record : sortedRecords()) {
            shards.get((int) (record.index() % SHARDS)).add(record);
        }
        Random random = new Random(1);
        shards.forEach(shard -> Collections.shuffle(shard, random));

        BiasReport report = audit(write(shards)).report();

        assertThat(report.verdict()).isEqualTo(Verdict.BIASED);
        assertThat(report.sentence()).isEqualTo("too even: shards look dealt round-robin");
    }

    @Test
    void anyNumberOfShards_andEitherKind_isTheSameOrder() throws IOException {
        TestDataset dataset = sharedDigits().copyTo(above.resolve("dataset"));
        new Shuffle(spark()).dataset(dataset.path()).epoch(0).shards(SHARDS).execute();
        Audit.Result expected = audit(dataset.epochFolder(0));
        List<List<TestRecord>> pieces = new ArrayList<>();
        List<TestRecord> order = TestRecord.read(dataset.epoch(0));
        for (int from = 0; from < order.size(); from += 111) {
            pieces.add(order.subList(from, Math.min(order.size(), from + 111)));
        }

        for (Path other : List.of(write(pieces), write(List.of(order)), images())) {
            Audit.Result found = audit(other);
            assertThat(found.sample()).isEqualTo(expected.sample());
            assertThat(found.report().bufferEstimate())
                    .isEqualTo(expected.report().bufferEstimate());
            for (BiasStatistic statistic : List.of(
                    BiasStatistic.SPEARMAN,
                    BiasStatistic.MAX_LAG,
                    BiasStatistic.FIXED_POINTS,
                    BiasStatistic.ADJACENCY)) {
                assertThat(found.report().statistic(statistic))
                        .isEqualTo(expected.report().statistic(statistic));
            }
        }
        assertThat(audit(images()).report()).isEqualTo(expected.report());
    }

    /** Spark merges results in the order in which tasks end. */
    @Test
    void mergingInAnyOrder_givesTheSameReport() throws IOException {
        TestDataset dataset = sharedDigits().copyTo(above.resolve("dataset"));
        new Shuffle(spark()).dataset(dataset.path()).execute();
        Audit.Result expected = audit(dataset.epochFolder(0));
        List<AuditedOrder> parts = new ArrayList<>();
        OrderOutline outline = OrderOutline.of(expected.report().records());
        long position = 0;
        for (Path shard : dataset.epoch(0)) {
            AuditedFile file = new AuditedFile(parts.size(), shard.toString(), Files.size(shard), 0, 0);
            AuditedFile placed = file.holding(position, file.count(Storage.local()));
            parts.add(placed.observe(Storage.local(), outline, count -> {}));
            position = placed.end();
        }

        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(parts, new Random(seed));
            AuditedOrder merged = parts.stream().reduce(AuditedOrder::plus).orElseThrow();

            assertThat(BiasReport.of(merged.statistics())).isEqualTo(expected.report());
            assertThat(merged.sample()).isEqualTo(expected.sample());
        }
    }

    @Test
    void severalPaths_areReadInTheOrderGiven() throws IOException {
        List<String> paths = sharedDigits().sorted(RecordKind.IMAGE).stream()
                .map(Path::toString)
                .sorted(Collections.reverseOrder())
                .toList();

        Audit.Result result = new Audit(spark()).paths(paths).execute();

        assertThat(result.files()).isEqualTo(paths);
        assertThat(result.report().verdict()).isEqualTo(Verdict.BIASED);
    }

    @Test
    void emptyFileAmongOthers_isAShardWithoutRecords() throws IOException {
        Path folder = write(List.of(
                sortedRecords().subList(0, 100), List.of(), sortedRecords().subList(100, 3_000)));

        BiasReport report = audit(folder).report();

        assertThat(report.shards()).isEqualTo(3);
        assertThat(report.records()).isEqualTo(3_000);
    }

    @Test
    void flippedBit_isNamedWithFileOffsetAndRecord() throws IOException {
        Path folder = write(List.of(sortedRecords()));
        Path file = TestDataset.list(folder).get(0);
        Damage.flipBit(file, Files.size(file) - 20);

        assertThatThrownBy(() -> audit(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageMatching(
                        "Record payload checksum mismatch: .* \\(" + file + ", offset \\d+, record 2999\\).*");
    }

    @Test
    void fileThatIsNoTfRecord_isNamed() throws IOException {
        Path file = Files.writeString(above.resolve("notes"), "These are not the records you are looking for.");

        assertThatThrownBy(() -> audit(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("Record length checksum mismatch: ")
                .hasMessageEndingWith("(" + file + ", offset 0, record 0); not a TFRecord file, or compressed?");
    }

    @Test
    void recordsWithoutLabelAndIndex_areRefused() throws IOException {
        Path file = above.resolve("empty-example");
        try (RecordWriter writer = new RecordWriter(Files.newOutputStream(file))) {
            writer.write(new byte[0], 0, 0);
        }

        assertThatThrownBy(() -> audit(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("Record has neither an int64 'label' nor an int64 'index' (" + file);
    }

    @Test
    void noRecordsAtAll_areRefused() throws IOException {
        Path folder = write(List.of(List.of(), List.of()));

        assertThatThrownBy(() -> audit(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessage(folder + ": no records in 2 files; nothing to judge");
    }

    @Test
    void nothingThere_isNamed() {
        assertThatThrownBy(() -> audit(above.resolve("absent")))
                .isInstanceOf(BadInputException.class)
                .hasMessage(above.resolve("absent") + ": no such file or folder");
        assertThatThrownBy(() -> new Audit(spark()).paths(List.of()))
                .isInstanceOf(UsageException.class)
                .hasMessage("nothing to audit: name a file, a folder of shards, or a pattern");
    }

    private Audit.Result audit(Path path) throws IOException {
        return new Audit(spark()).paths(List.of(path.toString())).execute();
    }

    private List<TestRecord> sortedRecords() throws IOException {
        return TestRecord.read(sharedDigits().sorted(RecordKind.PATH));
    }

    private Path images() throws IOException {
        Path folder = above.resolve("images");
        if (!Files.exists(folder)) {
            TestDataset dataset = sharedDigits().copyTo(folder);
            new Shuffle(spark())
                    .dataset(dataset.path())
                    .kind(RecordKind.IMAGE)
                    .shards(SHARDS)
                    .execute();
        }
        return new TestDataset(folder).epochFolder(0);
    }

    /** Writes shards of anybody's into a new folder. */
    private Path write(List<List<TestRecord>> shards) throws IOException {
        Path folder = Files.createTempDirectory(above, "shards");
        for (int shard = 0; shard < shards.size(); shard++) {
            TestRecord.write(shards.get(shard), folder.resolve("part-%05d".formatted(shard)));
        }
        return folder;
    }
}
