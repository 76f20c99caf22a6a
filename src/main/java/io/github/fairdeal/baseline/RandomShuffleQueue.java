package io.github.fairdeal.baseline;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * TensorFlow's {@code RandomShuffleQueue}, which {@code tf.train.shuffle_batch} reads through, with one thread that
 * puts records in and one that takes batches out.
 *
 * <p>As in {@code random_shuffle_queue_op.cc}: records go in only while the queue holds fewer than {@code capacity};
 * a uniformly random one comes out only while it holds more than {@code minAfterDequeue}. How large the queue is in
 * between depends on who is faster, see {@link Producer}. Once the input has ended the queue is closed and runs empty;
 * the last batch may be smaller ({@code allow_smaller_final_batch}). The record at position t is one of the first
 * {@code t + capacity} of the input. Not thread-safe.
 *
 * @param <T> a record, or a name of one
 */
public final class RandomShuffleQueue<T> implements Iterator<T> {

    /** Which side waits for the other. */
    public enum Producer {
        /** Training is slow: the queue is full whenever a batch is taken. */
        FAST,
        /** Reading is slow: a record comes out as soon as there is one more than {@code minAfterDequeue}. */
        SLOW
    }

    /**
     * What {@code tf.train.shuffle_batch} is told.
     *
     * @param minAfterDequeue records that stay in the queue, at least 0
     * @param capacity the most records in the queue, more than {@code minAfterDequeue}
     * @param batchSize records that are taken at once, at least 1
     */
    public record Settings(int minAfterDequeue, int capacity, int batchSize) {

        /**
         * @throws IllegalArgumentException if a number is out of its range
         */
        public Settings {
            if (minAfterDequeue < 0 || batchSize < 1) {
                throw new IllegalArgumentException("min_after_dequeue " + minAfterDequeue + ", batch size " + batchSize
                        + ": expected at least 0 and 1");
            }
            if (capacity <= minAfterDequeue) {
                throw new IllegalArgumentException(
                        "capacity " + capacity + ", expected more than min_after_dequeue, which is " + minAfterDequeue);
            }
        }

        /** The rule of TensorFlow's guide: {@code capacity = min_after_dequeue + 3 · batch_size}. */
        public static Settings ofGuide(int minAfterDequeue, int batchSize) {
            return new Settings(
                    minAfterDequeue, Math.addExact(minAfterDequeue, Math.multiplyExact(3, batchSize)), batchSize);
        }
    }

    private final Iterator<? extends T> input;
    private final Settings settings;
    private final Producer producer;
    private final ShuffleBuffer<T> queue;
    private int leftInBatch;

    /**
     * @param input records in the order of their files; null is a record like others
     * @param settings sizes
     * @param producer who waits
     * @param seed of the choices
     */
    public RandomShuffleQueue(Iterator<? extends T> input, Settings settings, Producer producer, long seed) {
        this.input = input;
        this.settings = settings;
        this.producer = producer;
        this.queue = new ShuffleBuffer<>(settings.capacity(), seed);
    }

    @Override
    public boolean hasNext() {
        return queue.size() > 0 || input.hasNext();
    }

    @Override
    public T next() {
        if (leftInBatch == 0) {
            leftInBatch = settings.batchSize();
            if (producer == Producer.FAST) {
                fill(settings.capacity());
            }
        }
        // A batch that finds too few records takes what it may and waits for the rest.
        fill(settings.minAfterDequeue() + 1);
        if (queue.size() == 0) {
            throw new NoSuchElementException("all records are taken");
        }
        leftInBatch--;
        return queue.take();
    }

    /** Puts records in until the queue holds {@code records}, or the input has ended. */
    private void fill(int records) {
        while (queue.size() < records && input.hasNext()) {
            queue.add(input.next());
        }
    }
}
