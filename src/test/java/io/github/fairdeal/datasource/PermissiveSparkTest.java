package io.github.fairdeal.datasource;

import static io.github.fairdeal.datasource.Messages.example;
import static io.github.fairdeal.datasource.Messages.int64s;
import static io.github.fairdeal.datasource.Messages.strings;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mode PERMISSIVE loses nothing without a word: the column for corrupt records tells of whatever is null for it. */
final class PermissiveSparkTest extends SparkSourceTest {

    /** The second of three does not fit: its label is a word. */
    @BeforeEach
    void writeThree() throws IOException {
        write(
                "in/file.tfrecord",
                example(Map.of("id", int64s(1), "label", int64s(7))),
                example(Map.of("id", int64s(2), "label", strings("seven"))),
                example(Map.of("id", int64s(3), "label", int64s(9))));
    }

    @Test
    void corruptColumn_isTheSameWhateverElseIsAskedFor() {
        Dataset<Row> rows =
                reader().schema("id bigint, label bigint, wrong string").load(path("in"));

        assertThat(rows.where("wrong IS NOT NULL").count()).as("alone").isEqualTo(1);
        assertThat(rows.select("id", "wrong")
                        .where("wrong LIKE '%label%record 1)%'")
                        .count())
                .as("beside a column that fits")
                .isEqualTo(1);
        assertThat(rows.select("id").collectAsList()).as("not asked for").containsExactly(row(1L), row(2L), row(3L));
    }

    @Test
    void corruptColumnAlone_tellsPayloadsThatAreNoExamples() throws IOException {
        write("other/file.tfrecord", "no Example".getBytes(StandardCharsets.UTF_8), example(Map.of()));
        Dataset<Row> rows = reader().schema("wrong string").load(path("other"));

        assertThat(rows.where("wrong IS NOT NULL").count()).isEqualTo(1);
    }

    @Test
    void columnOfAFolder_isNotLookedForInRecords() throws IOException {
        Files.createDirectories(folder.resolve("parts"));
        Files.move(folder.resolve("in"), folder.resolve("parts/label=8"));
        Dataset<Row> rows =
                reader().schema("id bigint, label bigint, wrong string").load(path("parts"));

        assertThat(rows.where("wrong IS NOT NULL").count()).isZero();
        assertThat(rows.select("label").distinct().collectAsList()).containsExactly(row(8L));
    }

    @Test
    void inferenceOverConflictingKinds_addsTheColumn() {
        Dataset<Row> rows = reader().load(path("in"));

        assertThat(rows.schema()).isEqualTo(struct("id bigint, label string, wrong string"));
        assertThat(rows.where("wrong IS NOT NULL").count())
                .as("the two of the kind that loses")
                .isEqualTo(2);
    }

    @Test
    void inferenceOverFeaturesAndListsOfOneName_addsTheColumn() throws IOException {
        write(
                "mixed/file",
                Messages.sequence(Map.of("x", int64s(1)), Map.of()),
                Messages.sequence(Map.of(), Map.of("x", Messages.steps(int64s(1)))));

        assertThat(reader().option("recordType", "SequenceExample")
                        .load(path("mixed"))
                        .schema())
                .isEqualTo(struct("x array<array<bigint>>, wrong string"));
    }

    @ParameterizedTest
    @CsvSource({"inferFrom, first-file", "samplingRatio, 0.5"})
    void inferenceThatDoesNotSeeAll_addsTheColumnAlways(String option, String value) throws IOException {
        write("sound/file", example(Map.of("id", int64s(1))));

        assertThat(reader().option(option, value).load(path("sound")).schema())
                .isEqualTo(struct("id bigint, wrong string"));
        assertThat(reader().load(path("sound")).schema()).isEqualTo(struct("id bigint"));
    }

    /** What is damaged stands behind its first features: those were seen before. */
    @ParameterizedTest
    @ValueSource(strings = {"PERMISSIVE", "DROPMALFORMED"})
    void recordThatIsDamaged_leavesNoColumnsBehind(String mode) throws IOException {
        write(
                "half/file",
                example(Map.of("id", int64s(1))),
                Messages.malformed(example(Map.of("ghost", int64s(1))), "broken"));

        assertThat(reader().option("mode", mode).load(path("half")).schema().fieldNames())
                .contains("id")
                .doesNotContain("ghost", "broken");
    }

    private DataFrameReader reader() {
        return spark().read()
                .format("tfrecord")
                .option("mode", "PERMISSIVE")
                .option("columnNameOfCorruptRecord", "wrong");
    }
}
