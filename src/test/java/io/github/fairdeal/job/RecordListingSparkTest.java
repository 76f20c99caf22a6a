package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.listing.CheckMode;
import io.github.fairdeal.listing.ListingOrder;
import io.github.fairdeal.listing.ManifestListing;
import io.github.fairdeal.listing.RecordListing;
import io.github.fairdeal.source.DrawnDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordListingSparkTest extends SparkTest {

    private static final DrawnDigits FEW = DrawnDigits.of(60);

    @TempDir
    Path above;

    @Test
    void imageRecordsOfADataset_becomeTheSameDataset() throws IOException {
        TestDataset old = TestDataset.prepare(spark(), FEW, above.resolve("old"));

        TestDataset dataset = new TestDataset(above.resolve("new"));
        prepare(old.sortedFolder() + "/image-*", "image_string", dataset)
                .kinds(EnumSet.of(RecordKind.IMAGE))
                .shape(ImageShape.MNIST)
                .execute();

        assertThat(dataset.open().manifest().sorted(RecordKind.IMAGE).fingerprint())
                .isEqualTo(old.open().manifest().sorted(RecordKind.IMAGE).fingerprint());
        assertThat(dataset.open().manifest().labelCounts())
                .isEqualTo(old.open().manifest().labelCounts());
        Shuffle.Result shuffled = new Shuffle(spark()).dataset(dataset.path()).execute();
        assertThat(shuffled.epoch().manifest().kind()).isEqualTo(RecordKind.IMAGE); // the only one there is
    }

    @Test
    void namesOfClasses_areTakenFromTheDataset() throws IOException {
        Path table =
                Files.write(above.resolve("old.csv"), List.of("path,label", "/a.png,cat", "/b.png,dog", "/c.png,ape"));
        TestDataset old = new TestDataset(above.resolve("old"));
        new PrepareListing(spark())
                .listing(new ManifestListing(table.toString(), null, "path", "label", List.of()))
                .output(old.path())
                .shape(ImageShape.MNIST)
                .execute();

        TestDataset dataset = new TestDataset(above.resolve("new"));
        prepare(old.sortedFolder().toString(), null, dataset)
                .shape(ImageShape.MNIST)
                .execute();

        assertThat(dataset.open().manifest().labels()).containsExactly("ape", "cat", "dog");
        assertThat(dataset.folder().resolve("labels.txt")).hasContent("ape\ncat\ndog");
        assertThat(dataset.open().manifest().sorted(RecordKind.PATH).shards()).hasSize(3);
    }

    @Test
    void shuffledPathRecords_comeInTheOrderGivenOrSorted() throws IOException {
        TestDataset old = TestDataset.prepare(spark(), FEW, above.resolve("old"));
        new Shuffle(spark()).dataset(old.path()).shards(3).seed(1).execute();
        List<String> given = TestRecord.read(TestDataset.list(old.folder().resolve("epochs/epoch-000000")).stream()
                        .filter(file -> file.toString().endsWith(".tfrecord"))
                        .toList())
                .stream()
                .map(TestRecord::path)
                .toList();

        TestDataset kept = new TestDataset(above.resolve("kept"));
        prepare(old.folder() + "/epochs/epoch-000000/path-*", null, kept)
                .order(ListingOrder.GIVEN)
                .execute();
        TestDataset sorted = new TestDataset(above.resolve("sorted"));
        prepare(old.folder() + "/epochs/epoch-000000/path-*", null, sorted).execute();

        assertThat(TestRecord.read(kept.sorted(RecordKind.PATH)))
                .extracting(TestRecord::path)
                .isEqualTo(given);
        assertThat(TestRecord.read(sorted.sorted(RecordKind.PATH)))
                .extracting(TestRecord::label)
                .isSorted();
        assertThat(sorted.open().manifest().shape()).isEqualTo(ImageShape.MNIST);
    }

    @Test
    void imagesOfAnybody_withNamesOfClasses_areDecoded() throws IOException {
        TestDataset old = TestDataset.prepare(spark(), FEW, above.resolve("old"));
        spark().read()
                .format("binaryFile")
                .option("recursiveFileLookup", true)
                .load(old.folder().resolve("images").toString())
                .selectExpr("content AS `image/encoded`", "if(length > 300, 'large', 'small') AS `image/class/text`")
                .write()
                .format("tfrecord")
                .save(above.resolve("foreign").toString());

        TestDataset dataset = new TestDataset(above.resolve("new"));
        new PrepareListing(spark())
                .listing(new RecordListing(
                        above.resolve("foreign").toString(),
                        "path_string",
                        "image/encoded",
                        "image/class/text",
                        List.of()))
                .output(dataset.path())
                .kinds(EnumSet.of(RecordKind.IMAGE))
                .execute();

        assertThat(dataset.open().manifest().labels()).containsExactly("large", "small");
        assertThat(TestRecord.read(dataset.sorted(RecordKind.IMAGE)))
                .hasSize(60)
                .allSatisfy(record -> assertThat(record.payload()).hasSize(784));
    }

    @Test
    void featuresToKeep_areInTheNewRecords() throws IOException {
        String foreign = above.resolve("foreign").toString();
        spark().range(0, 4, 1, 1)
                .selectExpr(
                        "concat('/', id, '.png') AS path_string",
                        "3 - id AS label",
                        "id / 4 AS weight",
                        "if(id = 1, null, concat('tag ', id)) AS `tag/text`",
                        "id AS forgotten")
                .write()
                .format("tfrecord")
                .save(foreign);

        TestDataset dataset = new TestDataset(above.resolve("new"));
        new PrepareListing(spark())
                .listing(new RecordListing(foreign, "path_string", null, "label", List.of("weight", "tag/text")))
                .output(dataset.path())
                .shards(1)
                .shape(ImageShape.MNIST)
                .execute();

        Dataset<Row> records =
                spark().read().format("tfrecord").load(dataset.sortedFolder().toString());
        assertThat(records.columns()).doesNotContain("forgotten");
        assertThat(records.selectExpr("index", "label", "path_string", "weight", "`tag/text`")
                        .orderBy("index")
                        .collectAsList())
                .extracting(Row::toString)
                .containsExactly(
                        "[0,0,/3.png,0.75,tag 3]",
                        "[1,1,/2.png,0.5,tag 2]",
                        "[2,2,/1.png,0.25,null]",
                        "[3,3,/0.png,0.0,tag 0]");
    }

    @Test
    void folder_withAnEmptyFirstFileAndACompressedOne_isReadWhole() throws IOException {
        Path foreign = Files.createDirectories(above.resolve("foreign"));
        Files.createFile(foreign.resolve("part-0.tfrecord"));
        Path compressed = Files.move(written("gzip", 0, 30), foreign.resolve("part-1.tfrecord.gz"));
        Files.move(written("none", 30, 50), foreign.resolve("part-2.tfrecord"));

        TestDataset dataset = new TestDataset(above.resolve("new"));
        prepare(foreign.toString(), null, dataset)
                .order(ListingOrder.GIVEN)
                .shape(ImageShape.MNIST)
                .execute();

        assertThat(Files.readAllBytes(compressed)).startsWith(0x1F, 0x8B);
        assertThat(TestRecord.read(dataset.sorted(RecordKind.PATH)))
                .extracting(TestRecord::path)
                .isEqualTo(IntStream.range(0, 50).mapToObj("/%d.png"::formatted).toList());
    }

    @Test
    void pixelsWithoutShape_andPathsOfImages_areRefused() throws IOException {
        TestDataset old = TestDataset.prepare(spark(), FEW, above.resolve("old"));
        PrepareListing prepare = prepare(old.sortedFolder() + "/image-*", null, new TestDataset(above.resolve("new")));

        assertThatThrownBy(prepare::execute)
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("hold images and no paths; use --kinds image");
        assertThatThrownBy(() -> prepare.kinds(EnumSet.of(RecordKind.IMAGE)).execute())
                .isInstanceOf(UsageException.class)
                .hasMessage("--shape is needed: records hold pixels, 784 bytes, and do not say of what shape");
    }

    @Test
    void epochOfADataset_withRelativePaths_isReadFromTheDatasetsFolder() throws IOException {
        TestDataset old = new TestDataset(above.resolve("old"));
        new Prepare(spark())
                .images(FEW)
                .output(old.path())
                .paths(PathStyle.RELATIVE)
                .execute();
        new Shuffle(spark()).dataset(old.path()).shards(3).seed(1).execute();
        Path epoch = old.epochFolder(0);
        new Audit(spark()).paths(List.of(epoch.toString())).keptBesideEpoch().execute();

        TestDataset dataset = new TestDataset(above.resolve("new"));
        prepare(epoch.toString(), null, dataset).check(CheckMode.DECODE).execute();

        assertThat(TestRecord.read(dataset.sorted(RecordKind.PATH)))
                .hasSize(60)
                .allSatisfy(record -> assertThat(record.path()).startsWith(old.path() + "/images/00000/"));
        assertThat(dataset.open().manifest().leftOut()).isEmpty();
    }

    @Test
    void folderWithBothKinds_isRefusedWithThePatternsToGive() throws IOException {
        TestDataset old = TestDataset.prepare(spark(), FEW, above.resolve("old"));
        String folder = old.sortedFolder().toString();

        assertThatThrownBy(() -> prepare(folder, null, new TestDataset(above.resolve("new")))
                        .plan())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("name one kind: --input '%1$s/path-*' or '%1$s/image-*'".formatted(folder));
    }

    /** A white image in BGR begins as a JPEG file does. */
    @Test
    void pixelsThatBeginAsAFileDoes_arePixels() throws IOException {
        spark().range(0, 6, 1, 1)
                .selectExpr(
                        "id AS label",
                        "if(id = 0, unhex(concat('FFD8FF', repeat('00', 9))), unhex(repeat('0A', 12))) AS image_string")
                .write()
                .format("tfrecord")
                .save(above.resolve("foreign").toString());

        TestDataset dataset = new TestDataset(above.resolve("new"));
        prepare(above.resolve("foreign").toString(), null, dataset)
                .kinds(EnumSet.of(RecordKind.IMAGE))
                .shape(new ImageShape(2, 2, 3))
                .execute();

        assertThat(TestRecord.read(dataset.sorted(RecordKind.IMAGE)).get(0).payload())
                .hasSize(12)
                .startsWith(0xFF, 0xD8, 0xFF);
    }

    @Test
    void labelThatIsNoText_isRefused() {
        spark().range(0, 3, 1, 1)
                .selectExpr("unhex('E9') AS label", "'/a.png' AS path_string")
                .write()
                .format("tfrecord")
                .save(above.resolve("foreign").toString());

        assertThatThrownBy(
                        () -> prepare(above.resolve("foreign").toString(), null, new TestDataset(above.resolve("new")))
                                .shape(ImageShape.MNIST)
                                .execute())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("is not UTF-8 (bytes e9)");
    }

    /** A file of path records. */
    private Path written(String codec, int from, int to) throws IOException {
        Path folder = above.resolve("written-" + codec);
        spark().range(from, to, 1, 1)
                .selectExpr("concat('/', id, '.png') AS path_string", "id % 3 AS label")
                .write()
                .format("tfrecord")
                .option("codec", codec)
                .save(folder.toString());
        return TestDataset.list(folder).stream()
                .filter(file -> file.getFileName().toString().startsWith("part-"))
                .findFirst()
                .orElseThrow();
    }

    private PrepareListing prepare(String input, String imageColumn, TestDataset dataset) {
        return new PrepareListing(spark())
                .listing(new RecordListing(input, "path_string", imageColumn, "label", List.of()))
                .output(dataset.path());
    }
}
