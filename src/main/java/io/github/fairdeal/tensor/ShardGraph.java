package io.github.fairdeal.tensor;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.NdArray;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.data.Iterator;
import org.tensorflow.op.data.IteratorGetNext;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** Operations that read TFRecord files in a TensorFlow graph, and their records' indexes. */
final class ShardGraph {

    private static final long READ_BUFFER_BYTES = 1 << 18;
    private static final List<Class<? extends TType>> TYPES = List.of(TString.class);

    /**
     * Batches of serialized records.
     *
     * @param start to be run once, before {@code next}
     * @param next the next batch, {@code string [B]}
     */
    record Batches(Op start, Operand<TString> next) {}

    private final Ops tf;

    ShardGraph(Ops tf) {
        this.tf = tf;
    }

    /** A dataset of the records of all files in turn. */
    Operand<? extends TType> records(List<String> paths) {
        NdArray<String> names = NdArrays.ofObjects(String.class, Shape.of(paths.size()));
        for (int i = 0; i < paths.size(); i++) {
            names.setObject(paths.get(i), i);
        }
        // TF Java's own TfRecordDataset is version 2 of the op, which fails in graph mode.
        return tf.scope()
                .opBuilder("TFRecordDataset", "records")
                .addInput(tf.constant(names).asOutput())
                .addInput(tf.constant("").asOutput())
                .addInput(tf.constant(READ_BUFFER_BYTES).asOutput())
                .build()
                .output(0);
    }

    /** The dataset's records, shuffled by tf.data through a buffer. */
    Operand<? extends TType> shuffled(Operand<? extends TType> records, long bufferRecords, long seed) {
        Operand<? extends TType> generator = tf.random
                .anonymousSeedGenerator(tf.constant(seed), tf.constant(~seed), tf.constant(false))
                .handle();
        return tf.data
                .shuffleDataset(
                        records,
                        tf.constant(bufferRecords),
                        tf.constant(seed),
                        tf.constant(~seed),
                        generator,
                        TYPES,
                        List.of(Shape.scalar()))
                .handle();
    }

    /** The dataset's records, {@code size} at once; the last batch may be smaller. */
    Batches batches(Operand<? extends TType> records, long size) {
        List<Shape> shapes = List.of(Shape.of(Shape.UNKNOWN_SIZE));
        Operand<? extends TType> batched = tf.data
                .batchDataset(records, tf.constant(size), tf.constant(false), TYPES, shapes)
                .handle();
        Iterator iterator = tf.data.iterator("", "", TYPES, shapes);
        IteratorGetNext next = tf.data.iteratorGetNext(iterator.handle(), TYPES, shapes);
        return new Batches(
                tf.data.makeIterator(batched, iterator.handle()), next.op().output(0));
    }

    /** The indexes of serialized records, {@code int64 [B]}. */
    Operand<TInt64> indexes(Operand<TString> serialized) {
        Operand<TString> none = tf.constant(NdArrays.ofObjects(String.class, Shape.of(0)));
        NdArray<String> index = NdArrays.ofObjects(String.class, Shape.of(1));
        index.setObject("index", 0);
        return tf.io.parseExample(
                        serialized,
                        none,
                        none,
                        tf.constant(index),
                        none,
                        // An empty default makes a feature required.
                        List.of(tf.constant(new long[0])),
                        0L,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(Shape.scalar()))
                .op()
                .output(0);
    }
}
