package io.github.fairdeal.epoch;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.PublishStateUnknownException;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Owner;
import io.github.fairdeal.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One run's unpublished epoch: a hidden folder beside the published ones. {@link #publish} gives it the epoch's name in
 * one atomic step; {@link #close} without it leaves nothing behind. What a killed run left, the next one removes.
 */
public final class Staging implements Closeable {

    private static final Pattern NAME = Pattern.compile("\\.staging-epoch-\\d+-[0-9a-f-]{36}-(.+)");

    /** How a call to {@link #publish} ended. */
    public enum Outcome {
        /** The epoch became visible by this call. */
        PUBLISHED,
        /** The same content was there already; nothing was changed. */
        ALREADY_PUBLISHED
    }

    private final DatasetFolder dataset;
    private final Storage storage;
    private final long epoch;
    private final String folder;
    private boolean keep;

    private Staging(DatasetFolder dataset, long epoch, String folder) {
        this.dataset = dataset;
        this.storage = dataset.storage();
        this.epoch = epoch;
        this.folder = folder;
    }

    /** Begins an epoch, after removing what dead runs left of it. */
    public static Staging begin(DatasetFolder dataset, long epoch) throws IOException {
        removeDead(dataset);
        String name = ".staging-" + EpochId.folderName(epoch) + "-" + UUID.randomUUID() + "-"
                + Owner.current().tag();
        Staging staging = new Staging(dataset, epoch, Storage.child(dataset.epochsFolder(), name));
        staging.storage.createFolders(staging.folder);
        return staging;
    }

    /** Where shards are written until they are published. */
    public String folder() {
        return folder;
    }

    /**
     * Makes the epoch visible, whole, under its number.
     *
     * @throws PublishConflictException if other content is published under that number
     * @throws PublishStateUnknownException if the step failed and it cannot be told whether it happened
     */
    public Outcome publish(EpochManifest manifest) throws IOException {
        removeUnfinishedAttempts(manifest);
        storage.write(Storage.child(folder, EpochManifest.FILE_NAME), Json.bytes(manifest));
        String target = EpochFolder.path(dataset, epoch);
        removeEmptyTarget(target);
        try {
            storage.rename(folder, target); // the one atomic step; nothing after it can fail
            keep = true;
            return Outcome.PUBLISHED;
        } catch (IOException e) {
            return afterFailedRename(manifest, e);
        }
    }

    /** Removes the unpublished work. */
    @Override
    public void close() throws IOException {
        if (!keep) {
            storage.delete(folder);
        }
    }

    /** What tasks that were killed while writing left beside the shards. */
    private void removeUnfinishedAttempts(EpochManifest manifest) throws IOException {
        Set<String> shards =
                manifest.shards().shards().stream().map(Shard::name).collect(Collectors.toSet());
        for (FileStatus entry : storage.list(folder)) {
            if (!shards.contains(entry.name())) {
                storage.delete(entry.path());
            }
        }
    }

    /** A folder of that name without a manifest is no epoch; if it is empty it is not in the way either. */
    private void removeEmptyTarget(String target) throws IOException {
        if (!storage.exists(target) || storage.exists(Storage.child(target, EpochManifest.FILE_NAME))) {
            return;
        }
        if (!storage.list(target).isEmpty()) {
            throw new PublishConflictException(target + ": in the way of publishing: a folder with files but without "
                    + EpochManifest.FILE_NAME + ", not made by fairdeal; move it away");
        }
        storage.delete(target);
    }

    private Outcome afterFailedRename(EpochManifest manifest, IOException failure) throws IOException {
        Optional<EpochFolder> published;
        boolean staged;
        try {
            published = EpochFolder.find(dataset, epoch);
            staged = storage.exists(folder);
        } catch (IOException | BadInputException e) {
            failure.addSuppressed(e);
            keep = true;
            throw unknown(failure);
        }
        if (published.isPresent()) {
            EpochPlan.of(manifest).requireSameAs(published.get());
            return Outcome.ALREADY_PUBLISHED;
        }
        if (!staged) {
            keep = true;
            throw unknown(failure);
        }
        throw new IOException(
                "%s: cannot be published: %s; nothing became visible, run it again"
                        .formatted(EpochFolder.path(dataset, epoch), failure.getMessage()),
                failure);
    }

    private PublishStateUnknownException unknown(IOException failure) {
        return new PublishStateUnknownException(
                "%s: publishing failed and it is unknown whether it happened: %s; nothing was deleted, look at the folder, then run it again"
                        .formatted(EpochFolder.path(dataset, epoch), failure.getMessage()),
                failure);
    }

    private static void removeDead(DatasetFolder dataset) throws IOException {
        Storage storage = dataset.storage();
        if (!storage.exists(dataset.epochsFolder())) {
            return;
        }
        for (FileStatus entry : storage.list(dataset.epochsFolder())) {
            Matcher name = NAME.matcher(entry.name());
            if (name.matches()
                    && Owner.ofTag(name.group(1)).filter(Owner::isDead).isPresent()) {
                storage.delete(entry.path());
            }
        }
    }
}
