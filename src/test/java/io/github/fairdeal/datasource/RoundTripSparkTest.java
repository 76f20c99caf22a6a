package io.github.fairdeal.datasource;

import static io.github.fairdeal.datasource.Messages.example;
import static io.github.fairdeal.datasource.Messages.floats;
import static io.github.fairdeal.datasource.Messages.int64s;
import static io.github.fairdeal.datasource.Messages.sequence;
import static io.github.fairdeal.datasource.Messages.steps;
import static io.github.fairdeal.datasource.Messages.strings;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read again: every type, every kind of record. */
final class RoundTripSparkTest extends SparkSourceTest {

    private static final StructType EVERY_TYPE = struct(
            """
            id bigint, i int, s smallint, t tinyint, b boolean, f float, d double, m decimal(10,2), text string, raw binary,
            longs array<bigint>, ints array<int>, shorts array<smallint>, tinies array<tinyint>, flags array<boolean>,
            floats array<float>, doubles array<double>, decimals array<decimal(20,1)>, texts array<string>, raws array<binary>
            """);

    @ParameterizedTest
    @ValueSource(strings = {"Example", "SequenceExample"})
    void everyType_isReadAsItWasWritten(String recordType) {
        byte[] bytes = {0, -1, 127, -128};
        List<Row> rows = List.of(
                row(
                        1L,
                        2,
                        (short) 3,
                        (byte) 4,
                        true,
                        0.5f,
                        0.25,
                        new BigDecimal("12.50"),
                        "sieben",
                        bytes,
                        List.of(Long.MIN_VALUE, -1L, 0L, Long.MAX_VALUE),
                        List.of(1, -2),
                        List.of((short) 5),
                        List.of((byte) -6),
                        List.of(true, false),
                        List.of(1.5f, Float.MIN_VALUE),
                        List.of(2.5),
                        List.of(new BigDecimal("7.5")),
                        List.of("", "猫"),
                        List.of(bytes, new byte[0])),
                row(
                        -1L,
                        Integer.MIN_VALUE,
                        Short.MAX_VALUE,
                        Byte.MIN_VALUE,
                        false,
                        Float.POSITIVE_INFINITY,
                        Double.NaN,
                        new BigDecimal("-0.10"),
                        "",
                        new byte[0],
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()),
                row(
                        2L, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                        null, null, null, null));
        Dataset<Row> written = frame(EVERY_TYPE, rows.toArray(Row[]::new));

        written.write().format("tfrecord").option("recordType", recordType).save(path("out"));
        Dataset<Row> read = spark().read()
                .format("tfrecord")
                .option("recordType", recordType)
                .schema(EVERY_TYPE)
                .load(path("out"));

        assertThat(json(read)).isEqualTo(json(written)).hasSize(3);
    }

    @Test
    void listsOfLists_areReadAsTheyWereWritten() {
        StructType schema = struct("id bigint, a array<array<bigint>>, f array<array<float>>, s array<array<string>>");
        Dataset<Row> written = frame(
                schema,
                row(
                        1L,
                        List.of(List.of(1L, 2L), List.of()),
                        List.of(List.of(0.5f)),
                        List.of(List.of("x"), List.of("y", ""))),
                row(2L, List.of(), null, List.of()));

        written.write()
                .format("tfrecord")
                .option("recordType", "SequenceExample")
                .save(path("out"));
        Dataset<Row> read = spark().read()
                .format("tfrecord")
                .option("recordType", "SequenceExample")
                .load(path("out"));

        assertThat(read.schema())
                .isEqualTo(struct("a array<array<bigint>>, f array<array<float>>, id bigint, s array<array<string>>"));
        assertThat(json(read.select("id", "a", "f", "s"))).isEqualTo(json(written));
    }

    @Test
    void payloads_passThroughAsByteArray() throws IOException {
        Path file = write("any/file.tfrecord", new byte[] {1, 2}, new byte[0], new byte[] {3});

        Dataset<Row> read = spark().read()
                .format("tfrecord")
                .option("recordType", "ByteArray")
                .load(file.toString());

        assertThat(read.schema()).isEqualTo(struct("byteArray binary"));
        read.coalesce(1)
                .write()
                .format("tfrecord")
                .option("recordType", "ByteArray")
                .save(path("copy"));
        assertThat(payloads(folder.resolve("copy"))).containsExactly(new byte[] {1, 2}, new byte[0], new byte[] {3});
    }

    @Test
    void inferredTypes_areThoseOfTheTable() throws IOException {
        Path file = write(
                "in/file.tfrecord",
                example(Map.of("a", int64s(1), "b", floats(1), "c", strings("x"), "many", int64s(1), "none", floats())),
                example(Map.of("a", int64s(2), "many", int64s(1, 2), "z", strings("x", "y"))));

        assertThat(spark().read().format("tfrecord").load(file.toString()).schema())
                .isEqualTo(
                        struct("a bigint, b float, c string, many array<bigint>, none array<float>, z array<string>"));
        assertThat(spark().read()
                        .format("tfrecord")
                        .option("inferBinary", "true")
                        .load(file.toString())
                        .select("c", "z")
                        .schema())
                .isEqualTo(struct("c binary, z array<binary>"));
    }

    @Test
    void inferredTypesOfSequences_areThoseOfTheTable() throws IOException {
        Path file = write(
                "in/file.tfrecord",
                sequence(Map.of("id", int64s(1)), Map.of("l", steps(int64s(1)), "f", steps(floats(1), floats(1, 2)))),
                sequence(Map.of(), Map.of("s", steps(strings("x")), "l", steps())));

        assertThat(spark().read()
                        .format("tfrecord")
                        .option("recordType", "SequenceExample")
                        .load(file.toString())
                        .schema())
                .isEqualTo(struct("f array<array<float>>, id bigint, l array<array<bigint>>, s array<array<string>>"));
    }

    /** Inference lets the list win, and so does reading, wherever the two stand in the record. */
    @Test
    void nameOfAFeatureAndAList_isTheListInAnArrayOfArrays() throws IOException {
        Path file = write(
                "in/file.tfrecord", sequence(Map.of("x", int64s(1)), Map.of("x", steps(int64s(2), int64s(3, 4)))));
        DataFrameReader reader = spark().read().format("tfrecord").option("recordType", "SequenceExample");

        Dataset<Row> inferred = reader.load(file.toString());

        assertThat(inferred.schema()).isEqualTo(struct("x array<array<bigint>>"));
        assertThat(json(inferred)).containsExactly("{\"x\":[[2],[3,4]]}");
        assertThat(reader.schema("x bigint").load(file.toString()).first()).isEqualTo(row(1L));
    }
}
