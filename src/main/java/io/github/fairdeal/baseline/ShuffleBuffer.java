package io.github.fairdeal.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A bounded store of elements that gives back a uniformly random one of those it holds. Not thread-safe.
 *
 * @param <T> what it holds; null is an element like others
 */
final class ShuffleBuffer<T> {

    private final int capacity;
    private final SplittableRandom random;
    private final List<T> elements = new ArrayList<>();

    /**
     * @param capacity the most elements it may hold, at least 1; memory is taken as they come
     * @param seed of the choices
     * @throws IllegalArgumentException if {@code capacity} is below 1
     */
    ShuffleBuffer(int capacity, long seed) {
        if (capacity < 1) {
            throw new IllegalArgumentException("buffer of " + capacity + " records, expected at least 1");
        }
        this.capacity = capacity;
        this.random = new SplittableRandom(seed);
    }

    int size() {
        return elements.size();
    }

    boolean isFull() {
        return elements.size() == capacity;
    }

    /** Adds an element; the buffer must not be full. */
    void add(T element) {
        elements.add(element);
    }

    /** Removes a random element; the last one moves into the hole, as in TensorFlow. The buffer must not be empty. */
    T take() {
        int hole = random.nextInt(elements.size());
        T last = elements.remove(elements.size() - 1);
        return hole == elements.size() ? last : elements.set(hole, last);
    }
}
