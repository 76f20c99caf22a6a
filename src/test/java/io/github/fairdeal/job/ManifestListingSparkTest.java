package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.listing.DuplicatePaths;
import io.github.fairdeal.listing.FolderListing;
import io.github.fairdeal.listing.ListingOrder;
import io.github.fairdeal.listing.ManifestFormat;
import io.github.fairdeal.listing.ManifestListing;
import io.github.fairdeal.source.ImageTree;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestListingSparkTest extends SparkTest {

    @TempDir
    Path above;

    @Test
    void csvWithNames_isSortedByNameAndPath() throws IOException {
        Path table = write(
                "images.csv",
                "path,label",
                "/b.png,dog",
                "\"/with,comma\"\"quoted\"\"",
                "and line.png\",cat",
                "sub/relative.png,dog",
                "s3a://bucket/a#b%20.png,ape");

        TestDataset dataset = prepare(table, List.of(), ListingOrder.LABEL);

        assertThat(TestRecord.read(dataset.sorted(RecordKind.PATH)))
                .extracting(TestRecord::index, TestRecord::label, TestRecord::path)
                .containsExactly(
                        tuple(0L, 0L, "s3a://bucket/a#b%20.png"),
                        tuple(1L, 1L, "/with,comma\"quoted\"\nand line.png"),
                        tuple(2L, 2L, "/b.png"),
                        tuple(3L, 2L, above + "/sub/relative.png"));
        assertThat(dataset.open().manifest().labels()).containsExactly("ape", "cat", "dog");
    }

    @Test
    void jsonWithNumbers_keepsThem_andColumnsAsFeatures() throws IOException {
        Path table = write(
                "images.jsonl",
                "{\"path\": \"/a.png\", \"label\": 7, \"weight\": 0.5, \"tag\": \"x\"}",
                "{\"path\": \"/b.png\", \"label\": -3, \"weight\": 2.0}");

        TestDataset dataset = prepare(table, List.of("weight", "tag"), ListingOrder.LABEL);

        assertThat(dataset.open().manifest().labels()).isEmpty();
        assertThat(dataset.folder().resolve("labels.txt")).doesNotExist();
        List<Row> rows = spark().read()
                .format("tfrecord")
                .load(dataset.sortedFolder().toString())
                .selectExpr("index", "label", "path_string", "weight", "tag")
                .orderBy("index")
                .collectAsList();
        assertThat(rows).extracting(Row::toString).containsExactly("[0,-3,/b.png,2.0,null]", "[1,7,/a.png,0.5,x]");
    }

    @Test
    void parquet_inTheOrderGiven_keepsIt() throws IOException {
        String table = above.resolve("images.parquet").toString();
        spark().range(0, 500, 1, 4)
                .selectExpr("concat('/', (id * 37) % 500, '.png') AS file", "id % 3 AS class")
                .write()
                .parquet(table);

        TestDataset dataset = new TestDataset(above.resolve("given"));
        new PrepareListing(spark())
                .listing(new ManifestListing(table, null, "file", "class", List.of()))
                .output(dataset.path())
                .order(ListingOrder.GIVEN)
                .shape(ImageShape.MNIST)
                .execute();

        List<TestRecord> records = TestRecord.read(dataset.sorted(RecordKind.PATH));
        assertThat(records).hasSize(500);
        for (int i = 0; i < 500; i++) {
            assertThat(records.get(i).path()).isEqualTo("/" + i * 37 % 500 + ".png");
            assertThat(records.get(i).label()).isEqualTo(i % 3);
        }
    }

    @Test
    void rowWithoutLabel_isRefusedWithItsContent() throws IOException {
        Path table = write("images.csv", "path,label", "/a.png,1", "/b.png,", "/c.png,2");

        assertThatThrownBy(() -> prepare(table, List.of(), ListingOrder.LABEL))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(table + ": 1 of 3 rows have no path or no label, or are damaged, such as ")
                .hasMessageContaining("/b.png")
                .hasMessageContaining("--label-column label");
    }

    @Test
    void csvFiles_withColumnsInAnotherOrder_areRefused() throws IOException {
        Path tables = Files.createDirectories(above.resolve("tables"));
        write("tables/a.csv", "path,label", "/a.png,1");
        write("tables/b.csv", "label,path", "2,/b.png");
        write("tables/c.csv", "path,label", "\"/two\nlines.png\",1");

        assertThatThrownBy(() -> prepare(above.resolve("tables/[ab].csv"), List.of(), ListingOrder.LABEL))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("[ab].csv: its files have different columns, or in another order: ");
        assertThatThrownBy(() -> new PrepareListing(spark())
                        .listing(new ManifestListing(tables.toString(), ManifestFormat.CSV, "path", "label", List.of()))
                        .output(above.resolve("dataset").toString())
                        .execute())
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("different columns");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/b.png", "/b.png,1,2"})
    void csvRow_withTooFewOrTooManyValues_isRefused(String row) throws IOException {
        Path table = write("images.csv", "path,label", "/a.png,1", row, "/c.png,2");

        assertThatThrownBy(() -> prepare(table, List.of(), ListingOrder.LABEL))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("1 of 3 rows have no path or no label, or are damaged, such as " + row);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/b.png", "\"/b\r\nb.png\""})
    void csv_withByteOrderMarkAndWindowsLines_isRead(String second) throws IOException {
        Path table = above.resolve("images.csv");
        Files.writeString(table, "\uFEFFpath,label\r\n/a.png,1\r\n" + second + ",2\r\n");

        List<TestRecord> records =
                TestRecord.read(prepare(table, List.of(), ListingOrder.LABEL).sorted(RecordKind.PATH));

        assertThat(records).extracting(TestRecord::label).containsExactly(1L, 2L);
        assertThat(records.get(0).path()).isEqualTo("/a.png");
        assertThat(records.get(1).path()).startsWith("/b").endsWith(".png");
    }

    @Test
    void quoteThatIsNeverClosed_isShownInPart() throws IOException {
        Path table = write("images.csv", "path,label", "/a.png,1", "\"/b.png,1", "/c.png,2\n".repeat(1_000));

        assertThatThrownBy(() -> prepare(table, List.of(), ListingOrder.LABEL))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("/b.png")
                .extracting(failure -> failure.getMessage().length())
                .satisfies(length -> assertThat(length).isLessThan(600));
    }

    @Test
    void jsonLine_thatIsBroken_isRefused() throws IOException {
        Path table = write("images.jsonl", "{\"path\": \"/a.png\", \"label\": 7}", "{\"path\": \"/b.png\", ");

        assertThatThrownBy(() -> prepare(table, List.of(), ListingOrder.LABEL))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("1 of 2 rows")
                .hasMessageContaining("/b.png");
    }

    @Test
    void datesToKeep_areText() throws IOException {
        Path table = write(
                "images.csv",
                "path,label,taken,seen",
                "/a.png,1,2024-02-29,2024-02-29 12:30:00",
                "/b.png,2,2023-01-01,2024-03-01 00:00:00");

        TestDataset dataset = prepare(table, List.of("taken", "seen"), ListingOrder.LABEL);

        assertThat(spark().read()
                        .format("tfrecord")
                        .load(dataset.sortedFolder().toString())
                        .selectExpr("taken", "seen")
                        .orderBy("taken")
                        .collectAsList())
                .extracting(Row::toString)
                .containsExactly("[2023-01-01,2024-03-01 00:00:00]", "[2024-02-29,2024-02-29 12:30:00]");
    }

    /** What a record's number would change stays a text. */
    @Test
    void valuesToKeep_keepTheirDigits() throws IOException {
        Path table = write(
                "images.csv",
                "path,label,id,code,count,share,flag,grade,note",
                "/a.png,1,12345678901234567890,007,9223372036854775807,0.5,true,E5,",
                "/b.png,2,12345678901234567891,042,-3,2e1,false,e12,");

        TestDataset dataset =
                prepare(table, List.of("id", "code", "count", "share", "flag", "grade", "note"), ListingOrder.LABEL);

        assertThat(spark().read()
                        .format("tfrecord")
                        .load(dataset.sortedFolder().toString())
                        .selectExpr("id", "code", "count", "share", "flag", "grade")
                        .orderBy("id")
                        .collectAsList())
                .extracting(Row::toString)
                .containsExactly(
                        "[12345678901234567890,007,9223372036854775807,0.5,1,E5]",
                        "[12345678901234567891,042,-3,20.0,0,e12]");
    }

    @Test
    void jsonNumber_thatNoRecordHolds_isText() throws IOException {
        Path table = write("images.jsonl", "{\"path\": \"/a.png\", \"label\": 1, \"id\": 12345678901234567890}");

        TestDataset dataset = prepare(table, List.of("id"), ListingOrder.LABEL);

        assertThat(spark().read()
                        .format("tfrecord")
                        .load(dataset.sortedFolder().toString())
                        .first()
                        .<Object>getAs("id"))
                .isEqualTo("12345678901234567890");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10, 2, 9223372036854775807", "10.0,2.0,9223372036854775807.0"})
    void labels_withSpacesOrZeros_areNumbers(String labels) throws IOException {
        String[] each = labels.split(",", -1);
        Path table = write("images.csv", "path,label", "/a.png," + each[0], "/b.png," + each[1], "/c.png," + each[2]);

        TestDataset dataset = prepare(table, List.of(), ListingOrder.LABEL);

        assertThat(TestRecord.read(dataset.sorted(RecordKind.PATH)))
                .extracting(TestRecord::label, TestRecord::path)
                .containsExactly(tuple(2L, "/b.png"), tuple(10L, "/a.png"), tuple(Long.MAX_VALUE, "/c.png"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/caf\u00e9.png,1", "/a.png,caf\u00e9"})
    void csv_thatIsNotUtf8_isRefused(String row) throws IOException {
        Path table = Files.write(
                above.resolve("images.csv"),
                ("path,label\n" + row + "\n/b.png,2\n").getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> prepare(table, List.of(), ListingOrder.LABEL))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(table + ": 1 of 2 rows are not UTF-8, such as that of /")
                .hasMessageEndingWith("convert the file, such as with iconv -t UTF-8");
    }

    @Test
    void tables_thatSparkCannotRead_areBadInput() throws IOException {
        Path twice = write("images.jsonl", "{\"path\": \"/a.png\", \"label\": 1, \"Label\": 2}");
        Path csv = write("images.csv", "path,label", "/a.png,1");

        assertThatThrownBy(() -> prepare(twice, List.of(), ListingOrder.LABEL))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(twice + ": cannot be read as json: ")
                .hasMessageContaining("label");
        assertThatThrownBy(() -> new PrepareListing(spark())
                        .listing(
                                new ManifestListing(csv.toString(), ManifestFormat.PARQUET, "path", "label", List.of()))
                        .output(above.resolve("dataset").toString())
                        .execute())
                .isInstanceOf(BadInputException.class)
                .hasMessage(csv + ": is not a Parquet file; --input-format says what it is, or its name");
    }

    @Test
    void labelsWithoutEnd_areRefusedBeforeTheyFillTheDriver() {
        String table = above.resolve("ids.parquet").toString();
        spark().range(0, 1_200_000, 1, 4)
                .selectExpr("concat('/', id, '.png') AS path", "id AS label")
                .write()
                .parquet(table);

        assertThatThrownBy(() -> prepare(Path.of(table), List.of(), ListingOrder.LABEL))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(" different labels of 1,200,000 images, expected 1,000,000 at most; "
                        + "is that the column of labels (--label-column)?");
    }

    @Test
    void columnsToKeep_twiceOrWithOurNames_areRefused() throws IOException {
        Path table = write("images.csv", "path,label,_row,weight", "/a.png,1,1,2");

        assertThatThrownBy(() -> prepare(table, List.of("weight", "Weight"), ListingOrder.LABEL))
                .isInstanceOf(UsageException.class)
                .hasMessage("--keep-columns: 'Weight' is named twice");
        assertThatThrownBy(() -> prepare(table, List.of("_row"), ListingOrder.LABEL))
                .isInstanceOf(UsageException.class)
                .hasMessage("--keep-columns: '_row' is a name that fairdeal works with; rename the column");
    }

    @Test
    void columnsToKeep_areInImageRecordsToo() throws IOException {
        ImageTree tree = ImageTree.write(above.resolve("images"), 4, 1, 0);
        List<String> lines = new ArrayList<>(List.of("path,label,weight"));
        for (Path file : tree.good().keySet()) {
            lines.add("\"%s\",1,0.5".formatted(file.toString().replace("\"", "\"\"")));
        }
        Path table = Files.write(above.resolve("images.csv"), lines);

        TestDataset dataset = new TestDataset(above.resolve("dataset"));
        new PrepareListing(spark())
                .listing(new ManifestListing(table.toString(), null, "path", "label", List.of("weight")))
                .output(dataset.path())
                .kinds(EnumSet.of(RecordKind.IMAGE))
                .payload(ImagePayload.ENCODED)
                .execute();

        assertThat(spark().read()
                        .format("tfrecord")
                        .option("inferBinary", true)
                        .load(dataset.sortedFolder().toString())
                        .selectExpr("weight", "height", "length(image_encoded) > 20")
                        .collectAsList())
                .extracting(Row::toString)
                .containsExactly("[0.5,8,true]", "[0.5,8,true]", "[0.5,8,true]", "[0.5,8,true]");
    }

    /** Rows whose path and label others have too, told apart by what is kept: they stay as they stand in the files. */
    @ParameterizedTest
    @EnumSource
    void tablesWithTies_giveTheSameBytes_howeverSparkDividesThem(ListingOrder order) throws IOException {
        Path tables = Files.createDirectories(above.resolve("images.csv"));
        List<TiedRow> rows = IntStream.range(0, 600).mapToObj(TiedRow::of).toList();
        TiedRow.write(tables.resolve("a.csv"), rows.subList(0, 100));
        TiedRow.write(tables.resolve("b.csv"), rows.subList(100, 500));
        TiedRow.write(tables.resolve("c.csv"), rows.subList(500, 600));

        SparkSession whole = dividing("128m", 1);
        SparkSession halved = dividing("5000b", 2);
        SparkSession shredded = dividing("1000b", 5);
        assertThat(Stream.of(whole, halved, shredded)
                        .map(session ->
                                session.read().csv(tables.toString()).javaRDD().getNumPartitions()))
                .isSorted()
                .doesNotHaveDuplicates();

        TestDataset dataset = prepareTies(whole, tables, order);
        TestDataset fromHalves = prepareTies(halved, tables, order);
        TestDataset fromShreds = prepareTies(shredded, tables, order);

        assertThat(spark().read()
                        .format("tfrecord")
                        .load(dataset.sortedFolder().toString())
                        .orderBy("index")
                        .selectExpr("path_string", "label", "row")
                        .collectAsList())
                .extracting(row -> new TiedRow(row.getString(0), row.getLong(1), row.getLong(2)))
                .isEqualTo(order == ListingOrder.GIVEN ? rows : TiedRow.sorted(rows));
        assertThat(dataset.sorted(RecordKind.PATH)).hasSize(3).allSatisfy(shard -> assertThat(shard)
                .hasSameBinaryContentAs(fromHalves.sortedFolder().resolve(shard.getFileName()))
                .hasSameBinaryContentAs(fromShreds.sortedFolder().resolve(shard.getFileName())));
    }

    @Test
    void relativePaths_beginAtTheTablesFolder_whereThatIsOne() throws IOException {
        Files.createDirectories(above.resolve("written.jsonl"));
        write("written.jsonl/part-0.json", "{\"path\": \"a.png\", \"label\": 7}");
        Files.createDirectories(above.resolve("one"));
        Path odd = write("one/a[1] {b}.csv", "path,label", "a.png,1");
        write("one/a1 b.csv", "path,label", "/wrong.png,1");

        assertThat(TestRecord.read(prepare(above.resolve("written.jsonl"), List.of(), ListingOrder.LABEL)
                        .sorted(RecordKind.PATH)))
                .extracting(TestRecord::path)
                .containsExactly(above + "/a.png");
        Storage.local().delete(above.resolve("dataset").toString());
        assertThat(TestRecord.read(prepare(odd, List.of(), ListingOrder.LABEL).sorted(RecordKind.PATH)))
                .extracting(TestRecord::path)
                .containsExactly(above + "/one/a.png");
        Storage.local().delete(above.resolve("dataset").toString());
        assertThatThrownBy(() -> prepare(above.resolve("o?e/*.csv"), List.of(), ListingOrder.LABEL))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("a relative path such as 'a.png' would begin at another one in each");
    }

    @Test
    void relativeNames_ofListedFiles_leadFromTheDatasetToThem() throws IOException {
        ImageTree tree = ImageTree.write(above.resolve("images"), 6, 1, 0);
        TestDataset dataset = new TestDataset(above.resolve("sets/one"));

        new PrepareListing(spark())
                .listing(new FolderListing(tree.root().toString()))
                .output(dataset.path())
                .paths(PathStyle.RELATIVE)
                .execute();

        for (TestRecord record : TestRecord.read(dataset.sorted(RecordKind.PATH))) {
            assertThat(record.path()).startsWith("../../images/");
            assertThat(dataset.folder().resolve(record.path())).exists();
        }
        Path table = write("remote.csv", "path,label", "s3a://bucket/a.png,1");
        assertThatThrownBy(() -> new PrepareListing(spark())
                        .listing(new ManifestListing(table.toString(), null, "path", "label", List.of()))
                        .output(above.resolve("other").toString())
                        .shards(1)
                        .shape(ImageShape.MNIST)
                        .paths(PathStyle.RELATIVE)
                        .plan())
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no folder holds both");
    }

    @Test
    void columnThatIsMissing_isNamedWithThoseThatAreThere() throws IOException {
        Path table = write("images.csv", "file,label", "/a.png,1");

        assertThatThrownBy(() -> prepare(table, List.of(), ListingOrder.LABEL))
                .isInstanceOf(UsageException.class)
                .hasMessage("--path-column: no column 'path', there are [file, label]");
    }

    @Test
    void columnThatIsThereTwice_andTablesWithoutAny_areTold() throws IOException {
        Path twice = write("twice.csv", "path,label,label", "/a.png,1,2");
        Path empty = write("empty.csv");

        assertThatThrownBy(() -> prepare(twice, List.of(), ListingOrder.LABEL))
                .isInstanceOf(UsageException.class)
                .hasMessage("--label-column: no column 'label', there are [path, label1, label2]; is it there twice?");
        assertThatThrownBy(() -> prepare(empty, List.of(), ListingOrder.LABEL))
                .isInstanceOf(BadInputException.class)
                .hasMessage("--input: there are no columns; is the file empty?");
    }

    @Test
    void pathTwice_isCountedOrRefused() throws IOException {
        Path table = write("images.csv", "path,label", "/a.png,1", "/b.png,1", "/a.png,2", "//./a.png,1");
        PrepareListing prepare = new PrepareListing(spark())
                .listing(new ManifestListing(table.toString(), null, "path", "label", List.of()))
                .output(above.resolve("dataset").toString())
                .shards(1)
                .shape(ImageShape.MNIST);

        assertThat(prepare.plan().contents().duplicates()).isEqualTo(2);
        assertThat(above.resolve("dataset")).doesNotExist();
        assertThatThrownBy(() -> prepare.duplicates(DuplicatePaths.REFUSE).execute())
                .isInstanceOf(BadInputException.class)
                .hasMessage(table + ": 1 paths are named more than once, the first: /a.png; expected each once");
    }

    /** A session that divides its work as told. */
    private SparkSession dividing(String mostOfAFile, int shufflePartitions) {
        SparkSession session = spark().newSession();
        session.conf().set("spark.sql.files.maxPartitionBytes", mostOfAFile);
        session.conf().set("spark.sql.shuffle.partitions", shufflePartitions);
        session.conf().set("spark.sql.adaptive.enabled", false); // it puts small partitions together again
        return session;
    }

    private TestDataset prepareTies(SparkSession session, Path tables, ListingOrder order) throws IOException {
        TestDataset dataset =
                new TestDataset(Files.createTempDirectory(above, "ties").resolve("dataset"));
        new PrepareListing(session)
                .listing(new ManifestListing(tables.toString(), null, "path", "label", List.of("row", "text")))
                .output(dataset.path())
                .shards(3)
                .order(order)
                .shape(ImageShape.MNIST)
                .execute();
        return dataset;
    }

    private Path write(String name, String... lines) throws IOException {
        return Files.write(above.resolve(name), List.of(lines));
    }

    private TestDataset prepare(Path table, List<String> kept, ListingOrder order) throws IOException {
        Path folder = above.resolve("dataset");
        new PrepareListing(spark())
                .listing(new ManifestListing(table.toString(), null, "path", "label", kept))
                .output(folder.toString())
                .shards(1)
                .order(order)
                .shape(ImageShape.MNIST)
                .execute();
        return new TestDataset(folder);
    }

    private record TiedRow(String path, long label, long row) {

        static TiedRow of(long row) {
            long image = row * 37 % 100;
            return new TiedRow("/%02d.png".formatted(image), image % 7, row);
        }

        static void write(Path table, List<TiedRow> rows) throws IOException {
            List<String> lines = new ArrayList<>(List.of("path,label,row,text"));
            rows.forEach(own -> lines.add("%s,%d,%d,row %3$d".formatted(own.path, own.label, own.row)));
            Files.write(table, lines);
        }

        static List<TiedRow> sorted(List<TiedRow> rows) {
            return rows.stream()
                    .sorted(Comparator.comparingLong(TiedRow::label)
                            .thenComparing(TiedRow::path)
                            .thenComparingLong(TiedRow::row))
                    .toList();
        }
    }
}
