package io.github.fairdeal.shard;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.PublishStateUnknownException;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Lease;
import io.github.fairdeal.storage.Owner;
import io.github.fairdeal.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Optional;

/**
 * A dataset in the making, in its final folder, because path records name their images by final paths. It becomes a
 * dataset when {@code dataset.json} appears, in one atomic step; {@link #close} without that empties the folder again, or
 * removes it if it was not there,
 * and what a dead run left is removed by the next one. A marker, which is this run's {@link Lease}, keeps others off.
 */
public final class DatasetStaging implements Closeable {

    private static final String MARKER_PREFIX = ".preparing-";

    private final Storage storage;
    private final String folder;
    private final String marker;
    private final Lease lease;
    private final boolean isOwnFolder;
    private boolean isPublished;
    private boolean isUnknown;

    private DatasetStaging(Storage storage, String folder, String marker) throws IOException {
        this.isOwnFolder = !storage.exists(folder);
        this.storage = storage;
        this.folder = folder;
        this.marker = marker;
        try {
            this.lease = Lease.take(storage, Storage.child(folder, marker));
        } catch (FileAlreadyExistsException e) {
            throw new PublishConflictException(
                    folder + ": another task of this process is preparing a dataset there", e);
        }
    }

    /**
     * Takes a folder for a new dataset.
     *
     * @throws UsageException if there is something in it, or it is a file
     * @throws PublishConflictException if another live run is preparing a dataset there
     */
    public static DatasetStaging begin(Storage storage, String folder) throws IOException {
        return begin(storage, folder, Owner.current());
    }

    /** Takes a folder in the name of a process. */
    static DatasetStaging begin(Storage storage, String folder, Owner owner) throws IOException {
        requireFree(storage, folder);
        DatasetStaging staging = new DatasetStaging(storage, folder, MARKER_PREFIX + owner.tag());
        try {
            // Looks again behind its marker: of two runs that begin at once, at least one sees the other and withdraws.
            List<FileStatus> leftOver = staging.entries();
            requireFree(folder, leftOver, staging.lease::seesAlive);
            staging.remove(leftOver);
            return staging;
        } catch (IOException | RuntimeException e) {
            try {
                staging.lease.close();
            } catch (IOException failure) {
                e.addSuppressed(failure);
            }
            throw e;
        }
    }

    /**
     * Makes the dataset exist.
     *
     * @throws PublishConflictException if another run took this one for dead, and the folder
     * @throws PublishStateUnknownException if the atomic step failed and it cannot be told whether it happened
     */
    public void publish(DatasetManifest manifest) throws IOException {
        String sortedFolder = Storage.child(folder, DatasetManifest.SORTED_FOLDER);
        for (ShardSet sorted : manifest.sorted()) {
            ShardWriter.settle(storage, sortedFolder, sorted.shards());
        }
        storage.sync(sortedFolder);
        if (!manifest.packs().isEmpty()) {
            String packsFolder = Storage.child(folder, DatasetManifest.PACKS_FOLDER);
            ShardWriter.settle(storage, packsFolder, manifest.packs());
            storage.sync(packsFolder);
        }
        lease.requireHeld();
        String path = Storage.child(folder, DatasetManifest.FILE_NAME);
        try {
            appear(path, Json.bytes(manifest));
        } catch (IOException e) {
            requireThere(path, e);
        }
        isPublished = true;
    }

    private void appear(String path, byte[] content) throws IOException {
        if (storage.renamesAtomically(folder)) {
            String attempt = Storage.child(folder, "." + DatasetManifest.FILE_NAME + ".attempt");
            storage.write(attempt, content);
            storage.rename(attempt, path); // the one atomic step
        } else {
            storage.write(path, content); // the one atomic step: an object appears when it is complete
        }
    }

    /** After the atomic step failed: it may have happened all the same. */
    private void requireThere(String path, IOException failure) throws IOException {
        boolean isThere;
        try {
            isThere = storage.exists(path);
        } catch (IOException e) {
            failure.addSuppressed(e);
            throw unknown(path, failure);
        }
        if (!isThere) {
            if (storage.renamesAtomically(folder)) {
                throw failure;
            }
            throw unknown(path, failure); // what was sent to an object store may yet arrive
        }
    }

    private PublishStateUnknownException unknown(String path, IOException failure) {
        isUnknown = true;
        return new PublishStateUnknownException(
                "%s: publishing failed and it is unknown whether it happened: %s; nothing was deleted, look for the file: if it is not there, run it again"
                        .formatted(path, failure.getMessage()),
                failure);
    }

    /** Empties the folder if the dataset was not published. */
    @Override
    public void close() throws IOException {
        if (isUnknown) {
            return; // the marker stays, and says whose all this is
        }
        try {
            if (!isPublished) {
                remove(entries());
            }
            lease.close();
            if (!isPublished && isOwnFolder) {
                removeFolder();
            }
        } catch (IOException e) {
            if (!isPublished) {
                throw e;
            } // else what is left is a hidden file in a dataset
        }
    }

    private void removeFolder() {
        try {
            storage.deleteEmptyFolder(folder);
        } catch (IOException e) {
            // Another run is preparing a dataset there, or the store has no folders.
        }
    }

    /** What is in the folder, beside this run's marker. */
    private List<FileStatus> entries() throws IOException {
        return storage.list(folder).stream()
                .filter(entry -> !entry.name().equals(marker))
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

    /** Whether a run is at work, by its marker and itself. */
    @FunctionalInterface
    private interface Liveness {
        boolean isAlive(String marker, Owner owner) throws IOException;
    }

    /** Nothing may be there but what a dead run left. */
    /**
     * Looks whether a dataset can be made there, as {@link #begin(Storage, String)} does, and changes nothing.
     *
     * @throws UsageException if there is something in it, or it is a file
     * @throws PublishConflictException if another live run is preparing a dataset there
     */
    public static void requireFree(Storage storage, String folder) throws IOException {
        Optional<FileStatus> found = storage.status(folder);
        if (found.isEmpty()) {
            return;
        }
        if (!found.get().isFolder()) {
            throw new UsageException(folder + ": is a file, expected a new or empty folder; choose another --output");
        }
        requireFree(folder, storage.list(folder), (path, other) -> other.isHere() && !other.isDead());
    }

    private static void requireFree(String folder, List<FileStatus> entries, Liveness liveness) throws IOException {
        if (entries.isEmpty()) {
            return;
        }
        if (entries.stream().anyMatch(entry -> entry.name().equals(DatasetManifest.FILE_NAME))) {
            throw new UsageException(
                    "%s: already holds a dataset; choose another --output, or remove it first".formatted(folder));
        }
        if (entries.stream().noneMatch(entry -> owner(entry).isPresent())) {
            throw new UsageException("%s: the output folder is not empty, it holds %s%s; choose another --output"
                    .formatted(
                            folder,
                            entries.get(0).name(),
                            entries.size() == 1 ? "" : " and %,d more".formatted(entries.size() - 1)));
        }
        for (FileStatus entry : entries) {
            Optional<Owner> owner = owner(entry);
            if (owner.isPresent() && liveness.isAlive(entry.path(), owner.get())) {
                throw new PublishConflictException(
                        "%s: %s is preparing a dataset there; wait for it, or stop it and run again"
                                .formatted(folder, owner.get()));
            }
        }
    }

    private static boolean isMarker(FileStatus entry) {
        return entry.name().startsWith(MARKER_PREFIX);
    }

    private static Optional<Owner> owner(FileStatus entry) {
        return isMarker(entry) ? Owner.ofTag(entry.name().substring(MARKER_PREFIX.length())) : Optional.empty();
    }
}
