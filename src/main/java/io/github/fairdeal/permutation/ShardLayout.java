package io.github.fairdeal.permutation;

import io.github.fairdeal.dataset.UsageException;
import java.io.Serializable;
import java.util.Objects;

/**
 * Shards as consecutive slices of the positions of an epoch, equal to ±1 record: the first {@code records mod shards}
 * hold one more than the others. The concatenation of the shards is the same order for any number of them.
 *
 */
public final class ShardLayout implements Serializable {

    private final long records;
    private final int shards;

    // Kept, because a division takes longer than all the rest, and these are asked for with every record.
    private final long smallerSize;
    private final long largerShards;

    /**
     * @param records N, at least 1
     * @param shards from 1 to N: no shard is empty
     * @throws IllegalArgumentException if there are no records
     * @throws UsageException if there is no shard, or more shards than records
     */
    public ShardLayout(long records, int shards) {
        if (records < 1) {
            throw new IllegalArgumentException("shards of " + records + " records, expected at least 1");
        }
        if (shards < 1) {
            throw new UsageException("Number of shards must be at least 1, found " + shards);
        }
        if (shards > records) {
            throw new UsageException("More shards than records: expected at most " + records + " shards, found "
                    + shards + "; ask for fewer shards");
        }
        this.records = records;
        this.shards = shards;
        this.smallerSize = records / shards;
        this.largerShards = records % shards;
    }

    /**
     * For who did not ask for a number of shards.
     *
     * @param usual how many there are, unless there are fewer records
     */
    public static ShardLayout usual(long records, int usual) {
        return new ShardLayout(records, (int) Math.min(records, usual));
    }

    /** N. */
    public long records() {
        return records;
    }

    /** Number of shards. */
    public int shards() {
        return shards;
    }

    /**
     * Position of the shard's first record.
     *
     * @throws IndexOutOfBoundsException if {@code shard} is not in {@code [0, shards)}
     */
    public long first(int shard) {
        Objects.checkIndex(shard, shards);
        return shard * smallerSize + Math.min(shard, largerShards);
    }

    /**
     * Records in the shard.
     *
     * @throws IndexOutOfBoundsException if {@code shard} is not in {@code [0, shards)}
     */
    public long size(int shard) {
        Objects.checkIndex(shard, shards);
        return smallerSize + (shard < largerShards ? 1 : 0);
    }

    /**
     * The shard that holds the position.
     *
     * @throws IndexOutOfBoundsException if {@code position} is not in {@code [0, records)}
     */
    public int shardOf(long position) {
        Objects.checkIndex(position, records);
        long inLarger = largerShards * (smallerSize + 1);
        return (int)
                (position < inLarger
                        ? position / (smallerSize + 1)
                        : largerShards + (position - inLarger) / smallerSize);
    }

    /**
     * The record's place {@code 0..size-1} within its shard.
     *
     * @throws IndexOutOfBoundsException if {@code position} is not in {@code [0, records)}
     */
    public long slot(long position) {
        return position - first(shardOf(position));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShardLayout that && records == that.records && shards == that.shards;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(records) + shards;
    }

    @Override
    public String toString() {
        return "ShardLayout[records=" + records + ", shards=" + shards + "]";
    }
}
