package io.github.fairdeal.baseline;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Reads a block of consecutive records into memory, shuffles it fully, hands it out, and goes on with the next: what
 * programs do that load one file at a time. No record ever leaves its block. Not thread-safe.
 *
 * @param <T> a record, or a name of one
 */
public final class BlockShuffle<T> implements Iterator<T> {

    private final Iterator<? extends T> input;
    private final ShuffleBuffer<T> block;

    /**
     * @param input records in the order of their files; null is a record like others
     * @param blockRecords records a block, at least 1; the last block may be smaller
     * @param seed of the choices
     * @throws IllegalArgumentException if {@code blockRecords} is below 1
     */
    public BlockShuffle(Iterator<? extends T> input, int blockRecords, long seed) {
        this.input = input;
        this.block = new ShuffleBuffer<>(blockRecords, seed);
    }

    @Override
    public boolean hasNext() {
        return block.size() > 0 || input.hasNext();
    }

    @Override
    public T next() {
        if (block.size() == 0) {
            while (!block.isFull() && input.hasNext()) {
                block.add(input.next());
            }
        }
        if (block.size() == 0) {
            throw new NoSuchElementException("all records are taken");
        }
        return block.take();
    }
}
