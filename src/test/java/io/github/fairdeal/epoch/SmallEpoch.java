package io.github.fairdeal.epoch;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.shard.SortedShards;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A dataset of a hundred records and epochs of it, in whatever order: for tests of publishing, which reads none. */
final class SmallEpoch {

    private final Storage storage;
    private final DatasetFolder dataset;

    SmallEpoch(Storage storage, String folder) throws IOException {
        this.storage = storage;
        ShardSet sorted = SortedShards.write(storage, Storage.child(folder, DatasetManifest.SORTED_FOLDER), 50, 50);
        DatasetManifest manifest = new DatasetManifest(
                DatasetManifest.FORMAT_VERSION,
                "a test",
                "a test",
                sorted.records(),
                labels(),
                ImageShape.MNIST,
                PathStyle.ABSOLUTE,
                List.of(sorted),
                List.of(),
                new TreeMap<>());
        storage.write(Storage.child(folder, DatasetManifest.FILE_NAME), Json.bytes(manifest));
        this.dataset = DatasetFolder.open(storage, folder);
    }

    DatasetFolder dataset() {
        return dataset;
    }

    /** The folder of epochs, where that is on the local disk. */
    Path epochs() {
        String path = dataset.epochsFolder();
        return Path.of(path.substring(path.indexOf('/')));
    }

    /** Writes shards, which differ by the seed, to a staging folder and returns the manifest that goes with them. */
    EpochManifest write(Staging staging, EpochId id) throws IOException {
        return write(staging, id, "2026-01-01T00:00:00Z");
    }

    private EpochManifest write(Staging staging, EpochId id, String createdAt) throws IOException {
        ShardSet shards = SortedShards.write(
                storage,
                staging.folder(),
                index -> index / 10,
                index -> "/of-seed-%d/%d.png".formatted(id.seed(), index),
                34,
                33,
                33);
        return new EpochManifest(
                DatasetManifest.FORMAT_VERSION,
                "a test",
                id,
                Permutation.ALGORITHM,
                shards.records(),
                ImageShape.MNIST,
                labels(),
                shards,
                createdAt,
                new TreeMap<>());
    }

    /** Stages and publishes in one go. */
    Staging.Outcome publish(EpochId id) throws IOException {
        try (Staging staging = Staging.begin(dataset, id.epoch())) {
            return staging.publish(write(staging, id));
        }
    }

    /** The same, as if it were that time. */
    Staging.Outcome publish(EpochId id, Instant now) throws IOException {
        try (Staging staging = Staging.begin(dataset, id.epoch())) {
            return staging.publish(write(staging, id, now.toString()));
        }
    }

    /** Everything in the folder of epochs, hidden or not. */
    List<String> entries() throws IOException {
        return storage.list(dataset.epochsFolder()).stream()
                .map(entry -> entry.name())
                .toList();
    }

    private static SortedMap<Long, Long> labels() {
        SortedMap<Long, Long> labels = new TreeMap<>();
        for (long label = 0; label < 10; label++) {
            labels.put(label, 10L);
        }
        return labels;
    }
}
