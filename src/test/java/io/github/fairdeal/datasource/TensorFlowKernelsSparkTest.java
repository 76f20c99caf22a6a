package io.github.fairdeal.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.tfrecord.TensorFlowRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.io.ParseExample;
import org.tensorflow.op.io.ParseSequenceExample;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;

/** TensorFlow's kernels read what the source writes, and the source reads what they wrote. */
final class TensorFlowKernelsSparkTest extends SparkSourceTest {

    @Test
    void fixedLengthFeatures_areParsedByTensorFlow() throws IOException {
        spark().sql(
                        """
                SELECT id, array(id, -id) AS pair, cast(id / 2 AS float) AS f, array(cast(id AS double), 0.5D) AS d,
                    concat('Nummer ', id) AS text, cast(encode(repeat('ü', int(id)), 'UTF-8') AS binary) AS raw,
                    id % 2 = 1 AS odd
                FROM range(0, 50, 1, 2)""")
                .write()
                .format("tfrecord")
                .save(path("out"));

        try (Graph graph = new Graph();
                Session session = new Session(graph)) {
            Ops tf = Ops.create(graph);
            ParseExample parsed = tf.io.parseExample(
                    serialized(tf, payloads(folder.resolve("out"))),
                    none(tf),
                    none(tf),
                    names(tf, "id", "pair", "f", "d", "text", "raw", "odd"),
                    none(tf),
                    List.of(
                            tf.constant(new long[0]),
                            tf.constant(new long[0]),
                            tf.constant(new float[0]),
                            tf.constant(new float[0]),
                            none(tf),
                            none(tf),
                            tf.constant(new long[0])),
                    0L,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(
                            Shape.scalar(),
                            Shape.of(2),
                            Shape.scalar(),
                            Shape.of(2),
                            Shape.scalar(),
                            Shape.scalar(),
                            Shape.scalar()));
            try (Result result = session.runner()
                    .fetch(parsed.denseValues().get(0))
                    .fetch(parsed.denseValues().get(1))
                    .fetch(parsed.denseValues().get(2))
                    .fetch(parsed.denseValues().get(3))
                    .fetch(parsed.denseValues().get(4))
                    .fetch(parsed.denseValues().get(5))
                    .fetch(parsed.denseValues().get(6))
                    .run()) {
                TInt64 id = (TInt64) result.get(0);
                assertThat(id.size()).isEqualTo(50);
                for (long i = 0; i < 50; i++) {
                    assertThat(id.getLong(i)).isEqualTo(i);
                    assertThat(((TInt64) result.get(1)).getLong(i, 1)).isEqualTo(-i);
                    assertThat(((TFloat32) result.get(2)).getFloat(i)).isEqualTo(i / 2f);
                    assertThat(((TFloat32) result.get(3)).getFloat(i, 0)).isEqualTo((float) i);
                    assertThat(((TString) result.get(4)).getObject(i)).isEqualTo("Nummer " + i);
                    assertThat(((TString) result.get(5)).asBytes().getObject(i)).hasSize(2 * (int) i);
                    assertThat(((TInt64) result.get(6)).getLong(i)).isEqualTo(i % 2);
                }
            }
        }
    }

