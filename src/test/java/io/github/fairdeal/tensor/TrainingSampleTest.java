package io.github.fairdeal.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.read.Batch;
import io.github.fairdeal.read.EpochReader;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.read.SmallDataset;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/** The training program of docs/reader.md, over images of noise that a linear model can learn by heart. */
class TrainingSampleTest {

    @TempDir
    Path folder;

    @Test
    void trainingLoop_ofTheDocumentation_learns() throws IOException {
        SmallDataset dataset = new SmallDataset(folder, 200, 2).withImages();
        dataset.publish(new EpochId(5, 0), RecordKind.PATH, 2);

        float[] accuracies = train(Storage.local(), dataset.folder(), 8);

        assertThat(accuracies[0]).isLessThan(0.3f);
        assertThat(accuracies[7]).isGreaterThan(0.8f);
    }

    /** Epoch 0 is published, the others are derived. Returns each epoch's mean accuracy before its updates. */
    private static float[] train(Storage storage, String dataset, int epochs) throws IOException {
        float[] accuracies = new float[epochs];
        ReadOptions options =
                ReadOptions.defaults().withBatchSize(20).droppingRemainder().derivingEpochs(5);
        try (Graph graph = new Graph();
                EpochReader reader = EpochReader.readEpochs(storage, dataset, 0, epochs, options)) {
            Ops tf = Ops.create(graph);
            Operand<TUint8> images = tf.placeholder(TUint8.class);
            Operand<TInt64> labels = tf.placeholder(TInt64.class);
            Operand<TFloat32> flat =
                    tf.dtypes.cast(tf.reshape(images, tf.constant(new int[] {-1, 784})), TFloat32.class);
            Operand<TFloat32> x = tf.math.sub(tf.math.div(flat, tf.constant(255f)), tf.constant(0.5f));
            Operand<TFloat32> one = tf.oneHot(labels, tf.constant(10), tf.constant(1f), tf.constant(0f));
            Variable<TFloat32> weights = tf.variable(Shape.of(784, 10), TFloat32.class);
            Operand<TFloat32> logits = tf.linalg.matMul(x, weights);
            Operand<TFloat32> error = tf.math.sub(tf.nn.softmax(logits), one);
            Operand<TFloat32> gradient =
                    tf.math.div(tf.linalg.matMul(x, error, MatMul.transposeA(true)), tf.constant(20f));
            var step = tf.train.applyGradientDescent(weights, tf.constant(0.1f), gradient);
            Operand<TInt64> guess = tf.math.argMax(logits, tf.constant(1));
            Operand<TFloat32> hits = tf.dtypes.cast(tf.math.equal(guess, labels), TFloat32.class);
            Operand<TFloat32> accuracy = tf.math.mean(hits, tf.constant(0));
            var start = tf.assign(weights, tf.zeros(tf.constant(new int[] {784, 10}), TFloat32.class));
            try (Session session = new Session(graph)) {
                session.runner().addTarget(start).run().close();
                while (reader.hasNext()) {
                    try (Batch batch = reader.next();
                            TUint8 pixels = FeedSession.images(batch);
                            TInt64 classes = TInt64.tensorOf(Shape.of(batch.size()), DataBuffers.of(batch.labels()));
                            Result result = session.runner()
                                    .feed(images, pixels)
                                    .feed(labels, classes)
                                    .fetch(accuracy)
                                    .addTarget(step)
                                    .run()) {
                        accuracies[(int) batch.epoch()] += ((TFloat32) result.get(0)).getFloat() / 10;
                    }
                }
            }
        }
        return accuracies;
    }
}
