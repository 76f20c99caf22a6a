package io.github.fairdeal.tensor;

import io.github.fairdeal.dataset.ImageShape;
import java.nio.ByteBuffer;
import java.util.Random;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/**
 * A small model in a TensorFlow session of its own, trained by plain gradient descent, one batch a step. The same seed
 * and the same batches give the same accuracies. One thread, in Java and in TensorFlow: to use more cores, train more
 * models at once. Not thread-safe.
 */
public final class Training implements AutoCloseable {

    /** In the thread that calls. With a positive number of inter-op threads, all sessions of the process would share them. */
    static final ConfigProto IN_THE_CALLERS_THREAD = ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(1)
            .setInterOpParallelismThreads(-1)
            .build();

    private final ImageShape shape;
    private final Graph graph;
    private final TrainingGraph ends;
    private final Session session;

    /**
     * Builds a model with {@code classes} outputs over images of {@code shape}, and begins with the weights of
     * {@code seed}.
     *
     * @param seed of the initial weights: normal with variance 2 / inputs (He et al., arXiv 1502.01852); biases are 0
     */
    public Training(TrainedModel model, ImageShape shape, int classes, long seed) {
        this.shape = shape;
        this.graph = new Graph();
        this.ends = new TrainingGraph(graph, model, shape, classes);
        this.session = new Session(graph, IN_THE_CALLERS_THREAD);
        initialise(new Random(seed));
    }

    /**
     * One step of gradient descent on the mean cross entropy of a batch.
     *
     * @param pixels uint8, H·W·C row-major, image after image, from the buffer's position to its limit; backed by an array
     * @param classes of the images, from 0
     */
    public void step(ByteBuffer pixels, int[] classes) {
        try (TUint8 images = FeedSession.images(shape, classes.length, pixels);
                TInt32 targets = TInt32.tensorOf(Shape.of(classes.length), DataBuffers.of(classes))) {
            Session.Runner runner = session.runner().feed(ends.images, images).feed(ends.classes, targets);
            ends.step.forEach(runner::addTarget);
            runner.run().close();
        }
    }

    /** Number of images whose class the model finds; arguments as of {@link #step}. */
    public int correct(ByteBuffer pixels, int[] classes) {
        try (TUint8 images = FeedSession.images(shape, classes.length, pixels);
                TInt32 targets = TInt32.tensorOf(Shape.of(classes.length), DataBuffers.of(classes));
                Result result = session.runner()
                        .feed(ends.images, images)
                        .feed(ends.classes, targets)
                        .fetch(ends.correct)
                        .run()) {
            return ((TInt32) result.get(0)).getInt();
        }
    }

    /** Frees the session and the graph. */
    @Override
    public void close() {
        session.close();
        graph.close();
    }

    private void initialise(Random random) {
        for (TrainingGraph.Parameter parameter : ends.parameters()) {
            float[] values = new float[Math.toIntExact(parameter.shape().size())];
            double scale = parameter.fanIn() == 0 ? 0 : Math.sqrt(2.0 / parameter.fanIn());
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * scale);
            }
            try (TFloat32 value = TFloat32.tensorOf(parameter.shape(), DataBuffers.of(values))) {
                session.runner()
                        .feed(parameter.value(), value)
                        .addTarget(parameter.assign())
                        .run()
                        .close();
            }
        }
    }
}
