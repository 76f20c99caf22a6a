package io.github.fairdeal.bias;

import java.io.Serializable;

/**
 * What was observed of one shard, or of parts of it: small (per label, never per record), immutable, mergeable.
 *
 * @param shard number of the shard in the audited order, from 0
 * @param records observed
 * @param firstPosition position of its first record, {@link Long#MAX_VALUE} without records
 * @param labels records of each label
 * @param indexes sums over the indexes
 * @param histogram of the indexes
 */
record ShardStatistics(
        int shard, long records, long firstPosition, LabelCounts labels, IndexSums indexes, IndexHistogram histogram)
        implements Serializable {

    ShardStatistics {
        if (shard < 0) {
            throw new IllegalArgumentException("shard " + shard + " is negative");
        }
    }

    /** Both parts of the same shard together. */
    ShardStatistics plus(ShardStatistics other) {
        return new ShardStatistics(
                shard,
                records + other.records,
                Math.min(firstPosition, other.firstPosition),
                labels.plus(other.labels),
                indexes.plus(other.indexes),
                histogram.plus(other.histogram));
    }
}
