package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void columnThatIsMissing_isNamedWithThoseThatAreThere() throws IOException {
        Path table = write("images.csv", "file,label", "/a.png,1");

        assertThatThrownBy(() -> prepare(table, List.of(), ListingOrder.LABEL))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--path-column: no column 'path', there are [file, label");
    }

    @Test
    void pathTwice_isCountedOrRefused() throws IOException {
        Path table = write("images.csv", "path,label", "/a.png,1", "/b.png,1", "/a.png,2", "/a.png,1");
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
}
