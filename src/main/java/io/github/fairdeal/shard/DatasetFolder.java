package io.github.fairdeal.shard;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.util.List;

/**
 * A prepared dataset on disk.
 *
 * @param storage that reads it
 * @param folder its path
 * @param manifest what {@code dataset.json} says
 */
public record DatasetFolder(Storage storage, String folder, DatasetManifest manifest) {

    /**
     * Opens a dataset.
     *
     * @throws BadInputException if there is none, or its manifest is damaged
     */
    public static DatasetFolder open(Storage storage, String folder) throws IOException {
        String path = Storage.child(folder, DatasetManifest.FILE_NAME);
        if (!storage.exists(path)) {
            String found =
                    storage.exists(folder) ? "the folder exists, but nothing was prepared in it" : "no such folder";
            throw new BadInputException(
                    "No dataset at %s: expected %s there, found %s; make one with `fairdeal prepare --output %s`"
                            .formatted(folder, DatasetManifest.FILE_NAME, found, folder));
        }
        return new DatasetFolder(storage, folder, Json.read(storage.read(path), DatasetManifest.class, path));
    }

    /** Folder of the sorted shards. */
    public String sortedFolder() {
        return Storage.child(folder, DatasetManifest.SORTED_FOLDER);
    }

    /** Folder of the packs. */
    public String packsFolder() {
        return Storage.child(folder, DatasetManifest.PACKS_FOLDER);
    }

    /** Folder of the published epochs. */
    public String epochsFolder() {
        return Storage.child(folder, DatasetManifest.EPOCHS_FOLDER);
    }

    /** Paths of the sorted shards of one kind, in order. */
    public List<String> sortedPaths(RecordKind kind) {
        return manifest.sorted(kind).shards().stream()
                .map(Shard::name)
                .map(name -> Storage.child(sortedFolder(), name))
                .toList();
    }
}
