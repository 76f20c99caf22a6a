package io.github.fairdeal.read;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.Storage;
import java.io.Serializable;
import java.util.List;

/**
 * Shards that make up an epoch, or a part of it: what a reader needs to know of it, and no more, so that it travels to
 * tasks.
 *
 * @param storage that reads
 * @param datasetFolder relative paths in records are relative to it
 * @param folder of the shards
 * @param epoch its number
 * @param kind what the records carry
 * @param shape of the images
 * @param shards in order, without a gap
 * @param permutation the order of the epoch, or null if this software does not know its algorithm
 */
public record EpochShards(
        Storage storage,
        String datasetFolder,
        String folder,
        long epoch,
        RecordKind kind,
        ImageShape shape,
        List<Shard> shards,
        Permutation permutation)
        implements Serializable {

    public EpochShards {
        shards = List.copyOf(shards);
    }

    /** A whole epoch. */
    public static EpochShards of(EpochFolder published) {
        EpochManifest manifest = published.manifest();
        return new EpochShards(
                published.dataset().storage(),
                published.dataset().folder(),
                published.folder(),
                manifest.id().epoch(),
                manifest.kind(),
                manifest.shape(),
                manifest.shards().shards(),
                manifest.algorithm().equals(Permutation.ALGORITHM)
                        ? Permutation.of(manifest.id(), manifest.records())
                        : null);
    }

    /** The same with one of its shards only. Positions stay those of the epoch. */
    public EpochShards only(Shard shard) {
        return new EpochShards(storage, datasetFolder, folder, epoch, kind, shape, List.of(shard), permutation);
    }

    /**
     * An epoch that is not published, to be derived from the dataset's sorted path shards.
     *
     * @throws io.github.fairdeal.dataset.UsageException if the dataset has no path shards
     */
    static EpochShards derived(DatasetFolder dataset, EpochId id) {
        ShardSet sorted = dataset.manifest().sorted(RecordKind.PATH);
        return new EpochShards(
                dataset.storage(),
                dataset.folder(),
                dataset.sortedFolder(),
                id.epoch(),
                RecordKind.PATH,
                dataset.manifest().shape(),
                sorted.shards(),
                Permutation.of(id, sorted.records()));
    }

    /** Position of the first record. */
    public long firstPosition() {
        return shards.get(0).firstPosition();
    }

    /** Position after the last record. */
    public long end() {
        Shard last = shards.get(shards.size() - 1);
        return last.firstPosition() + last.records();
    }
}
