package io.github.fairdeal.tensor;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.read.Batch;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/**
 * A TensorFlow graph and session that batches of one dataset are fed to. The graph checks shapes and labels, counts the
 * labels, and computes the mean pixel and the scores of a small fixed model.
 *
 * <p>Thread-safe: many tasks may run batches at once, each in its own thread, in which TensorFlow works, too: tasks and
 * their decode threads use the cores already. Between {@link #run} calls no native
 * memory is held but the graph's own.
 */
public final class FeedSession implements AutoCloseable {

    /** The model scores this many of the labels at most, so that its weights stay small. */
    public static final int MAX_CLASSES = 1_000;

    private final long[] knownLabels;
    private final int classes;
    private final Graph graph;
    private final FeedGraph ends;
    private final Session session;

    private FeedSession(ImageShape shape, long[] knownLabels) {
        this.knownLabels = knownLabels;
        this.classes = Math.min(knownLabels.length, MAX_CLASSES);
        this.graph = new Graph();
        this.ends = new FeedGraph(graph, shape, knownLabels, classes);
        this.session = new Session(graph, Training.IN_THE_CALLERS_THREAD);
    }

    /**
     * Builds a graph and opens a session.
     *
     * @param shape of every image
     * @param labels all labels of the dataset, any int64 values
     * @throws UsageException if there are no labels
     */
    public static FeedSession open(ImageShape shape, Set<Long> labels) {
        if (labels.isEmpty()) {
            throw new UsageException("a session needs to know the dataset's labels, found none");
        }
        return new FeedSession(
                shape, labels.stream().mapToLong(Long::longValue).sorted().toArray());
    }

    /** The known labels, ascending: {@code labelCounts()[k]} of a result counts {@code labels()[k]}. A copy. */
    public long[] labels() {
        return knownLabels.clone();
    }

    /**
     * Feeds one batch.
     *
     * @throws BadInputException if it has a label that is not known
     * @throws TFInvalidArgumentException if its images are not of the session's shape
     */
    public BatchResult run(Batch batch) {
        try (TUint8 images = images(batch);
                TInt64 labels = TInt64.tensorOf(Shape.of(batch.size()), DataBuffers.of(batch.labels(), true, false));
                Result result = session.runner()
                        .feed(ends.images, images)
                        .feed(ends.labels, labels)
                        .fetch(ends.labelCounts)
                        .fetch(ends.meanPixel)
                        .fetch(ends.logits)
                        .run()) {
            long[] labelCounts = new long[knownLabels.length];
            float[] meanPixel = new float[1];
            float[] logits = new float[batch.size() * classes];
            result.get(0).asRawTensor().data().asLongs().read(labelCounts);
            result.get(1).asRawTensor().data().asFloats().read(meanPixel);
            result.get(2).asRawTensor().data().asFloats().read(logits);
            return new BatchResult(labelCounts, meanPixel[0], logits, classes);
        } catch (TFInvalidArgumentException e) {
            requireKnownLabels(batch, e);
            throw e;
        }
    }

    /** Frees the session and the graph, after the runs that are under way. */
    @Override
    public void close() {
        session.close();
        graph.close();
    }

    /** The pixels as a tensor {@code uint8 [B, H, W, C]}, copied once from the batch's array; the caller closes it. */
    public static TUint8 images(Batch batch) {
        return images(batch.shape(), batch.size(), batch.pixels());
    }

    /** {@code uint8 [count, H, W, C]} of the pixels from the buffer's position to its limit. */
    static TUint8 images(ImageShape image, int count, ByteBuffer pixels) {
        Shape shape = Shape.of(count, image.height(), image.width(), image.channels());
        // Not TUint8.tensorOf(shape, DataBuffers.of(pixels)): that goes byte by byte and takes 8 times as long and more
        // (FeedSessionBenchmark).
        TUint8 tensor = TUint8.tensorOf(shape);
        tensor.asRawTensor().data().write(pixels.array(), pixels.arrayOffset() + pixels.position(), pixels.remaining());
        return tensor;
    }

    /** Says in the operator's words what the graph's assertion found, if it was that one. */
    private void requireKnownLabels(Batch batch, TFInvalidArgumentException cause) {
        for (int i = 0; i < batch.size(); i++) {
            if (Arrays.binarySearch(knownLabels, batch.label(i)) < 0) {
                throw new BadInputException(
                        "Label %d (index %d, position %,d) is none of the %,d labels of the dataset, %d to %d; shard of another dataset?"
                                .formatted(
                                        batch.label(i),
                                        batch.index(i),
                                        batch.position(i),
                                        knownLabels.length,
                                        knownLabels[0],
                                        knownLabels[knownLabels.length - 1]),
                        cause);
            }
        }
    }
}
