package io.github.fairdeal.datasource;

import static io.github.fairdeal.datasource.Messages.example;
import static io.github.fairdeal.datasource.Messages.floats;
import static io.github.fairdeal.datasource.Messages.int64s;
import static io.github.fairdeal.datasource.Messages.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files are read, and what Spark's file sources offer beside their rows: SQL by path, {@code _metadata}. */
final class FileOptionsSparkTest extends SparkSourceTest {

    private static final Instant OLD = Instant.parse("2020-01-01T00:00:00Z");

    /** {@code in/a.tfrecord} holds 1, is old; {@code in/b.records} 10; {@code in/deep/er/c.tfrecord} 100. */
    @BeforeEach
    void writeThreeFiles() throws IOException {
        Path old = write("in/a.tfrecord", example(Map.of("id", int64s(1))));
        Files.setLastModifiedTime(old, FileTime.from(OLD));
        write("in/b.records", example(Map.of("id", int64s(10))));
        write("in/deep/er/c.tfrecord", example(Map.of("id", int64s(100))));
    }

    @ParameterizedTest
    @CsvSource({
        "in, none, none, 11", // folders without a name like column=value are not entered
        "in/*.tfrecord, none, none, 1",
        "'in/{a,b}*', none, none, 11",
        "in/deep/*/, none, none, 100",
        "in, recursiveFileLookup, true, 111",
        "in, pathGlobFilter, *.records, 10",
        "in, modifiedBefore, 2021-01-01T00:00:00, 1",
        "in, modifiedAfter, 2021-01-01T00:00:00, 10",
    })
    void files_areThoseThatTheOptionsSay(String path, String option, String value, long sum) {
        DataFrameReader reader = reader();
        if (!option.equals("none")) {
            reader = reader.option(option, value);
        }

        assertThat(sum(reader.load(path(path)))).isEqualTo(sum);
    }

    @Test
    void missingFiles_areAnErrorUnlessTheyAreIgnored() throws IOException {
        Dataset<Row> strict = reader().load(path("in"));
        Dataset<Row> lenient = reader().option("ignoreMissingFiles", "true").load(path("in"));
        Files.delete(folder.resolve("in/b.records"));

        assertThatThrownBy(() -> sum(strict)).hasStackTraceContaining("b.records does not exist");
        assertThat(sum(lenient)).isEqualTo(1);
    }

    @Test
    void queries_namePathsAndTables() {
        String path = path("in/*.tfrecord");
        assertThat(spark().sql("SELECT sum(id) FROM tfrecord.`" + path + "`")
                        .first()
                        .getLong(0))
                .isEqualTo(1);

        spark().sql("CREATE TEMPORARY VIEW ids USING tfrecord OPTIONS (path '" + path("in")
                + "', recursiveFileLookup 'true')");
        spark().sql("CREATE TABLE tens USING tfrecord LOCATION '" + path("tens")
                + "' AS SELECT 10 * id AS id FROM ids");
        try {
            assertThat(sum(spark().sql("SELECT id FROM ids"))).isEqualTo(111);
            assertThat(sum(spark().sql("SELECT id FROM tens"))).isEqualTo(1110);
            assertThat(sum(reader().load(path("tens")))).isEqualTo(1110);
        } finally {
            spark().catalog().dropTempView("ids");
            spark().sql("DROP TABLE tens");
        }
    }

    @Test
    void metadataColumn_saysWhichFileARowIsFrom() throws IOException {
        Dataset<Row> rows = reader().load(path("in"))
                .where("id = 1")
                .select(
                        "_metadata.file_name",
                        "_metadata.file_size",
                        "_metadata.file_path",
                        "_metadata.file_modification_time",
                        "id");

        Row row = rows.first();
        assertThat(row.getString(0)).isEqualTo("a.tfrecord");
        assertThat(row.getLong(1)).isEqualTo(Files.size(folder.resolve("in/a.tfrecord")));
        assertThat(row.getString(2)).endsWith("/in/a.tfrecord");
        assertThat(row.getTimestamp(3).toInstant()).isEqualTo(OLD);
        assertThat(row.getLong(4)).isEqualTo(1);
        assertThat(reader().load(path("in"))
                        .where("_metadata.file_name = 'b.records'")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void inferenceFromTheFirstFile_looksAtNoOther() throws IOException {
        write("two/a", example(Map.of("id", int64s(1))));
        write("two/b", example(Map.of("id", int64s(1), "later", floats(1))));

        assertThat(spark().read()
                        .format("tfrecord")
                        .option("inferFrom", "first-file")
                        .load(path("two"))
                        .schema())
                .isEqualTo(struct("id bigint"));
        assertThat(spark().read().format("tfrecord").load(path("two")).schema())
                .isEqualTo(struct("id bigint, later float"));
    }

    /** Of 1,000 records one has another feature: a hundredth of them does not show it by this file's name, all of them do. */
    @Test
    void inferenceFromASample_looksAtTheShareItIsGiven() throws IOException {
        byte[][] records = new byte[1_000][];
        for (int i = 0; i < records.length; i++) {
            records[i] = example(i == 500 ? Map.of("rare", strings("x")) : Map.of("id", int64s(i)));
        }
        Path file = write("many/file", records);

        assertThat(spark().read()
                        .format("tfrecord")
                        .option("samplingRatio", "0.01")
                        .load(file.toString())
                        .schema())
                .isEqualTo(struct("id bigint"));
        assertThat(spark().read().format("tfrecord").load(file.toString()).schema())
                .isEqualTo(struct("id bigint, rare string"));
    }

    @Test
    void fileThatGoesBeforeInferenceOpensIt_isAnErrorUnlessIgnored() throws IOException {
        List<ListedFile> files = new ArrayList<>();
        for (String name : List.of("in/a.tfrecord", "in/b.records")) {
            Path file = folder.resolve(name);
            files.add(new ListedFile(file.toUri().toString(), Files.size(file), 0));
        }
        Files.delete(folder.resolve("in/b.records"));

        assertThatThrownBy(() -> infer(Map.of(), files)).hasStackTraceContaining("b.records does not exist");
        assertThat(infer(Map.of("ignoreMissingFiles", "true"), files)).isEqualTo(struct("id bigint"));
    }

    private StructType infer(Map<String, String> options, List<ListedFile> files) throws IOException {
        return new SchemaInference(ReadOptions.of(options, key -> "false"))
                .infer(
                        JavaSparkContext.fromSparkContext(spark().sparkContext()),
                        spark().sparkContext().hadoopConfiguration(),
                        files);
    }

    private DataFrameReader reader() {
        return spark().read().format("tfrecord").schema("id bigint");
    }

    private static long sum(Dataset<Row> ids) {
        return ids.selectExpr("sum(id)").first().getLong(0);
    }
}
