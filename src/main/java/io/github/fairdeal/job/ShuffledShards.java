package io.github.fairdeal.job;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.shard.ShardWriter;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.TaskContext;

/**
 * The shards that one shuffle writes, as its tasks know them.
 *
 * @param storage that reads and writes
 * @param sortedFolder of the sorted shards
 * @param sorted the sorted shards in outline: every task restores them
 * @param id of the epoch
 * @param permutation its order
 * @param layout of the shards to write
 * @param target folder of the shards to write
 */
record ShuffledShards(
        Storage storage,
        String sortedFolder,
        ShardSet sorted,
        EpochId id,
        Permutation permutation,
        ShardLayout layout,
        String target)
        implements Serializable {

    long records() {
        return sorted.records();
    }

    RecordKind kind() {
        return sorted.kind();
    }

    /** The writer of a shard, for the task that runs here. */
    ShardWriter writer(int shard) throws IOException {
        String name = Shard.fileName(kind(), shard, layout.shards());
        return new ShardWriter(
                storage, target, name, layout.first(shard), TaskContext.get().taskAttemptId());
    }
}
