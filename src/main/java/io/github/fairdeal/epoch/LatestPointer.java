package io.github.fairdeal.epoch;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Lease;
import io.github.fairdeal.storage.Owner;
import io.github.fairdeal.storage.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file that names the newest epoch, {@code epochs/latest.json}, so that a training job finds it by one small read.
 *
 * @param formatVersion {@link DatasetManifest#FORMAT_VERSION} of the software that wrote it
 * @param epoch number of the newest epoch
 * @param folder of it, beside this file
 */
public record LatestPointer(int formatVersion, long epoch, String folder) {

    /** Name of the file in the folder of epochs. */
    public static final String FILE_NAME = "latest.json";

    private static final Pattern ATTEMPT = Pattern.compile("\\.latest-[0-9a-f-]{36}-(.+)");

    /** What the file says, whether or not there is such an epoch; nothing if it is missing or damaged. */
    static Optional<LatestPointer> read(DatasetFolder dataset) throws IOException {
        String path = path(dataset);
        try {
            return Optional.of(Json.read(dataset.storage().read(path), LatestPointer.class, path));
        } catch (FileNotFoundException | BadInputException e) {
            return Optional.empty(); // the next run writes it anew; until then readers look for the newest epoch
        }
    }

    /**
     * Points to the newest sound epoch, if there is one, in one atomic step where the file system has one. Of runs that do
     * so at once each looks again after it has written, so the pointer ends up at the newest.
     *
     * @return what it points to now
     */
    public static Optional<LatestPointer> advance(DatasetFolder dataset) throws IOException {
        removeDead(dataset);
        Optional<LatestPointer> newest = toNewest(dataset);
        while (newest.isPresent() && !newest.equals(read(dataset))) {
            write(dataset, newest.get());
            newest = toNewest(dataset);
        }
        return newest;
    }

    private static Optional<LatestPointer> toNewest(DatasetFolder dataset) throws IOException {
        return EpochFolder.newest(dataset)
                .map(EpochFolder::number)
                .map(number -> new LatestPointer(DatasetManifest.FORMAT_VERSION, number, EpochId.folderName(number)));
    }

    private static void write(DatasetFolder dataset, LatestPointer pointer) throws IOException {
        Storage storage = dataset.storage();
        String path = path(dataset);
        if (storage.renamesAtomically(path)) {
            String name = ".latest-" + UUID.randomUUID() + "-" + Owner.current().tag();
            String attempt = Storage.child(dataset.epochsFolder(), name);
            storage.write(attempt, Json.bytes(pointer));
            removeOld(dataset, attempt);
            storage.replace(attempt, path); // the atomic step
        } else {
            storage.overwrite(path, Json.bytes(pointer)); // the atomic step of an object store
        }
    }

    /** What nobody can say of whether he lives, as of a run in another container, but by the time that the store gave it. */
    private static void removeOld(DatasetFolder dataset, String own) throws IOException {
        Storage storage = dataset.storage();
        Optional<FileStatus> now = storage.status(own);
        for (FileStatus entry : storage.list(dataset.epochsFolder())) {
            if (now.isPresent()
                    && ATTEMPT.matcher(entry.name()).matches()
                    && now.get().modifiedAtMillis() - entry.modifiedAtMillis() > Lease.MAX_AGE.toMillis()) {
                storage.delete(entry.path());
            }
        }
    }

    private static void removeDead(DatasetFolder dataset) throws IOException {
        if (!dataset.storage().exists(dataset.epochsFolder())) {
            return;
        }
        for (FileStatus entry : dataset.storage().list(dataset.epochsFolder())) {
            Matcher name = ATTEMPT.matcher(entry.name());
            if (name.matches()
                    && Owner.ofTag(name.group(1)).filter(Owner::isDead).isPresent()) {
                dataset.storage().delete(entry.path());
            }
        }
    }

    private static String path(DatasetFolder dataset) {
        return Storage.child(dataset.epochsFolder(), FILE_NAME);
    }
}
