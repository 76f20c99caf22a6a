package io.github.fairdeal.permutation;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.UsageException;
import java.io.Serializable;
import java.util.Objects;

/**
 * A full shuffle of {@code N} records as an invertible function: {@link #position} and {@link #index} are bijections of
 * {@code [0, N)} and inverse to each other. The order depends on seed, epoch, {@code N} and {@link #ALGORITHM} and on
 * nothing else: not on the machine, the partitioning of the input or the number of shards.
 *
 * <p>Two epochs of one seed, or the same epoch of two seeds, are unrelated orders. The generator is statistical, not
 * cryptographic: who sees some of an order may be able to tell the rest.
 *
 * <p>Immutable and safe for use by any number of threads.
 */
public abstract sealed class Permutation implements Serializable permits FeistelPermutation, TablePermutation {

    /**
     * Names the algorithm, in manifests and in the key. Any change that gives one record another position needs a new
     * tag, or published epochs could not be computed again.
     */
    public static final String ALGORITHM = "mixed-radix-feistel-12/1";

    /** The most records there can be: 2<sup>62</sup>, so that every product in the arithmetic fits in 63 bits. */
    public static final long MAX_RECORDS = 1L << 62;

    /**
     * Up to here a table is drawn, because only that makes all {@code N!} orders equally likely: a network of a few
     * rounds over few records can be told from chance. Above, the table would cost memory and prove nothing.
     */
    static final int MAX_TABLE_RECORDS = 4096;

    private final long records;

    Permutation(long records) {
        this.records = records;
    }

    /**
     * The order of epoch {@code id} over {@code records} records.
     *
     * @param records N, from 1 to {@link #MAX_RECORDS}
     * @throws IllegalArgumentException if there are no records
     * @throws UsageException if there are more than {@link #MAX_RECORDS}
     */
    public static Permutation of(EpochId id, long records) {
        if (records < 1) {
            throw new IllegalArgumentException("a permutation of " + records + " records, expected at least 1");
        }
        if (records > MAX_RECORDS) {
            throw new UsageException("Too many records to shuffle as one epoch: expected at most " + MAX_RECORDS
                    + ", found " + records + "; split the data set");
        }
        KeyStream keys = KeyStream.of(ALGORITHM, id, records);
        return records <= MAX_TABLE_RECORDS
                ? new TablePermutation(Math.toIntExact(records), keys)
                : new FeistelPermutation(records, FeistelPermutation.ROUNDS, keys);
    }

    /**
     * Where the record goes.
     *
     * @param index of the record in the sorted data set
     * @throws IndexOutOfBoundsException if {@code index} is not in {@code [0, records)}
     */
    public final long position(long index) {
        return toPosition(Objects.checkIndex(index, records));
    }

    /**
     * Where the records of consecutive indexes go: the same as {@link #position} for each, in half the time.
     *
     * @param firstIndex of the first record in the sorted data set
     * @param positions filled with the positions of {@code firstIndex}, {@code firstIndex + 1}, …
     * @param count of records, at most {@code positions.length}
     * @throws IndexOutOfBoundsException if an index is not in {@code [0, records)}, or {@code positions} is too small
     */
    public final void positions(long firstIndex, long[] positions, int count) {
        Objects.checkFromIndexSize(firstIndex, count, records);
        Objects.checkFromIndexSize(0, count, positions.length);
        toPositions(firstIndex, positions, count);
    }

    /**
     * Which record is there.
     *
     * @param position in the epoch
     * @throws IndexOutOfBoundsException if {@code position} is not in {@code [0, records)}
     */
    public final long index(long position) {
        return toIndex(Objects.checkIndex(position, records));
    }

    /**
     * Which records are at consecutive positions: the same as {@link #index} for each, in half the time.
     *
     * @param firstPosition in the epoch
     * @param indexes filled with the indexes at {@code firstPosition}, {@code firstPosition + 1}, …
     * @param count of records, at most {@code indexes.length}
     * @throws IndexOutOfBoundsException if a position is not in {@code [0, records)}, or {@code indexes} is too small
     */
    public final void indexes(long firstPosition, long[] indexes, int count) {
        Objects.checkFromIndexSize(firstPosition, count, records);
        Objects.checkFromIndexSize(0, count, indexes.length);
        toIndexes(firstPosition, indexes, count);
    }

    /** N. */
    public final long records() {
        return records;
    }

    abstract long toPosition(long index);

    void toPositions(long firstIndex, long[] positions, int count) {
        for (int i = 0; i < count; i++) {
            positions[i] = toPosition(firstIndex + i);
        }
    }

    abstract long toIndex(long position);

    void toIndexes(long firstPosition, long[] indexes, int count) {
        for (int i = 0; i < count; i++) {
            indexes[i] = toIndex(firstPosition + i);
        }
    }
}
