package io.github.fairdeal.job;

import org.apache.spark.Partitioner;

/** Sends the block of shard {@code k} to partition {@code k}. */
final class NumberPartitioner extends Partitioner {

    private final int partitions;

    NumberPartitioner(int partitions) {
        this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
        return partitions;
    }

    @Override
    public int getPartition(Object shard) {
        return (Integer) shard;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NumberPartitioner that && that.partitions == partitions;
    }

    @Override
    public int hashCode() {
        return partitions;
    }
}
