package io.github.fairdeal.tensor;

import io.github.fairdeal.dataset.ImageShape;
import java.util.List;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/** The graph of a {@link FeedSession}: what goes in, what is checked, what comes out. */
final class FeedGraph {

    private static final long WEIGHT_SEED = 20;

    private final Ops tf;

    /** {@code uint8 [B, H, W, C]}. */
    final Operand<TUint8> images;
    /** {@code int64 [B]}. */
    final Operand<TInt64> labels;
    /** {@code int64 [K]}. */
    final Operand<TInt64> labelCounts;
    /** {@code float32 []}. */
    final Operand<TFloat32> meanPixel;
    /** {@code float32 [B, classes]}. */
    final Operand<TFloat32> logits;

    /** Adds the operations to {@code graph}. Nothing is computed of a batch unless all checks pass. */
    FeedGraph(Graph graph, ImageShape shape, long[] knownLabels, int classes) {
        tf = Ops.create(graph);
        // Without static shapes: the optimiser would believe them and drop the checks.
        images = tf.withName("images").placeholder(TUint8.class);
        labels = tf.withName("labels").placeholder(TInt64.class);

        Operand<TInt64> known = tf.constant(knownLabels);
        Operand<TInt32> places = places(known, knownLabels.length);
        Ops checked = tf.withControlDependencies(List.<Op>of(shapesFit(shape), labelsAreKnown(known, places)));
        labelCounts = tf.withName("label_counts")
                .math
                .unsortedSegmentSum(tf.onesLike(labels), checked.identity(places), tf.constant(knownLabels.length));
        Operand<TFloat32> pixels = tf.dtypes.cast(checked.identity(images), TFloat32.class);
        meanPixel = tf.withName("mean_pixel").math.mean(pixels, tf.constant(new int[] {0, 1, 2, 3}));
        logits = model(pixels, shape, classes);
    }

    /** Where each label is, or would be, among the known ones; within [0, K). */
    private Operand<TInt32> places(Operand<TInt64> known, int count) {
        Operand<TInt32> bound =
                tf.lowerBound(tf.expandDims(known, tf.constant(0)), tf.expandDims(labels, tf.constant(0)));
        return tf.math.minimum(tf.reshape(bound, tf.constant(new int[] {-1})), tf.constant(count - 1));
    }

    private Op labelsAreKnown(Operand<TInt64> known, Operand<TInt32> places) {
        Operand<TInt64> nearest = tf.gather(known, places, tf.constant(0));
        return tf.assertThat(
                tf.reduceAll(tf.math.equal(nearest, labels), tf.constant(0)),
                List.of(tf.constant("labels are not all known"), labels));
    }

    private Op shapesFit(ImageShape shape) {
        Operand<TInt64> found = tf.shape(images, TInt64.class);
        Operand<TInt64> image = tf.constant(new long[] {shape.height(), shape.width(), shape.channels()});
        Operand<TInt64> expected = tf.concat(List.of(tf.shape(labels, TInt64.class), image), tf.constant(0));
        return tf.assertThat(
                tf.reduceAll(tf.math.equal(found, expected), tf.constant(0)),
                List.of(tf.constant("images have another shape than expected"), found, expected));
    }

    /** One dense layer over the pixels, with weights that are always the same: a stand-in for a model, not a good one. */
    private Operand<TFloat32> model(Operand<TFloat32> pixels, ImageShape shape, int classes) {
        SmallImages small = SmallImages.of(tf, pixels, shape);
        return tf.withName("logits").linalg.matMul(small.flat(tf), weights(small.features(), classes));
    }

    private Operand<TFloat32> weights(int features, int classes) {
        Random random = new Random(WEIGHT_SEED);
        float[] values = new float[features * classes];
        double scale = 1 / Math.sqrt(features);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * scale);
        }
        return tf.constant(Shape.of(features, classes), DataBuffers.of(values));
    }
}
