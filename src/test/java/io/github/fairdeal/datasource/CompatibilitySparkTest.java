package io.github.fairdeal.datasource;

import static io.github.fairdeal.datasource.Messages.example;
import static io.github.fairdeal.datasource.Messages.floats;
import static io.github.fairdeal.datasource.Messages.int64s;
import static io.github.fairdeal.datasource.Messages.sequence;
import static io.github.fairdeal.datasource.Messages.steps;
import static io.github.fairdeal.datasource.Messages.strings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What jobs written for spark-tensorflow-connector and spark-tfrecord rely on, by what the two document: names of the
 * source, options and their values, inferred types, types that are cast, errors, folders of {@code partitionBy}.
 */
final class CompatibilitySparkTest extends SparkSourceTest {

    /** A column of each kind that both list: scalars, and an array in place of a vector. */
    private static final StructType COLUMNS =
            struct("id int, count int, total bigint, share float, weight double, vector array<double>, name string");

    private static final Row[] ROWS = {
        row(11, 1, 23L, 10.0f, 14.0, List.of(1.0, 2.0), "r1"), row(21, 2, 24L, 12.0f, 15.0, List.of(2.0, 2.0), "r2")
    };

    @ParameterizedTest
    @CsvSource({
        "tfrecords, Example", // spark-tensorflow-connector
        "tfrecord, Example", // spark-tfrecord
        "org.tensorflow.spark.datasources.tfrecords, SequenceExample",
    })
    void rowsOfEveryKindOfColumn_comeBackWithTheirSchema(String format, String recordType) {
        frame(COLUMNS, ROWS)
                .write()
                .mode(SaveMode.Overwrite)
                .format(format)
                .option("recordType", recordType)
                .option("writeLocality", "distributed")
                .save(path("out"));

        Dataset<Row> read = spark().read()
                .format(format)
                .option("recordType", recordType)
                .schema(COLUMNS)
                .load(path("out"));

        assertThat(json(read)).isEqualTo(json(frame(COLUMNS, ROWS))).hasSize(2);
    }

    @Test
    void inferredTypes_areLongFloatAndStringOrArraysOfThem() {
        frame(COLUMNS, ROWS).write().format("tfrecord").save(path("out"));

        assertThat(spark().read().format("tfrecord").load(path("out")).schema())
                .isEqualTo(struct("count bigint, id bigint, name string, share float, total bigint, "
                        + "vector array<float>, weight float"));
    }

    @Test
    void feature_isAnArrayUnlessAllItsListsHaveOneValue() throws IOException {
        Path file = write(
                "in/part-0",
                example(Map.of("one", int64s(1), "some", int64s(1), "words", strings("a", "b"), "f", floats(1))),
                example(Map.of("one", int64s(2), "some", int64s(1, 2, 3), "f", floats(2))));

        Dataset<Row> read = spark().read().format("tfrecord").load(file.toString());

        assertThat(read.schema()).isEqualTo(struct("f float, one bigint, some array<bigint>, words array<string>"));
        assertThat(read.select("some").toJSON().collectAsList())
                .containsExactly("{\"some\":[1]}", "{\"some\":[1,2,3]}");
    }

    @Test
    void featureListsOfSequences_areArraysOfArrays() throws IOException {
        Path file = write(
                "in/frames.tfrecord",
                sequence(
                        Map.of("video_id", strings("xyz"), "labels", int64s(3, 4)),
                        Map.of("rgb", steps(strings("a"), strings("b")), "level", steps(floats(1, 2), floats(3)))));
        StructType schema = struct("video_id string, labels array<int>, rgb array<array<string>>");

        Dataset<Row> inferred = spark().read()
                .format("tfrecords")
                .option("recordType", "SequenceExample")
                .load(file.toString());
        Dataset<Row> given = spark().read()
                .format("tfrecords")
                .option("recordType", "SequenceExample")
                .schema(schema)
                .load(file.toString());

        assertThat(inferred.schema())
                .isEqualTo(struct("labels array<bigint>, level array<array<float>>, rgb array<array<string>>, "
                        + "video_id string"));
        assertThat(given.toJSON().first())
                .isEqualTo("{\"video_id\":\"xyz\",\"labels\":[3,4],\"rgb\":[[\"a\"],[\"b\"]]}");
    }

