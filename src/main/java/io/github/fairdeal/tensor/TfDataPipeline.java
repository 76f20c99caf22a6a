package io.github.fairdeal.tensor;

import io.github.fairdeal.dataset.ImageShape;
import java.util.List;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.exceptions.TFOutOfRangeException;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.data.Iterator;
import org.tensorflow.op.data.IteratorGetNext;
import org.tensorflow.op.io.ParseSingleExample;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * TensorFlow's own way to read shards, as a baseline: a {@code tf.data} pipeline of TFRecordDataset, a parallel map that
 * parses a record, reads its image file and decodes it, batch, and prefetch.
 */
final class TfDataPipeline implements AutoCloseable {

    /** Leaves the number of parallel calls, and of batches ahead, to TensorFlow. */
    static final long AUTOTUNE = -1;

    private static final long READ_BUFFER_BYTES = 256 << 10;
    private static final List<Class<? extends TType>> TYPES = List.of(TInt64.class, TUint8.class);

    private final Graph graph = new Graph();
    private final Session session;
    private final Op start;
    private final IteratorGetNext next;

    /**
     * Builds the pipeline.
     *
     * @param shards local paths, in order
     * @param decoding of the payloads; path records name local files
     * @param prefix of the paths in path records: empty if they are absolute
     * @param batchSize images a batch; the last one may be smaller
     * @param parallelCalls of the map, or {@link #AUTOTUNE}
     */
    TfDataPipeline(
            List<String> shards,
            TfDecoding decoding,
            String prefix,
            ImageShape shape,
            int batchSize,
            long parallelCalls) {
        Ops tf = Ops.create(graph);
        Shape image = Shape.of(shape.height(), shape.width(), shape.channels());
        List<Shape> single = List.of(Shape.scalar(), image);
        List<Shape> batched = List.of(Shape.of(Shape.UNKNOWN_SIZE), image.prepend(Shape.UNKNOWN_SIZE));
        // TF Java's own TfRecordDataset is version 2 of the op, which fails in graph mode.
        Operand<TType> records = tf.scope()
                .opBuilder("TFRecordDataset", "records")
                .addInput(tf.constant(NdArrays.vectorOfObjects(shards.toArray(String[]::new)))
                        .asOutput())
                .addInput(tf.constant("").asOutput())
                .addInput(tf.constant(READ_BUFFER_BYTES).asOutput())
                .build()
                .output(0);
        ConcreteFunction load = ConcreteFunction.create(ops -> load(ops, decoding, prefix, shape));
        graph.attachFunction(load);
        Operand<? extends TType> images =
                tf.data.parallelMapDataset(records, List.of(), tf.constant(parallelCalls), load, TYPES, single);
        Operand<? extends TType> batches =
                tf.data.batchDataset(images, tf.constant((long) batchSize), tf.constant(false), TYPES, batched);
        Operand<? extends TType> ahead = tf.data.prefetchDataset(
                batches, tf.constant(parallelCalls == AUTOTUNE ? AUTOTUNE : 8L), TYPES, batched);
        // Without this step AUTOTUNE stands still at one call.
        Operand<? extends TType> tuned = tf.data.modelDataset(ahead, TYPES, batched);
        Iterator iterator = tf.data.iterator("", "", TYPES, batched);
        start = tf.data.makeIterator(tuned, iterator.handle());
        next = tf.data.iteratorGetNext(iterator.handle(), TYPES, batched);
        session = new Session(graph);
    }

    /** Reads all shards from the beginning and returns the number of images; {@code check} sums up a pixel of each batch. */
    long read(long[] check) {
        session.runner().addTarget(start).run().close();
        long images = 0;
        while (true) {
            try (Result result = session.runner()
                    .fetch(next.op().output(0))
                    .fetch(next.op().output(1))
                    .run()) {
                TUint8 pixels = (TUint8) result.get(1);
                images += ((TInt64) result.get(0)).size();
                check[0] += pixels.asRawTensor().data().getByte(0) & 0xff;
            } catch (TFOutOfRangeException endOfData) {
                return images;
            }
        }
    }

    @Override
    public void close() {
        session.close();
        graph.close();
    }

    private static Signature load(Ops tf, TfDecoding decoding, String prefix, ImageShape shape) {
        Operand<TString> record = tf.placeholder(TString.class, Placeholder.shape(Shape.scalar()));
        ParseSingleExample parsed = tf.io.parseSingleExample(
                record,
                List.of(tf.constant(0L), tf.constant("")),
                0L,
                List.of(),
                List.of("label", decoding.kind().feature()),
                List.of(),
                List.of(Shape.scalar(), Shape.scalar()));
        Operand<TInt64> label = parsed.op().output(0);
        Operand<TString> payload = parsed.op().output(1);
        Operand<TString> path = prefix.isEmpty() ? payload : tf.strings.join(List.of(tf.constant(prefix), payload));
        Operand<TUint8> pixels = decoding.pixels(tf, path, shape.channels());
        Operand<TUint8> shaped =
                tf.reshape(pixels, tf.constant(new int[] {shape.height(), shape.width(), shape.channels()}));
        return Signature.builder()
                .key("load")
                .input("record", record)
                .output("label", label)
                .output("pixels", shaped)
                .build();
    }
}
