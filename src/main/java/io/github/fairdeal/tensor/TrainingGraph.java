package io.github.fairdeal.tensor;

import io.github.fairdeal.dataset.ImageShape;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gradients;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/** The graph of a {@link Training}: a model, its loss, and one step of gradient descent. */
final class TrainingGraph {

    private static final int KERNEL = 5;
    private static final int FIRST_CHANNELS = 8;
    private static final int SECOND_CHANNELS = 16;

    /**
     * A weight or bias.
     *
     * @param shape of it
     * @param fanIn inputs that add up to one output, 0 for a bias
     * @param value fed to {@code assign}
     * @param assign sets it
     */
    record Parameter(Shape shape, int fanIn, Operand<TFloat32> value, Op assign) {}

    private final Ops tf;
    private final List<Variable<TFloat32>> variables = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();

    /** {@code uint8 [B, H, W, C]}. */
    final Operand<TUint8> images;
    /** {@code int32 [B]}, classes from 0. */
    final Operand<TInt32> classes;
    /** One step of gradient descent. */
    final List<Op> step = new ArrayList<>();
    /** {@code int32 []}: images whose class the model finds. */
    final Operand<TInt32> correct;

    TrainingGraph(Graph graph, TrainedModel model, ImageShape shape, int classCount) {
        tf = Ops.create(graph);
        images = tf.placeholder(
                TUint8.class,
                Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE, shape.height(), shape.width(), shape.channels())));
        classes = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)));
        SmallImages small = SmallImages.of(tf, tf.dtypes.cast(images, TFloat32.class), shape);
        Operand<TFloat32> logits =
                switch (model) {
                    case SOFTMAX -> dense(small.flat(tf), small.features(), classCount);
                    case CNN -> convolutional(small, classCount);
                };
        correct = tf.reduceSum(
                tf.dtypes.cast(
                        tf.math.equal(tf.math.argMax(logits, tf.constant(1), TInt32.class), classes), TInt32.class),
                tf.constant(0));
        descend(logits, classCount, model.learningRate());
    }

    List<Parameter> parameters() {
        return List.copyOf(parameters);
    }

    private Operand<TFloat32> convolutional(SmallImages small, int classCount) {
        Operand<TFloat32> pixels = tf.math.div(small.pixels(), tf.constant(255f));
        Operand<TFloat32> first = convolution(pixels, small.channels(), FIRST_CHANNELS);
        Operand<TFloat32> second = convolution(first, FIRST_CHANNELS, SECOND_CHANNELS);
        int features = quarter(small.rows()) * quarter(small.columns()) * SECOND_CHANNELS;
        return dense(tf.reshape(second, tf.constant(new int[] {-1, features})), features, classCount);
    }

    /** Side of an image after two convolutions of stride 2, each rounding up. */
    private static int quarter(int side) {
        return (side + 3) / 4;
    }

    private Operand<TFloat32> convolution(Operand<TFloat32> input, int channels, int outputs) {
        Operand<TFloat32> kernel = parameter(Shape.of(KERNEL, KERNEL, channels, outputs), KERNEL * KERNEL * channels);
        Operand<TFloat32> bias = parameter(Shape.of(outputs), 0);
        return tf.nn.relu(tf.nn.biasAdd(tf.nn.conv2d(input, kernel, List.of(1L, 2L, 2L, 1L), "SAME"), bias));
    }

    private Operand<TFloat32> dense(Operand<TFloat32> input, int features, int outputs) {
        Operand<TFloat32> weights = parameter(Shape.of(features, outputs), features);
        Operand<TFloat32> bias = parameter(Shape.of(outputs), 0);
        return tf.nn.biasAdd(tf.linalg.matMul(input, weights), bias);
    }

    private Operand<TFloat32> parameter(Shape shape, int fanIn) {
        Variable<TFloat32> variable = tf.variable(shape, TFloat32.class);
        Operand<TFloat32> value = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
        variables.add(variable);
        parameters.add(new Parameter(shape, fanIn, value, tf.assign(variable, value)));
        return variable;
    }

    /** Plain gradient descent on the mean cross entropy of the batch. */
    private void descend(Operand<TFloat32> logits, int classCount, float learningRate) {
        Operand<TFloat32> targets = tf.oneHot(classes, tf.constant(classCount), tf.constant(1f), tf.constant(0f));
        Operand<TFloat32> loss = tf.math.mean(
                tf.nn.softmaxCrossEntropyWithLogits(logits, targets).loss(), tf.constant(0));
        Gradients gradients = tf.gradients(loss, variables);
        // No weight may change before all gradients are known: those of one layer depend on the weights of the next.
        Ops afterAll = tf.withControlDependencies(List.<Op>copyOf(gradients.dy()));
        for (int i = 0; i < variables.size(); i++) {
            step.add(afterAll.train.applyGradientDescent(variables.get(i), tf.constant(learningRate), gradients.dy(i)));
        }
    }
}