    /** A job that names its columns reads records that lack some of them, and one value where it wants an array. */
    @Test
    void givenSchema_castsAndFillsWithNull() throws IOException {
        Path file = write("in/part-0", example(Map.of("i", int64s(7), "f", floats(0.5f), "s", strings("x"))));

        Row row = spark().read()
                .format("tfrecord")
                .schema("i int, f double, s array<string>, absent bigint, d decimal(4,1)")
                .load(file.toString())
                .first();

        assertThat(row.getInt(0)).isEqualTo(7);
        assertThat(row.getDouble(1)).isEqualTo(0.5);
        assertThat(row.getList(2)).isEqualTo(List.of("x"));
        assertThat(row.isNullAt(3)).isTrue();
        assertThat(row.isNullAt(4)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "bigint, holds byte strings", // not Int64List
        "float, holds byte strings", // not FloatList
        "array<bigint>, holds byte strings",
    })
    void columnOfAnotherTypeThanTheFeature_isAnErrorThatNamesBoth(String type, String problem) throws IOException {
        Path file = write("in/part-0", example(Map.of("name", strings("r1"))));

        assertThatThrownBy(() -> spark().read()
                        .format("tfrecord")
                        .schema("name " + type)
                        .load(file.toString())
                        .collect())
                .hasStackTraceContaining("Feature 'name' " + problem + ", the column wants " + type);
    }

    @Test
    void partitionedFolders_areNamedAndFoundAgainAsSparkDoes() throws IOException {
        Dataset<Row> words =
                frame(struct("number int, word string"), row(8, "bat"), row(8, "abc"), row(1, "xyz"), row(2, "aaa"));

        words.repartition(3, words.col("number"))
                .write()
                .mode(SaveMode.Overwrite)
                .partitionBy("number")
                .format("tfrecord")
                .option("recordType", "Example")
                .save(path("out"));

        Dataset<Row> read = spark().read()
                .format("tfrecord")
                .option("recordType", "Example")
                .load(path("out"));
        assertThat(folder.resolve("out").toFile().list((folder, name) -> !name.startsWith(".")))
                .containsExactlyInAnyOrder("_SUCCESS", "number=1", "number=2", "number=8");
        assertThat(read.schema()).isEqualTo(struct("word string, number int"));
        assertThat(read.orderBy("number", "word").toJSON().collectAsList())
                .containsExactly(
                        "{\"word\":\"xyz\",\"number\":1}",
                        "{\"word\":\"aaa\",\"number\":2}",
                        "{\"word\":\"abc\",\"number\":8}",
                        "{\"word\":\"bat\",\"number\":8}");
        assertThat(json(read.where("number = 1"))).containsExactly("{\"word\":\"xyz\",\"number\":1}");
        assertThat(read.select("number").distinct().count()).isEqualTo(3);
    }

    @Test
    void byteArrays_areOneColumnOfThatName() {
        frame(struct("byteArray binary"), row(new byte[] {1, 2, 3}))
                .write()
                .format("tfrecord")
                .option("recordType", "ByteArray")
                .save(path("out"));

        Dataset<Row> read = spark().read()
                .format("tfrecord")
                .option("recordType", "ByteArray")
                .load(path("out"));

        assertThat(read.schema()).isEqualTo(struct("byteArray binary"));
        assertThat(read.first().<byte[]>getAs("byteArray")).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tfrecord", "tfrecords"})
    void codecByItsClass_isFoundByTheExtensionWhenReading(String format) throws IOException {
        frame(COLUMNS, ROWS)
                .coalesce(1)
                .write()
                .format(format)
                .option("codec", "org.apache.hadoop.io.compress.GzipCodec")
                .save(path("out"));

        assertThat(dataFiles(folder.resolve("out"))).hasSize(1).allMatch(name -> name.endsWith(".tfrecord.gz"));
        assertThat(spark().read().format(format).load(path("out/*.gz")).count()).isEqualTo(2);
    }

    @Test
    void recordTypeThatThereIsNot_isAnErrorThatNamesTheThree() {
        assertThatThrownBy(() -> frame(COLUMNS, ROWS)
                        .write()
                        .format("tfrecord")
                        .option("recordType", "Examples")
                        .save(path("out")))
                .hasMessageContaining("expected Example, SequenceExample, ByteArray");
    }
}
