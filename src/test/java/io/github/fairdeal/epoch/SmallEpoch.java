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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A dataset of a hundred records and epochs of it, in whatever order: for tests of publishing, which reads none. */
final class SmallEpoch {

    private final Storage storage;
    private final Path folder;
    private final DatasetFolder dataset;

    /**
     * @param storage that publishes
     * @param prefix of paths, such as a scheme
     */
    SmallEpoch(Storage storage, String prefix, Path folder) throws IOException {
        this.storage = storage;
        this.folder = folder;
        ShardSet sorted = SortedShards.write(folder.resolve(DatasetManifest.SORTED_FOLDER), 50, 50);
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
        Files.write(folder.resolve(DatasetManifest.FILE_NAME), Json.bytes(manifest));
        this.dataset = DatasetFolder.open(storage, prefix + folder);
    }

    DatasetFolder dataset() {
        return dataset;
    }

    Path epochs() {
        return folder.resolve(DatasetManifest.EPOCHS_FOLDER);
    }

    /** Writes shards to a staging folder and returns the manifest that goes with them. */
    EpochManifest write(Staging staging, EpochId id) throws IOException {
        String target = staging.folder();
        ShardSet shards = SortedShards.write(Path.of(target.substring(target.indexOf('/'))), 34, 33, 33);
        return new EpochManifest(
                DatasetManifest.FORMAT_VERSION,
                "a test",
                id,
                Permutation.ALGORITHM,
                shards.records(),
                ImageShape.MNIST,
                labels(),
                shards,
                "2026-01-01T00:00:00Z",
                new TreeMap<>());
    }

    /** Stages and publishes in one go. */
    Staging.Outcome publish(EpochId id) throws IOException {
        try (Staging staging = Staging.begin(dataset, id.epoch())) {
            return staging.publish(write(staging, id));
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
