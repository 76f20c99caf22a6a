package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.LabelledImage;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.listing.CheckMode;
import io.github.fairdeal.listing.FolderListing;
import io.github.fairdeal.listing.ListingContents;
import io.github.fairdeal.read.Batch;
import io.github.fairdeal.read.EpochReader;
import io.github.fairdeal.read.EpochShards;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.source.ImageFormat;
import io.github.fairdeal.source.ImageTree;
import io.github.fairdeal.source.LeftOut;
import io.github.fairdeal.source.RejectionLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is looked into, left out, and written as images. */
final class CheckedImagesSparkTest extends SparkTest {

    @TempDir
    Path above;

    private ImageTree tree;
    private TestDataset dataset;

    @BeforeEach
    void writeTree() throws IOException {
        tree = ImageTree.write(above.resolve("images"), 90, 5, 15);
        dataset = new TestDataset(above.resolve("dataset"));
    }

    @Test
    void damagedFiles_areListedAndLeftOut() throws IOException {
        prepare(CheckMode.DECODE, "6").execute();

        Map<Path, Long> found = TestRecord.read(dataset.sorted(RecordKind.PATH)).stream()
                .collect(
                        Collectors.toMap(record -> Path.of(record.path()), TestRecord::label, Long::sum, TreeMap::new));
        assertThat(found).isEqualTo(tree.good());
        List<Row> rejected = spark().read()
                .json(dataset.folder().resolve("rejected.jsonl").toString())
                .collectAsList();
        assertThat(rejected)
                .extracting(row -> Path.of(row.<String>getAs("path")))
                .containsExactlyInAnyOrderElementsOf(tree.damaged());
        assertThat(rejected).extracting(row -> row.<String>getAs("reason")).allMatch(reason -> !reason.isBlank());
        assertThat(rejected).extracting(row -> row.<String>getAs("label")).isSorted();
        assertThat(dataset.open().manifest().leftOut()).isEqualTo(Map.of("rejected", 6L));
        assertThat(TestDataset.hiddenFiles(dataset.folder())).isEmpty();
    }

    @Test
    void headers_tellTextFromImagesOnly() throws IOException {
        long cutShort = tree.damaged().stream()
                .filter(file -> file.toFile().length() > 20)
                .count();

        PreparePlan plan = prepare(CheckMode.HEADER, "6").plan();

        assertThat(cutShort).isBetween(1L, 5L);
        assertThat(plan.contents().records()).isEqualTo(84 + cutShort);
        assertThat(plan.contents().leftOut()).isEqualTo(Map.of(LeftOut.REJECTED, 6 - cutShort));
        assertThat(dataset.folder()).doesNotExist();
    }

    @Test
    void moreDamageThanAllowed_failsAndLeavesNothing() {
        assertThatThrownBy(() -> prepare(CheckMode.DECODE, "5").execute())
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("6 of 90 image files are damaged, more than --max-rejected 5: " + tree.root())
                .hasMessageEndingWith(", …; mend them, or allow more, and all are listed in rejected.jsonl");
        assertThat(dataset.folder()).doesNotExist();
    }

    @Test
    void otherSizes_areCounted() throws IOException {
        addLargeImage();

        ListingContents contents = prepare(CheckMode.HEADER, "6").plan().contents();

        assertThat(contents.shape()).isEqualTo(ImageTree.SHAPE);
        assertThat(contents.otherSizes()).isEqualTo(1);
    }

    private void addLargeImage() throws IOException {
        ImageShape large = new ImageShape(9, 4, 3);
        Files.write(
                tree.root().resolve("plain 0/zzz.png"),
                ImageFormat.PNG.encoder().encode(new LabelledImage(0, 0, large, new byte[large.bytes()])));
    }

