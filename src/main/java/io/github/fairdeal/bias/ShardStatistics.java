package io.github.fairdeal.bias;

import java.io.Serializable;
import java.util.List;

/**
 * What was observed of one shard, or of parts of it: small (per label, never per record), immutable, mergeable. Each
 * component is a mergeable state of its own.
 *
 * @param shard number of the shard in the audited order, from 0
 * @param stretches positions observed, ascending, not touching each other; one for a whole shard, none for an empty one
 * @param labels records of each label
 * @param indexes sums over the indexes
 */
public record ShardStatistics(int shard, List<Stretch> stretches, LabelCounts labels, IndexSums indexes)
        implements Serializable {

    public ShardStatistics {
        requireShard(shard);
        stretches = List.copyOf(stretches);
    }

    /** Of a shard without records, or of which nothing was observed yet: the neutral element of {@link #plus}. */
    public static ShardStatistics empty(int shard) {
        return new ShardStatistics(shard, List.of(), LabelCounts.EMPTY, IndexSums.EMPTY);
    }

    static int requireShard(int shard) {
        if (shard < 0) {
            throw new IllegalArgumentException("shard " + shard + " is negative");
        }
        return shard;
    }

    /** Number of records observed. */
    public long records() {
        return stretches.stream().mapToLong(Stretch::records).sum();
    }

    /**
     * Both parts of the same shard together, the same whichever comes first, and however a shard was cut into parts.
     *
     * @throws IllegalArgumentException if they are of different shards, or share a position
     */
    public ShardStatistics plus(ShardStatistics other) {
        if (other.shard != shard) {
            throw new IllegalArgumentException("shards " + shard + " and " + other.shard + " are not parts of one");
        }
        return new ShardStatistics(
                shard,
                Stretch.joined(stretches, other.stretches),
                labels.plus(other.labels),
                indexes.plus(other.indexes));
    }
}
