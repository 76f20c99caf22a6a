package io.github.fairdeal.shard;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Owner;
import io.github.fairdeal.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Optional;

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
     * @throws UsageException if there is something in it, or it is a file
     * @throws PublishConflictException if another live run is preparing a dataset there
     */
    public static DatasetStaging begin(Storage storage, String folder) throws IOException {
        Optional<FileStatus> found = storage.status(folder);
        if (found.isPresent()) {
            if (!found.get().isFolder()) {
                throw new UsageException(
                        folder + ": is a file, expected a new or empty folder; choose another --output");
            }
            requireFree(folder, storage.list(folder));
        }
        DatasetStaging staging = new DatasetStaging(storage, folder);
        staging.mark();
        try {
            // Looks again behind its marker: of two runs that begin at once, at least one sees the other and withdraws.
            List<FileStatus> leftOver = staging.entries();
            requireFree(folder, leftOver);
            staging.remove(leftOver);
            return staging;
        } catch (IOException | RuntimeException e) {
            try {
                storage.delete(staging.marker);
            } catch (IOException failure) {
                e.addSuppressed(failure);
            }
            throw e;
        }
    }

    /** Makes the dataset exist. */
    public void publish(DatasetManifest manifest) throws IOException {
        for (ShardSet sorted : manifest.sorted()) {
            ShardWriter.settle(storage, Storage.child(folder, DatasetManifest.SORTED_FOLDER), sorted.shards());
        }
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
            remove(entries());
            storage.delete(marker);
        }
    }

    private void mark() throws IOException {
        try {
            storage.write(marker, new byte[0]);
        } catch (FileAlreadyExistsException e) {
            throw new PublishConflictException(
                    folder + ": another task of this process is preparing a dataset there", e);
        }
    }

    /** What is in the folder, beside this run's marker. */
    private List<FileStatus> entries() throws IOException {
        String own = marker.substring(marker.lastIndexOf('/') + 1);
        return storage.list(folder).stream()
                .filter(entry -> !entry.name().equals(own))
                .toList();
    }

    /** Markers go last, so that a folder half-emptied by a killed run is still known as left over. */
    private void remove(List<FileStatus> entries) throws IOException {
        for (FileStatus entry : entries) {
            if (!isMarker(entry)) {
                storage.delete(entry.path());
            }
        }
        for (FileStatus entry : entries) {
            storage.delete(entry.path());
        }
    }

    /** Nothing may be there but what a dead run left. */
    private static void requireFree(String folder, List<FileStatus> entries) {
        if (entries.isEmpty()) {
            return;
        }
        if (entries.stream().anyMatch(entry -> entry.name().equals(DatasetManifest.FILE_NAME))) {
            throw new UsageException(
                    "%s: already holds a dataset; choose another --output, or remove it first".formatted(folder));
        }
        List<Owner> owners = entries.stream()
                .filter(DatasetStaging::isMarker)
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
    }

    private static boolean isMarker(FileStatus entry) {
        return entry.name().startsWith(MARKER_PREFIX);
    }
}
