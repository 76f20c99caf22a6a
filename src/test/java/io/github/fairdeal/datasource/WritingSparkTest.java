package io.github.fairdeal.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files, their names and their compression, save modes, and what a failed job leaves. */
final class WritingSparkTest extends SparkSourceTest {

    @Test
    void saveModes_areSparksOwn() {
        Dataset<Long> ten = spark().range(10);
        ten.write().format("tfrecord").save(path("out"));

        assertThatThrownBy(() -> ten.write().format("tfrecord").save(path("out")))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("already exists");
        ten.write().format("tfrecord").mode("ignore").save(path("out"));
        assertThat(count("out")).isEqualTo(10);
        ten.write().format("tfrecord").mode("append").save(path("out"));
        assertThat(count("out")).isEqualTo(20);
        ten.limit(3).write().format("tfrecord").mode("overwrite").save(path("out"));
        assertThat(count("out")).isEqualTo(3);
    }

    @Test
    void dynamicOverwrite_replacesThePartitionsItHasOnly() {
        Dataset<Row> rows = spark().range(10).withColumn("p", functions.expr("id % 2"));
        rows.write().partitionBy("p").format("tfrecord").save(path("out"));

        rows.where("id = 1")
                .write()
                .partitionBy("p")
                .format("tfrecord")
                .option("partitionOverwriteMode", "dynamic")
                .mode("overwrite")
                .save(path("out"));

        assertThat(count("out")).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({
        "gzip, .tfrecord.gz",
        "org.apache.hadoop.io.compress.GzipCodec, .tfrecord.gz",
        "ZLIB, .tfrecord.deflate",
        "bzip2, .tfrecord.bz2",
        "snappy, .tfrecord.snappy",
        "none, .tfrecord",
    })
    void compressedFiles_areReadByTheirExtension(String codec, String extension) throws IOException {
        spark().range(0, 1000, 1, 1)
                .write()
                .format("tfrecord")
                .option("codec", codec)
                .save(path("out"));

        assertThat(dataFiles(folder.resolve("out"))).hasSize(1).allMatch(name -> name.endsWith(extension));
        assertThat(sum("out")).isEqualTo(499_500);
    }

    @ParameterizedTest
    @CsvSource({"gzip, 0", "zlib, 0", "none, 0", "none, 1"})
    void files_areReadByTheirContentWhateverTheirName(String codec, int asGzip) throws IOException {
        spark().range(0, 1000, 1, 1)
                .write()
                .format("tfrecord")
                .option("codec", codec)
                .save(path("out"));
        Path written =
                folder.resolve("out").resolve(dataFiles(folder.resolve("out")).get(0));
        Files.createDirectories(folder.resolve("renamed"));
        Files.move(written, folder.resolve("renamed/file" + (asGzip == 1 ? ".gz" : "")));

        assertThat(sum("renamed")).isEqualTo(499_500);
    }

    @Test
    void compressedFileThatIsCut_isDamaged() throws IOException {
        spark().range(0, 1000, 1, 1)
                .write()
                .format("tfrecord")
                .option("codec", "gzip")
                .save(path("out"));
        Path written =
                folder.resolve("out").resolve(dataFiles(folder.resolve("out")).get(0));
        byte[] bytes = Files.readAllBytes(written);
        Files.createDirectories(folder.resolve("cut"));
        Files.write(folder.resolve("cut/file.gz"), Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> spark().read()
                        .format("tfrecord")
                        .schema("id bigint")
                        .load(path("cut"))
                        .collect())
                .hasStackTraceContaining("truncated")
                .hasStackTraceContaining("file.gz");
    }

    @Test
    void tensorFlowsNames_countTheTasks() throws IOException {
        spark().range(0, 100, 1, 3)
                .write()
                .format("tfrecord")
                .option("shardNaming", "tensorflow")
                .option("codec", "gzip")
                .save(path("out"));

        assertThat(dataFiles(folder.resolve("out")))
                .containsExactly(
                        "part-00000-of-00003.tfrecord.gz",
                        "part-00001-of-00003.tfrecord.gz",
                        "part-00002-of-00003.tfrecord.gz");
        assertThat(sum("out")).isEqualTo(4950);
    }

    @Test
    void tensorFlowsNames_neverTakeThePlaceOfOtherFiles() {
        spark().range(0, 100, 1, 3)
                .write()
                .format("tfrecord")
                .option("shardNaming", "tensorflow")
                .save(path("out"));

        assertThatThrownBy(() -> spark().range(5)
                        .write()
                        .format("tfrecord")
                        .option("shardNaming", "tensorflow")
                        .mode("append")
                        .save(path("out")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("cannot write beside other files");
        assertThatThrownBy(() -> spark().range(0, 100, 1, 1)
                        .write()
                        .format("tfrecord")
                        .option("shardNaming", "tensorflow")
                        .option("maxRecordsPerFile", 10)
                        .save(path("more")))
                .hasStackTraceContaining("leave maxRecordsPerFile out");
        assertThat(sum("out")).isEqualTo(4950);
    }

    @Test
    void recordsOfAFile_areLimitedWhenAskedTo() throws IOException {
        spark().range(0, 100, 1, 1)
                .write()
                .format("tfrecord")
                .option("maxRecordsPerFile", 30)
                .save(path("out"));

        assertThat(dataFiles(folder.resolve("out"))).hasSize(4);
        assertThat(sum("out")).isEqualTo(4950);
    }

    @Test
    void failedJob_leavesNoFiles() throws IOException {
        Dataset<Row> failing = spark().range(0, 100, 1, 4).selectExpr("if(id = 99, raise_error('enough'), id) AS id");

        assertThatThrownBy(() -> failing.write().format("tfrecord").save(path("out")))
                .hasStackTraceContaining("enough");

        assertThat(Files.exists(folder.resolve("out")) ? dataFiles(folder.resolve("out")) : List.of())
                .isEmpty();
    }

    @Test
    void sameRows_areTheSameBytes() throws IOException {
        Dataset<Row> rows =
                spark().range(0, 100, 1, 1).selectExpr("id", "cast(id AS string) AS text", "array(id, 7) AS l");
        rows.write().format("tfrecord").save(path("one"));
        rows.write().format("tfrecord").save(path("two"));

        assertThat(payloads(folder.resolve("one")))
                .containsExactlyElementsOf(payloads(folder.resolve("two")))
                .hasSize(100);
    }

    @ParameterizedTest
    @CsvSource({
        "date'2026-01-01', DATE",
        "timestamp'2026-01-01 00:00:00', TIMESTAMP",
        "'map(1, 2)', MAP",
        "'named_struct(''a'', 1)', STRUCT",
    })
    void typesThatRecordsDoNotHave_areRefusedByName(String value, String type) {
        assertThatThrownBy(() -> spark().sql("SELECT " + value + " AS c")
                        .write()
                        .format("tfrecord")
                        .save(path("out")))
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("TFRecord")
                .hasMessageContaining("`c`")
                .hasMessageContaining(type);
    }

    @Test
    void optionsThatCannotWork_areRefusedBeforeTheJob() {
        assertRefused("writeLocality", "local", "write to a file system that all share");
        assertRefused("shardNaming", "mine", "expected spark, tensorflow");
        assertRefused("codec", "zip", "Option codec");
        assertRefused("recordType", "ByteArray", "one column of type binary");
        assertThatThrownBy(() -> spark().sql("SELECT array(array(1)) AS c")
                        .write()
                        .format("tfrecord")
                        .save(path("nested")))
                .hasMessageContaining("write with option recordType=SequenceExample");
    }

    @Test
    void nullInAnArray_isAnErrorThatNamesTheColumn() {
        assertThatThrownBy(() -> spark().sql("SELECT array(1, null) AS c")
                        .write()
                        .format("tfrecord")
                        .save(path("out")))
                .hasStackTraceContaining("Column 'c' has a null at place 1 of an array");
    }

    private void assertRefused(String option, String value, String sentence) {
        assertThatThrownBy(() -> spark().range(3)
                        .write()
                        .format("tfrecord")
                        .option(option, value)
                        .save(path("refused")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(sentence);
    }

    private long count(String name) {
        return spark().read().format("tfrecord").load(path(name)).count();
    }

    private long sum(String name) {
        return spark().read()
                .format("tfrecord")
                .load(path(name))
                .selectExpr("sum(id)")
                .first()
                .getLong(0);
    }
}
