package io.github.fairdeal.tfrecord;

import io.github.fairdeal.dataset.RecordKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.data.BatchDataset;
import org.tensorflow.op.data.Iterator;
import org.tensorflow.op.data.IteratorGetNext;
import org.tensorflow.op.data.MakeIterator;
import org.tensorflow.op.io.ParseExample;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** TFRecord files as TensorFlow's own kernels read and write them: the other side of every interoperability test. */
public final class TensorFlowRecords {

    private static final long BATCH_RECORDS = 1_000;
    private static final long READ_BUFFER_BYTES = 1 << 20;
    private static final String NOT_COMPRESSED = "";

    private TensorFlowRecords() {}

    /** A record as TensorFlow's parser understands it. */
    @SuppressWarnings("ArrayRecordComponent") // equality is by content, below
    public record Row(long index, long label, byte[] payload) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Row that
                    && index == that.index
                    && label == that.label
                    && Arrays.equals(payload, that.payload);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(index);
        }

        @Override
        public String toString() {
            return "Row[index=%d, label=%d, payload=%d bytes, hash %08x]"
                    .formatted(index, label, payload.length, Arrays.hashCode(payload));
        }
    }

    /**
     * Reads files in order with TensorFlow's {@code TFRecordDataset} and {@code ParseExampleV2} kernels. A record that
     * lacks {@code index}, {@code label} or the payload of {@code kind} fails there.
     */
    public static List<Row> read(RecordKind kind, List<Path> files) {
        return read(kind.feature(), files);
    }

    /** The same with a payload of another name. */
    public static List<Row> read(String payload, List<Path> files) {
        List<Row> rows = new ArrayList<>();
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Batches batches = batches(tf, files, NOT_COMPRESSED);
            ParseExample parsed = tf.io.parseExample(
                    batches.next(),
                    strings(tf),
                    strings(tf),
                    strings(tf, "index", "label", payload),
                    strings(tf),
                    // An empty default makes a feature required.
                    List.of(tf.constant(new long[0]), tf.constant(new long[0]), strings(tf)),
                    0L,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(Shape.scalar(), Shape.scalar(), Shape.scalar()));
            try (Session session = new Session(graph)) {
                session.runner().addTarget(batches.start()).run().close();
                while (true) {
                    try (Result result = session.runner()
                            .fetch(parsed.denseValues().get(0))
                            .fetch(parsed.denseValues().get(1))
                            .fetch(parsed.denseValues().get(2))
                            .run()) {
                        TInt64 indexes = (TInt64) result.get(0);
                        TInt64 labels = (TInt64) result.get(1);
                        NdArray<byte[]> payloads = ((TString) result.get(2)).asBytes();
                        for (long i = 0; i < indexes.size(); i++) {
                            rows.add(new Row(indexes.getLong(i), labels.getLong(i), payloads.getObject(i)));
                        }
                    } catch (TFOutOfRangeException endOfData) {
                        return rows;
                    }
                }
            }
        }
    }

    /** Reads the payloads of files in order with TensorFlow's {@code TFRecordDataset} kernel, unparsed. */
    static List<byte[]> payloads(List<Path> files) {
        return payloads(files, NOT_COMPRESSED);
    }

    /**
     * Reads the payloads of compressed files.
     *
     * @param compression as TensorFlow calls it: {@code GZIP} or {@code ZLIB}
     */
    public static List<byte[]> payloads(List<Path> files, String compression) {
        List<byte[]> payloads = new ArrayList<>();
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Batches batches = batches(tf, files, compression);
            try (Session session = new Session(graph)) {
                session.runner().addTarget(batches.start()).run().close();
                while (true) {
                    try (Result result = session.runner().fetch(batches.next()).run()) {
                        NdArray<byte[]> batch = ((TString) result.get(0)).asBytes();
                        for (long i = 0; i < batch.size(); i++) {
                            payloads.add(batch.getObject(i));
                        }
                    } catch (TFOutOfRangeException endOfData) {
                        return payloads;
                    }
                }
            }
        }
    }

    /** Writes payloads to a file with TensorFlow's {@code DatasetToTFRecord} kernel. */
    static void write(List<byte[]> payloads, Path file) {
        write(payloads, file, NOT_COMPRESSED);
    }

    /**
     * Writes payloads to a compressed file.
     *
     * @param compression as TensorFlow calls it: {@code GZIP} or {@code ZLIB}
     */
    public static void write(List<byte[]> payloads, Path file, String compression) {
        try (Graph graph = new Graph();
                TString content = TString.tensorOfBytes(NdArrays.vectorOfObjects(payloads.toArray(byte[][]::new)))) {
            Ops tf = Ops.create(graph);
            Operand<TString> records = tf.placeholder(TString.class);
            Operand<? extends TType> slices =
                    tf.data.tensorSliceDataset(List.<Operand<?>>of(records), List.of(Shape.scalar()));
            Op writing = tf.data.datasetToTfRecord(slices, tf.constant(file.toString()), tf.constant(compression));
            try (Session session = new Session(graph)) {
                session.runner().feed(records, content).addTarget(writing).run().close();
            }
        }
    }

    private record Batches(Op start, Operand<TString> next) {}

    private static Batches batches(Ops tf, List<Path> files, String compression) {
        String[] names = files.stream().map(Path::toString).toArray(String[]::new);
        List<Class<? extends TType>> types = List.of(TString.class);
        List<Shape> shapes = List.of(Shape.of(Shape.UNKNOWN_SIZE));
        // TF Java's own TfRecordDataset is version 2 of the op, which fails in graph mode.
        Operand<TType> records = tf.scope()
                .opBuilder("TFRecordDataset", "records")
                .addInput(strings(tf, names).asOutput())
                .addInput(tf.constant(compression).asOutput())
                .addInput(tf.constant(READ_BUFFER_BYTES).asOutput())
                .build()
                .output(0);
        BatchDataset batched =
                tf.data.batchDataset(records, tf.constant(BATCH_RECORDS), tf.constant(false), types, shapes);
        Iterator iterator = tf.data.iterator("records", "", types, shapes);
        MakeIterator start = tf.data.makeIterator(batched, iterator.handle());
        IteratorGetNext next = tf.data.iteratorGetNext(iterator.handle(), types, shapes);
        return new Batches(start, next.op().output(0));
    }

    private static Operand<TString> strings(Ops tf, String... values) {
        NdArray<String> vector = NdArrays.ofObjects(String.class, Shape.of(values.length));
        for (int i = 0; i < values.length; i++) {
            vector.setObject(values[i], i);
        }
        return tf.constant(vector);
    }
}