    @Test
    void imageRecords_rawOrEncoded_giveTheSamePixels() throws IOException {
        prepare(CheckMode.DECODE, "6")
                .kinds(EnumSet.of(RecordKind.PATH, RecordKind.IMAGE))
                .execute();
        TestDataset encoded = new TestDataset(above.resolve("encoded"));
        prepare(CheckMode.DECODE, "6")
                .output(encoded.path())
                .kinds(EnumSet.of(RecordKind.IMAGE))
                .payload(ImagePayload.ENCODED)
                .execute();
        shuffle(dataset, RecordKind.PATH, 0);
        shuffle(dataset, RecordKind.IMAGE, 1);
        shuffle(encoded, RecordKind.IMAGE, 1);

        Map<Long, String> byPath = pixels(dataset, 0);
        assertThat(byPath).hasSize(84);
        assertThat(pixels(dataset, 1)).isEqualTo(byPath);
        assertThat(pixels(encoded, 1)).isEqualTo(byPath);
        assertThat(new Verify(spark())
                        .dataset(encoded.path())
                        .epoch(1)
                        .execute()
                        .isSound())
                .isTrue();
        List<Row> features = spark().read()
                .format("tfrecord")
                .option("inferBinary", true)
                .load(encoded.sortedFolder().toString())
                .selectExpr("height", "width", "CAST(format AS STRING)", "hex(substr(image_encoded, 1, 2))")
                .distinct()
                .orderBy("format")
                .collectAsList();
        assertThat(features).extracting(Row::toString).containsExactly("[8,8,jpeg,FFD8]", "[8,8,png,8950]");
    }

    @Test
    void damagedFile_thatNobodyLookedInto_failsWithWhatToDo() {
        assertThatThrownBy(() -> prepare(CheckMode.NONE, "6")
                        .kinds(EnumSet.of(RecordKind.IMAGE))
                        .shape(ImageTree.SHAPE)
                        .execute())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("--check decode leaves damaged files out and lists them");
    }

    @Test
    void soundImage_ofAnotherSize_isNotCalledDamaged() throws IOException {
        addLargeImage();

        assertThatThrownBy(() -> prepare(CheckMode.DECODE, "6")
                        .kinds(EnumSet.of(RecordKind.IMAGE))
                        .execute())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("Image is 9x4, expected ")
                .hasMessageEndingWith(
                        "; raw pixels need images of one size, --payload encoded keeps files as they are");
    }

    /** The first reading breaks in the middle; on a cluster Spark then tries the task again, here it does not. */
    @Test
    void fileThatCannotBeReadNow_isNoDamage() throws IOException {
        Path root = Files.createDirectories(above.resolve("flaky/a")).getParent();
        for (int i = 0; i < 200; i++) {
            Files.copy(tree.good().keySet().iterator().next(), root.resolve("a/%d.png".formatted(i)));
        }
        Files.move(root.resolve("a/7.png"), root.resolve("a/flaky %s.png".formatted(above.getFileName())));
        Configuration hadoop = spark().sparkContext().hadoopConfiguration();
        FlakyFiles.SETTINGS.forEach((key, value) -> hadoop.set(key.replace("spark.hadoop.", ""), value));
        PrepareListing prepare = prepare(CheckMode.DECODE, "100%")
                .listing(new FolderListing("flakyread:" + root))
                .output(dataset.path());

        assertThatThrownBy(prepare::execute).hasStackTraceContaining("connection lost while reading flaky");
        prepare.execute();

        assertThat(dataset.open().manifest().records()).isEqualTo(200);
    }

    private PrepareListing prepare(CheckMode mode, String maxRejected) {
        return new PrepareListing(spark())
                .listing(new FolderListing(tree.root().toString()))
                .output(dataset.path())
                .shards(3)
                .check(mode)
                .maxRejected(new RejectionLimit(maxRejected));
    }

    private void shuffle(TestDataset prepared, RecordKind kind, long epoch) throws IOException {
        new Shuffle(spark())
                .dataset(prepared.path())
                .kind(kind)
                .epoch(epoch)
                .shards(3)
                .seed(5)
                .execute();
    }

    /** Pixels by index, as a reader gives them. */
    private static Map<Long, String> pixels(TestDataset dataset, long epoch) throws IOException {
        Map<Long, String> pixels = new TreeMap<>();
        EpochFolder published = EpochFolder.open(dataset.open(), epoch);
        try (EpochReader reader = EpochReader.open(EpochShards.of(published), ReadOptions.defaults())) {
            while (reader.hasNext()) {
                try (Batch batch = reader.next()) {
                    byte[] all = new byte[batch.pixels().remaining()];
                    batch.pixels().get(all);
                    int bytes = all.length / batch.size();
                    for (int i = 0; i < batch.size(); i++) {
                        pixels.put(batch.index(i), HexFormat.of().formatHex(all, i * bytes, (i + 1) * bytes));
                    }
                }
            }
        }
        return pixels;
    }
}
