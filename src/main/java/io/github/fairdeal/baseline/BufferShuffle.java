package io.github.fairdeal.baseline;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * tf.data's {@code shuffle(buffer)}: before each record that goes out the buffer is filled up, then a random one of its
 * records is taken; once the input has ended, the buffer runs empty. The record at position t is therefore one of the
 * first {@code t + buffer} of the input: its lag is at most {@code buffer − 1}.
 *
 * <p>The law of the orders is that of {@code shuffle_dataset_op.cc}; for one seed the orders differ, as the random
 * numbers are others. Not thread-safe.
 *
 * @param <T> a record, or a name of one
 */
public final class BufferShuffle<T> implements Iterator<T> {

    private final Iterator<? extends T> input;
    private final ShuffleBuffer<T> buffer;

    /**
     * @param input records in the order of their files; null is a record like others
     * @param bufferRecords tf.data's {@code buffer_size}, at least 1; a buffer larger than the input shuffles fully
     * @param seed of the choices
     * @throws IllegalArgumentException if {@code bufferRecords} is below 1
     */
    public BufferShuffle(Iterator<? extends T> input, int bufferRecords, long seed) {
        this.input = input;
        this.buffer = new ShuffleBuffer<>(bufferRecords, seed);
    }

    @Override
    public boolean hasNext() {
        return buffer.size() > 0 || input.hasNext();
    }

    @Override
    public T next() {
        while (!buffer.isFull() && input.hasNext()) {
            buffer.add(input.next());
        }
        if (buffer.size() == 0) {
            throw new NoSuchElementException("all records are taken");
        }
        return buffer.take();
    }
}
