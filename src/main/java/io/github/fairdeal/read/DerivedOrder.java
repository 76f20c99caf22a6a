package io.github.fairdeal.read;

import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.shard.SortedRecords;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.IOException;

/**
 * The order of an epoch that nobody has published: its records are picked out of the sorted shards one by one, through
 * their offset indexes. The bytes are those of the published shards, one behind another. No memory grows with the number
 * of records.
 */
final class DerivedOrder implements RecordOrder {

    private final EpochShards epoch;
    private final Permutation permutation;
    private final SortedRecords sorted;

    /**
     * Opens all sorted shards.
     *
     * @param epoch sorted shards and the permutation
     * @throws io.github.fairdeal.dataset.UsageException if a shard has no offset index
     * @throws io.github.fairdeal.dataset.BadInputException if a shard or its index has another size than it should
     */
    DerivedOrder(EpochShards epoch) throws IOException {
        this.epoch = epoch;
        this.permutation = epoch.permutation();
        this.sorted = new SortedRecords(epoch.storage(), epoch.folder(), epoch.shards());
    }

    @Override
    public long epoch() {
        return epoch.epoch();
    }

    @Override
    public long end() {
        return epoch.end();
    }

    /** Reads on to the end of the epoch. Record numbers in messages count from {@code position}. */
    @Override
    public RecordReader open(long position) {
        if (position >= end()) {
            return null;
        }
        String name =
                "epoch %d from position %,d on, derived from %s".formatted(epoch.epoch(), position, epoch.folder());
        return RecordReader.ofUnknownSize(sorted.frames(permutation, position, end()), name);
    }

    @Override
    public long expectedIndex(long position) {
        return permutation.index(position);
    }

    @Override
    public long averageFrameBytes() {
        return epoch.shards().stream().mapToLong(Shard::bytes).sum() / end();
    }

    @Override
    public void close() throws IOException {
        sorted.close();
    }
}
