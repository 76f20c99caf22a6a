package io.github.fairdeal.bias;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Draws an {@link OrderSample} from records as they come by, without knowing how many there will be. Mutable, not
 * thread-safe. Memory: 64 bytes for each point of its capacity. Records may come in any order, each position once.
 */
public final class OrderSampler {

    /** Enough for a figure; half a megabyte. */
    public static final int DEFAULT_CAPACITY = 20_000;

    private final int capacity;
    private final long[] hashes;
    private final long[] positions;
    private final long[] indexes;
    private final long[] labels;
    private int size;
    /** Hashes above this are not among the smallest any more. */
    private long threshold = Long.MAX_VALUE;

    private long records;
    private long maxIndex = ShardRecorder.NONE;

    /** A sampler of at most {@link #DEFAULT_CAPACITY} points. */
    public OrderSampler() {
        this(DEFAULT_CAPACITY);
    }

    /** @param capacity the most points to keep, at least 1 */
    public OrderSampler(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + ", expected at least 1");
        }
        this.capacity = capacity;
        this.hashes = new long[2 * capacity];
        this.positions = new long[2 * capacity];
        this.indexes = new long[2 * capacity];
        this.labels = new long[2 * capacity];
    }

    /** Observes a record; the arguments are those of {@link ShardRecorder#add}. */
    public void add(long position, long index, long label) {
        records++;
        maxIndex = Math.max(maxIndex, index);
        keep(position, index, label);
    }

    /** What was drawn so far. The sampler may go on. */
    public OrderSample snapshot() {
        discardLargest();
        int[] byPosition = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingLong(i -> positions[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        return new OrderSample(
                capacity,
                records,
                maxIndex,
                OrderSample.arranged(positions, byPosition),
                OrderSample.arranged(indexes, byPosition),
                OrderSample.arranged(labels, byPosition));
    }

    void addAll(OrderSample sample) {
        records += sample.records();
        maxIndex = Math.max(maxIndex, sample.maxIndex());
        for (int i = 0; i < sample.points(); i++) {
            keep(sample.position(i), sample.index(i), sample.label(i));
        }
    }

    private void keep(long position, long index, long label) {
        long hash = SplitMix64.mix(position);
        if (hash > threshold) {
            return;
        }
        if (size == hashes.length) {
            discardLargest();
        }
        hashes[size] = hash;
        positions[size] = position;
        indexes[size] = index;
        labels[size] = label;
        size++;
    }

    /** Keeps the {@code capacity} smallest. Hashes of different positions differ, so there are no ties. */
    private void discardLargest() {
        if (size <= capacity) {
            return;
        }
        long[] sorted = Arrays.copyOf(hashes, size);
        Arrays.sort(sorted);
        threshold = sorted[capacity - 1];
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (hashes[i] <= threshold) {
                hashes[kept] = hashes[i];
                positions[kept] = positions[i];
                indexes[kept] = indexes[i];
                labels[kept] = labels[i];
                kept++;
            }
        }
        size = kept;
    }
}