    @Test
    void sequences_areParsedByTensorFlow() throws IOException {
        spark().sql(
                        """
                SELECT id, array(array(id, id + 1), array(id + 2, id + 3)) AS steps, array(array('a'), array('b')) AS words
                FROM range(0, 20, 1, 1)""")
                .write()
                .format("tfrecord")
                .option("recordType", "SequenceExample")
                .save(path("out"));

        try (Graph graph = new Graph();
                Session session = new Session(graph)) {
            Ops tf = Ops.create(graph);
            ParseSequenceExample parsed = tf.io.parseSequenceExample(
                    serialized(tf, payloads(folder.resolve("out"))),
                    none(tf),
                    none(tf),
                    names(tf, "id"),
                    none(tf),
                    none(tf),
                    names(tf, "steps", "words"),
                    none(tf),
                    tf.constant(new boolean[] {false, false}),
                    List.of(tf.constant(new long[0])),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(TInt64.class, TString.class),
                    List.of(),
                    List.of(),
                    List.of(),
                    ParseSequenceExample.NfeatureListDense(2L),
                    ParseSequenceExample.contextDenseShapes(Shape.scalar()),
                    ParseSequenceExample.featureListDenseShapes(Shape.of(2), Shape.of(1)));
            try (Result result = session.runner()
                    .fetch(parsed.contextDenseValues().get(0))
                    .fetch(parsed.featureListDenseValues().get(0))
                    .fetch(parsed.featureListDenseValues().get(1))
                    .run()) {
                for (long i = 0; i < 20; i++) {
                    assertThat(((TInt64) result.get(0)).getLong(i)).isEqualTo(i);
                    assertThat(((TInt64) result.get(1)).getLong(i, 1, 0)).isEqualTo(i + 2);
                    assertThat(((TString) result.get(2)).getObject(i, 1, 0)).isEqualTo("b");
                }
            }
        }
    }

    /** More than a block of any buffer: TensorFlow flushes in pieces, under a name that says nothing of it. */
    @ParameterizedTest
    @ValueSource(strings = {"GZIP", "ZLIB"})
    void compressedFiles_passBetweenTensorFlowAndSpark(String compression) throws IOException {
        Random random = new Random(7);
        List<byte[]> payloads = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            byte[] payload = new byte[random.nextInt(500)];
            random.nextBytes(payload);
            payloads.add(payload);
        }
        TensorFlowRecords.write(payloads, folder.resolve("from-tensorflow"), compression);

        Dataset<Row> rows = spark().read()
                .format("tfrecord")
                .option("recordType", "ByteArray")
                .load(path("from-tensorflow"));
        rows.write()
                .format("tfrecord")
                .option("recordType", "ByteArray")
                .option("codec", compression)
                .save(path("from-spark"));

        Path written = folder.resolve("from-spark");
        List<Path> files = dataFiles(written).stream().map(written::resolve).toList();
        assertThat(TensorFlowRecords.payloads(files, compression)).containsExactlyElementsOf(payloads);
    }

    @ParameterizedTest
    @EnumSource
    void goldenFiles_areReadAlike(RecordKind kind) throws IOException {
        Path golden = Path.of("src/test/resources/io/github/fairdeal/tfrecord/v1");
        List<TensorFlowRecords.Row> expected =
                TensorFlowRecords.read(kind, List.of(golden.resolve(kind.word() + "-fairdeal.tfrecord")));

        for (String writer : List.of("fairdeal", "tensorflow", "tensorflow-gzip", "tensorflow-zlib")) {
            List<TensorFlowRecords.Row> found = new ArrayList<>();
            for (Row row : spark().read()
                    .format("tfrecord")
                    .option("inferBinary", "true")
                    .load(golden.resolve(kind.word() + "-" + writer + ".tfrecord")
                            .toString())
                    .select("index", "label", kind.feature())
                    .collectAsList()) {
                found.add(new TensorFlowRecords.Row(row.getLong(0), row.getLong(1), row.getAs(2)));
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    private static Operand<TString> serialized(Ops tf, List<byte[]> payloads) {
        return tf.constantOf(TString.tensorOfBytes(NdArrays.vectorOfObjects(payloads.toArray(byte[][]::new))));
    }

    private static Operand<TString> names(Ops tf, String... names) {
        NdArray<String> vector = NdArrays.ofObjects(String.class, Shape.of(names.length));
        for (int i = 0; i < names.length; i++) {
            vector.setObject(names[i], i);
        }
        return tf.constant(vector);
    }

    private static Operand<TString> none(Ops tf) {
        return names(tf);
    }
}
