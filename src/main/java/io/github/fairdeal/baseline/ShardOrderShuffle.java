package io.github.fairdeal.baseline;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Takes whole shards in a random order, one after the other, and leaves the records of each as they are: tf.data's
 * {@code list_files(shuffle=True)}, nearly always with a shuffle buffer behind it. Not thread-safe.
 *
 * @param <T> a record, or a name of one
 */
public final class ShardOrderShuffle<T> implements Iterator<T> {

    private final ShuffleBuffer<Iterable<? extends T>> shards;
    private Iterator<? extends T> shard = List.<T>of().iterator();

    /**
     * @param shards in the order of their names; each is opened when its turn comes
     * @param seed of the order
     */
    public ShardOrderShuffle(List<? extends Iterable<? extends T>> shards, long seed) {
        this.shards = new ShuffleBuffer<>(Math.max(1, shards.size()), seed);
        shards.forEach(this.shards::add);
    }

    @Override
    public boolean hasNext() {
        while (!shard.hasNext() && shards.size() > 0) {
            shard = shards.take().iterator();
        }
        return shard.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all records are taken");
        }
        return shard.next();
    }
}
