package io.github.fairdeal.bias;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Draws an {@link OrderSample} from records as they come by, without knowing how many there will be. Mutable, not
 * thread-safe. Memory: at most 64 bytes for each point of its capacity. Records may come in any order, each position once.
 */
public final class OrderSampler {

    /** Enough for a figure; half a megabyte. */
    public static final int DEFAULT_CAPACITY = 20_000;

    private static final int FIRST_LENGTH = 1 << 10;

    private final int capacity;
    private long[] hashes;
    private long[] positions;
    private long[] indexes;
    private long[] labels;
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
        int size = Math.min(FIRST_LENGTH, 2 * capacity);
        this.hashes = new long[size];
        this.positions = new long[size];
        this.indexes = new long[size];
        this.labels = new long[size];
    }

    /**
     * A sampler for an order of {@code records} records, of all or a part of which are observed. It draws the same sample,
     * but a part does not keep what will not be in the sample of the whole.
     */
    public static OrderSampler of(long records) {
        OrderSampler sampler = new OrderSampler();
        // Hashes are as good as uniform: that fewer than so many, ten standard deviations more, are below has no
        // chance.
        double share = (DEFAULT_CAPACITY + 10 * Math.sqrt(DEFAULT_CAPACITY)) / Math.max(1, records);
        sampler.threshold = share >= 1 ? Long.MAX_VALUE : (long) (Long.MIN_VALUE + share * 0x1p64);
        return sampler;
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
        if (size == 2 * capacity) {
            discardLargest();
        } else if (size == hashes.length) {
            lengthen();
        }
        hashes[size] = hash;
        positions[size] = position;
        indexes[size] = index;
        labels[size] = label;
        size++;
    }

    private void lengthen() {
        int length = Math.min(2 * size, 2 * capacity);
        hashes = Arrays.copyOf(hashes, length);
        positions = Arrays.copyOf(positions, length);
        indexes = Arrays.copyOf(indexes, length);
        labels = Arrays.copyOf(labels, length);
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
