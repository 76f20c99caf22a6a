package io.github.fairdeal.datasource;

import static io.github.fairdeal.datasource.Messages.example;
import static io.github.fairdeal.datasource.Messages.int64s;
import static io.github.fairdeal.datasource.Messages.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files and records that do not fit, in every mode: told where, and no more lost than is damaged. */
final class DamageSparkTest extends SparkSourceTest {

    private static final byte[] FIRST = example(Map.of("id", int64s(1)));
    private static final int FRAME_BYTES = 16 + FIRST.length;

    @Test
    void damagedPayload_failsWithPlaceAndChecksums() throws IOException {
        Path file = damaged(FRAME_BYTES + 13);

        assertThatThrownBy(() -> reader().load(file.toString()).collect())
                .hasStackTraceContaining("Record payload checksum mismatch: expected 0x")
                .hasStackTraceContaining("file.tfrecord, offset " + FRAME_BYTES + ", record 1)");
        assertThatThrownBy(() -> reader().load(file.toString()).count())
                .hasStackTraceContaining("Record payload checksum mismatch");
        assertThatThrownBy(() -> spark().read().format("tfrecord").load(file.toString()))
                .as("inference")
                .hasStackTraceContaining("offset " + FRAME_BYTES + ", record 1)");
    }

    @Test
    void truncatedFile_saysTruncated() throws IOException {
        Path file = three();
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 2 * FRAME_BYTES + 20));

        assertThatThrownBy(() -> reader().load(file.toString()).collect())
                .hasStackTraceContaining("Record cut short")
                .hasStackTraceContaining("truncated")
                .hasStackTraceContaining("offset " + 2 * FRAME_BYTES + ", record 2)");
    }

    @ParameterizedTest
    @CsvSource({
        "payload, 1 3", // reading goes on behind it
        "length, 1", // nobody knows where the next record begins
    })
    void droppingMode_leavesOutWhatIsDamagedAndNoMore(String damage, String ids) throws IOException {
        Path file = damaged(FRAME_BYTES + (damage.equals("length") ? 0 : 13));

        List<Row> rows =
                reader().option("mode", "dropmalformed").load(file.toString()).collectAsList();

        assertThat(rows).extracting(row -> row.getLong(0)).containsExactlyElementsOf(longs(ids));
    }

    @Test
    void permissiveMode_saysWhatIsWrongInTheColumnForIt() throws IOException {
        Path file = write("in/file.tfrecord", FIRST, example(Map.of("id", strings("seven"))), FIRST);

        Dataset<Row> rows = spark().read()
                .format("tfrecord")
                .schema("id bigint, wrong string")
                .option("mode", "PERMISSIVE")
                .option("columnNameOfCorruptRecord", "wrong")
                .load(file.toString());

        List<Row> found = rows.collectAsList();
        assertThat(found).hasSize(3);
        assertThat(found.get(0)).isEqualTo(row(1L, null));
        assertThat(found.get(1).isNullAt(0)).isTrue();
        assertThat(found.get(1).getString(1))
                .contains("Feature 'id' holds byte strings, the column wants bigint")
                .contains("record 1)");
    }

    @Test
    void permissiveMode_keepsThePayloadInABinaryColumn() throws IOException {
        byte[] other = "no Example".getBytes(StandardCharsets.UTF_8);
        Path file = write("in/file.tfrecord", FIRST, other);

        Dataset<Row> rows = spark().read()
                .format("tfrecord")
                .schema("id bigint, _corrupt_record binary")
                .option("mode", "PERMISSIVE")
                .load(file.toString());

        assertThat(rows.where("id is null").first().<byte[]>getAs(1)).isEqualTo(other);
    }

    @Test
    void inferenceInPermissiveMode_addsTheColumnIfThereIsDamage() throws IOException {
        DataFrameReader reader = spark().read().format("tfrecord").option("mode", "PERMISSIVE");

        assertThat(reader.load(damaged(FRAME_BYTES + 13).toString()).schema())
                .isEqualTo(struct("id bigint, _corrupt_record string"));
        assertThat(reader.load(three().toString()).schema()).isEqualTo(struct("id bigint"));
    }

    @Test
    void checksumsOfPayloads_areBelievedWhenAskedTo() throws IOException {
        // The last byte of the record's checksum: the payload itself is sound.
        Path file = damaged(2 * FRAME_BYTES - 1);

        Dataset<Row> rows = reader().option("verifyChecksum", "false").load(file.toString());

        assertThat(rows.count()).isEqualTo(3);
        assertThat(rows.collectAsList()).extracting(row -> row.getLong(0)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void corruptFiles_areLeftOutWhenSparkIsToldTo() throws IOException {
        three();
        Files.writeString(folder.resolve("in/other.tfrecord"), "this is no file of records");

        Dataset<Row> rows = spark().read()
                .format("tfrecord")
                .option("ignoreCorruptFiles", "true")
                .load(path("in"));

        assertThat(rows.count()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "int, 'holds 4294967296, the column wants int'",
        "float, 'holds int64 values, the column wants float'",
        "array<array<bigint>>, 'is a feature, not a feature list, the column wants array<array<bigint>>'",
    })
    void valueThatDoesNotFitTheColumn_isNamedWithBoth(String type, String problem) throws IOException {
        Path file = write("in/file.tfrecord", example(Map.of("id", int64s(1L << 32))));

        assertThatThrownBy(() -> spark().read()
                        .format("tfrecord")
                        .schema("id " + type)
                        .load(file.toString())
                        .collect())
                .hasStackTraceContaining("Feature 'id' " + problem);
    }

    @Test
    void severalValuesForOne_areDamageUnlessTheFirstIsAskedFor() throws IOException {
        Path file = write("in/file.tfrecord", example(Map.of("id", int64s(7, 8))));

        assertThatThrownBy(() -> reader().load(file.toString()).collect())
                .hasStackTraceContaining("holds 2 int64 values");
        assertThat(reader().option("scalarFrom", "first").load(file.toString()).first())
                .isEqualTo(row(7L));
    }

    @Test
    void absentFeature_isNullUnlessTheColumnIsRequired() throws IOException {
        Path file = write("in/file.tfrecord", example(Map.of("id", int64s(1))), example(Map.of("id", int64s())));
        DataFrameReader reader = spark().read().format("tfrecord").schema("id bigint, label bigint");

        assertThat(reader.load(file.toString()).collectAsList()).containsExactly(row(1L, null), row(null, null));
        assertThatThrownBy(() -> reader.option("requiredColumns", "id, label")
                        .load(file.toString())
                        .collect())
                .hasStackTraceContaining("no value of feature 'label'");
    }

    @ParameterizedTest
    @CsvSource({
        "recordType, Exmaple, 'Example, SequenceExample, ByteArray'",
        "mode, lenient, 'FAILFAST, DROPMALFORMED, PERMISSIVE'",
        "verifyChecksum, maybe, true or false",
        "samplingRatio, 2, a number above 0",
        "inferFrom, some, 'all-files, first-file'",
        "scalarFrom, last, 'single, first'",
    })
    void wrongValueOfAnOption_isAnErrorThatNamesTheRightOnes(String option, String value, String expected)
            throws IOException {
        Path file = three();

        assertThatThrownBy(() ->
                        spark().read().format("tfrecord").option(option, value).load(file.toString()))
                .isInstanceOf(UsageException.class)
                .hasStackTraceContaining("Option " + option + ": '" + value + "' is not known; expected " + expected);
    }

    /** A typing error would check nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"labl", "id, labl"})
    void requiredColumnThatIsNotThere_isAnErrorThatNamesTheRightOnes(String required) throws IOException {
        Path file = three();

        assertThatThrownBy(() -> spark().read()
                        .format("tfrecord")
                        .schema("id bigint, label bigint")
                        .option("requiredColumns", required)
                        .load(file.toString())
                        .count())
                .isInstanceOf(UsageException.class)
                .hasMessage("Option requiredColumns: no column 'labl' in the files, there are [id, label]");
    }

    /** As PySpark's option(name, None) has it. */
    @Test
    void optionWithoutValue_isAsIfItWereNotGiven() throws IOException {
        Path file = three();

        assertThat(spark().read()
                        .format("tfrecord")
                        .option("mode", null)
                        .option("recordType", null)
                        .load(file.toString())
                        .count())
                .isEqualTo(3);
        spark().range(3).write().format("tfrecord").option("codec", null).save(path("out"));
        assertThat(reader().load(path("out")).count()).isEqualTo(3);
    }

    @Test
    void malformedFeatureThatNobodyAsksFor_isPassedOver() throws IOException {
        Path file = write("in/file.tfrecord", Messages.malformed(FIRST, "broken"));

        assertThat(reader().load(file.toString()).collectAsList()).containsExactly(row(1L));
        assertThatThrownBy(() -> reader().schema("id bigint, broken bigint")
                        .load(file.toString())
                        .collect())
                .hasStackTraceContaining("tf.train.Example")
                .hasStackTraceContaining("record 0)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void count_takesPayloadsThatAreNoExamples(String verifyChecksum) throws IOException {
        Path file = write("in/file.tfrecord", FIRST, "no Example".getBytes(StandardCharsets.UTF_8));

        Dataset<Row> rows = reader().option("verifyChecksum", verifyChecksum).load(file.toString());

        assertThat(rows.count()).isEqualTo(2);
        assertThatThrownBy(rows::collect).hasStackTraceContaining("record 1)");
    }

    @Test
    void schemaWithADate_isRefusedBeforeAnythingIsRead() throws IOException {
        Path file = three();

        assertThatThrownBy(() -> spark().read()
                        .format("tfrecord")
                        .schema("id bigint, day date")
                        .load(file.toString())
                        .collect())
                .isInstanceOf(AnalysisException.class)
                .hasMessageContaining("`day`")
                .hasMessageContaining("DATE");
    }

    @ParameterizedTest
    @CsvSource({"gzip", "bzip2"})
    void compressedFileThatIsCut_isToldAndLeftOutByInferenceToo(String codec) throws IOException {
        spark().range(0, 3000, 1, 1)
                .selectExpr("hash(id) AS id")
                .write()
                .format("tfrecord")
                .option("codec", codec)
                .save(path("out"));
        Path file =
                folder.resolve("out").resolve(dataFiles(folder.resolve("out")).get(0));
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        DataFrameReader reader = spark().read().format("tfrecord");

        assertThatThrownBy(() -> reader.load(file.toString()))
                .hasStackTraceContaining("Compressed file cannot be read on")
                .hasStackTraceContaining(file.getFileName() + ", offset ");
        Dataset<Row> dropped = reader.option("mode", "DROPMALFORMED").load(file.toString());
        assertThat(dropped.collectAsList()).hasSizeLessThan(3000);
        Dataset<Row> told = reader.option("mode", "PERMISSIVE").load(file.toString());
        assertThat(told.schema().fieldNames()).contains("_corrupt_record");
        assertThat(told.where("_corrupt_record LIKE '%truncated%'").count()).isEqualTo(1);
    }

    private DataFrameReader reader() {
        return spark().read().format("tfrecord").schema("id bigint");
    }

    private Path three() throws IOException {
        return write("in/file.tfrecord", FIRST, example(Map.of("id", int64s(2))), example(Map.of("id", int64s(3))));
    }

    /** Three records, one byte of them changed. */
    private Path damaged(int offset) throws IOException {
        Path file = three();
        byte[] bytes = Files.readAllBytes(file);
        bytes[offset] ^= 0x40;
        return Files.write(file, bytes);
    }

    private static List<Long> longs(String words) {
        return Arrays.stream(words.split(" ")).map(Long::valueOf).toList();
    }
}
