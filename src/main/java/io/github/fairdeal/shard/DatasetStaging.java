package io.github.fairdeal.shard;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Owner;
import io.github.fairdeal.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * A dataset in the making, in its final folder, because path records name their images by final paths. It becomes a
 * dataset when {@code dataset.json} appears, in one atomic step; {@link #close} without that empties the folder again,
 * and what a killed run left is removed by the next one.
 */
public final class DatasetStaging implements Closeable {

    private static final String MARKER_PREFIX = ".preparing-";

    private final Storage storage;
    private final String folder;
    private final String marker;
    private boolean published;

    private DatasetStaging(Storage storage, String folder) {
        this.storage = storage;
        this.folder = folder;
        this.marker = Storage.child(folder, MARKER_PREFIX + Owner.current().tag());
    }

    /**
     * Takes a folder for a new dataset.
     *
     * @throws UsageException if there is something in it
     * @throws PublishConflictException if another live run is preparing a dataset there
     */
    public static DatasetStaging begin(Storage storage, String folder) throws IOException {
        if (storage.exists(folder)) {
            List<FileStatus> entries = storage.list(folder);
            if (!entries.isEmpty()) {
                removeLeftOver(storage, folder, entries);
            }
        }
        DatasetStaging staging = new DatasetStaging(storage, folder);
        storage.write(staging.marker, new byte[0]);
        return staging;
    }

    /** Makes the dataset exist. */
    public void publish(DatasetManifest manifest) throws IOException {
        removeUnfinishedAttempts();
        String temporary = Storage.child(folder, "." + DatasetManifest.FILE_NAME + ".attempt");
        storage.overwrite(temporary, Json.bytes(manifest));
        storage.replace(temporary, Storage.child(folder, DatasetManifest.FILE_NAME)); // the one atomic step
        published = true;
        storage.delete(marker);
    }

    /** Empties the folder if the dataset was not published. */
    @Override
    public void close() throws IOException {
        if (!published) {
            for (FileStatus entry : storage.list(folder)) {
                if (!entry.path().equals(marker)) {
                    storage.delete(entry.path());
                }
            }
            storage.delete(marker);
        }
    }

    /** What tasks that were killed while writing left beside the shards. */
    private void removeUnfinishedAttempts() throws IOException {
        for (FileStatus entry : storage.list(Storage.child(folder, DatasetManifest.SORTED_FOLDER))) {
            if (entry.name().startsWith(".")) {
                storage.delete(entry.path());
            }
        }
    }

    private static void removeLeftOver(Storage storage, String folder, List<FileStatus> entries) throws IOException {
        if (entries.stream().anyMatch(entry -> entry.name().equals(DatasetManifest.FILE_NAME))) {
            throw new UsageException(
                    "%s: already holds a dataset; choose another --output, or remove it first".formatted(folder));
        }
        List<Owner> owners = entries.stream()
                .filter(entry -> entry.name().startsWith(MARKER_PREFIX))
                .flatMap(entry -> Owner.ofTag(entry.name().substring(MARKER_PREFIX.length())).stream())
                .toList();
        if (owners.isEmpty()) {
            throw new UsageException("%s: the output folder is not empty, it holds %s%s; choose another --output"
                    .formatted(
                            folder,
                            entries.get(0).name(),
                            entries.size() == 1 ? "" : " and %,d more".formatted(entries.size() - 1)));
        }
        for (Owner owner : owners) {
            if (!owner.isDead()) {
                throw new PublishConflictException(
                        "%s: %s is preparing a dataset there; wait for it, or stop it and run again"
                                .formatted(folder, owner));
            }
        }
        // Markers go last, so that a folder half-emptied by a killed run is still known as left over.
        for (FileStatus entry : entries) {
            if (!entry.name().startsWith(MARKER_PREFIX)) {
                storage.delete(entry.path());
            }
        }
        for (FileStatus entry : entries) {
            storage.delete(entry.path());
        }
    }
}
