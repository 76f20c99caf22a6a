package io.github.fairdeal.bias;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A bounded sample of an order for figures: the records whose positions have the smallest hashes. Which ones those are
 * depends on the positions alone, so it is the same however the input was partitioned and merged, and a hash has no
 * stride that a pattern in the data could hide behind. Immutable; 24 bytes a point.
 *
 * <p>When many parts are merged, merge them in a tree: each may hold {@link #capacity()} points.
 */
public final class OrderSample implements Serializable {

    private final int capacity;
    private final long records;
    private final long maxIndex;
    private final long[] positions;
    private final long[] indexes;
    private final long[] labels;

    /** Takes the arrays over, at most {@code capacity} points ascending by position. */
    OrderSample(int capacity, long records, long maxIndex, long[] positions, long[] indexes, long[] labels) {
        this.capacity = capacity;
        this.records = records;
        this.maxIndex = maxIndex;
        this.positions = positions;
        this.indexes = indexes;
        this.labels = labels;
    }

    /** The most points it may hold. */
    public int capacity() {
        return capacity;
    }

    /** Number of records the sample was drawn from. */
    public long records() {
        return records;
    }

    /** Largest index among all those records, sampled or not; negative if none has an index. */
    public long maxIndex() {
        return maxIndex;
    }

    /** Number of points; all records if there are no more than {@link #capacity()}. */
    public int points() {
        return positions.length;
    }

    /** Position of point {@code i}; points ascend by position. */
    public long position(int i) {
        return positions[i];
    }

    /** Index of point {@code i}, negative if it has none. */
    public long index(int i) {
        return indexes[i];
    }

    /** Label of point {@code i}, or {@link ShardRecorder#NO_LABEL}. */
    public long label(int i) {
        return labels[i];
    }

    /** Labels that occur in the sample, ascending. */
    public long[] distinctLabels() {
        return LongStream.of(labels)
                .filter(label -> label != ShardRecorder.NO_LABEL)
                .distinct()
                .sorted()
                .toArray();
    }

    /**
     * The sample of both together.
     *
     * @throws IllegalArgumentException if the capacities differ
     */
    public OrderSample plus(OrderSample other) {
        if (other.capacity != capacity) {
            throw new IllegalArgumentException("samples of capacity " + capacity + " and " + other.capacity);
        }
        OrderSampler both = new OrderSampler(capacity);
        both.addAll(this);
        both.addAll(other);
        return both.snapshot();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OrderSample that
                && capacity == that.capacity
                && records == that.records
                && maxIndex == that.maxIndex
                && Arrays.equals(positions, that.positions)
                && Arrays.equals(indexes, that.indexes)
                && Arrays.equals(labels, that.labels);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(records) + Arrays.hashCode(positions);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "OrderSample[%,d of %,d records]", points(), records);
    }

    /** {@code values[order[0]], values[order[1]], …} */
    static long[] arranged(long[] values, int[] order) {
        return IntStream.of(order).mapToLong(i -> values[i]).toArray();
    }
}
