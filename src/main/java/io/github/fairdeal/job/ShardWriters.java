package io.github.fairdeal.job;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.shard.ShardWriter;
import io.github.fairdeal.shard.WrittenShard;
import io.github.fairdeal.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.apache.spark.TaskContext;

/** Writes one sorted shard of every kind at once, in a task. */
final class ShardWriters implements Closeable {

    private final List<ShardWriter> writers = new ArrayList<>();

    /** Begins shard number {@code shard} of every kind. */
    ShardWriters(Storage storage, String dataset, List<RecordKind> kinds, ShardLayout layout, int shard)
            throws IOException {
        try {
            for (RecordKind kind : kinds) {
                writers.add(new ShardWriter(
                        storage,
                        Storage.child(dataset, DatasetManifest.SORTED_FOLDER),
                        Shard.fileName(kind, shard, layout.shards()),
                        layout.first(shard),
                        TaskContext.get().taskAttemptId()));
            }
        } catch (IOException | RuntimeException e) {
            try (this) {
                throw e;
            }
        }
    }

    /** The writer of the kind at this place in the list of kinds. */
    ShardWriter of(int kind) {
        return writers.get(kind);
    }

    /** Completes the shards; one result a kind, in their order. */
    List<WrittenShard> finish() throws IOException {
        List<WrittenShard> written = new ArrayList<>();
        for (ShardWriter writer : writers) {
            written.add(writer.finish());
        }
        return written;
    }

    /** Records of each label, which are the same in every kind. */
    SortedMap<Long, Long> labelCounts() {
        return writers.get(0).labelCounts();
    }

    /** Removes what was not finished. */
    @Override
    public void close() throws IOException {
        for (ShardWriter writer : writers) {
            writer.close();
        }
    }
}
