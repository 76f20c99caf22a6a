package io.github.fairdeal.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.UsageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.hadoop.io.compress.CompressionOutputStream;
import org.apache.hadoop.io.compress.DefaultCodec;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
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
        "Default, .tfrecord.deflate", // a name that only Hadoop has
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
    void recordsOfAFile_areLimitedWhenAskedTo() throws IOException {
        spark().range(0, 100, 1, 1)
                .write()
                .format("tfrecord")
                .option("maxRecordsPerFile", 30)
                .save(path("out"));

        assertThat(dataFiles(folder.resolve("out"))).hasSize(4);
        assertThat(sum("out")).isEqualTo(4950);
    }

    private static Long slowlyFail(Long id) throws InterruptedException {
        Thread.sleep(1_000);
        throw new IllegalStateException("enough of " + id);
    }

    @ParameterizedTest
    @CsvSource({"spark, ", "spark, p", "tensorflow, ", "tensorflow, p"})
    void failedJob_leavesNothing(String naming, String partition) throws IOException {
        spark().udf().register("slowly_fail", (UDF1<Long, Long>) WritingSparkTest::slowlyFail, DataTypes.LongType);
        // It fails a second after the other tasks: Spark does not wait for them, and one that still ran would make its
        // folders again.
        Dataset<Row> failing =
                spark().range(0, 100, 1, 4).selectExpr("if(id = 99, slowly_fail(id), id) AS id", "id % 2 AS p");
        DataFrameWriter<Row> writer = failing.write().format("tfrecord").option("shardNaming", naming);

        assertThatThrownBy(() -> (partition == null ? writer : writer.partitionBy(partition)).save(path("out")))
                .hasStackTraceContaining("enough");

        assertThat(everything("out")).isEmpty();
    }

    /** All files and folders, whatever their names, and those of the committer, too. */
    private List<String> everything(String name) throws IOException {
        Path top = folder.resolve(name);
        if (!Files.exists(top)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(top)) {
            return all.filter(path -> !path.equals(top)).map(Path::toString).toList();
        }
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
        assertRefused("codec", "java.lang.String", "java.lang.String is no Hadoop codec");
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

    @Test
    void codecThatCannotStart_leavesNoFileOpen() {
        assertThatThrownBy(() -> spark().range(3)
                        .write()
                        .format("tfrecord")
                        .option("codec", NoCodec.class.getName())
                        .save(path("out")))
                .hasStackTraceContaining("no native library");

        assertThat(NoCodec.given).isNotEmpty().allSatisfy(out -> assertThatThrownBy(() -> {
                    out.write(1);
                    out.flush();
                })
                .hasStackTraceContaining("Stream Closed"));
    }

    /** A codec that is there, and cannot be used. */
    public static final class NoCodec extends DefaultCodec {

        private static final Queue<OutputStream> given = new ConcurrentLinkedQueue<>();

        @Override
        public CompressionOutputStream createOutputStream(OutputStream out) {
            given.add(out);
            throw new IllegalStateException("no native library");
        }
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
