package io.github.fairdeal.listing;

import io.github.fairdeal.permutation.ShardLayout;
import org.apache.spark.Partitioner;

/** Sends an index to the partition whose number is that of its shard. */
final class IndexPartitioner extends Partitioner {

    private final ShardLayout layout;

    IndexPartitioner(ShardLayout layout) {
        this.layout = layout;
    }

    @Override
    public int numPartitions() {
        return layout.shards();
    }

    @Override
    public int getPartition(Object index) {
        return layout.shardOf((Long) index);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IndexPartitioner that && that.layout.equals(layout);
    }

    @Override
    public int hashCode() {
        return layout.hashCode();
    }
}
