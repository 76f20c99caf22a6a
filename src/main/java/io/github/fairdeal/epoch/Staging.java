package io.github.fairdeal.epoch;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.PublishStateUnknownException;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.shard.ShardWriter;
import io.github.fairdeal.storage.Lease;
import io.github.fairdeal.storage.Owner;
import io.github.fairdeal.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * One run's unpublished epoch: a hidden folder beside the published ones, with a {@link Lease} beside it. {@link #publish}
 * makes it visible in one atomic step; {@link #close} without it leaves nothing behind. What a dead run left, the next
 * one removes. How publishing goes on which store, and what each crash leaves, is in {@code docs/publishing.md}.
 */
public final class Staging implements Closeable {

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    /** How a call to {@link #publish} ended. */
    public enum Outcome {
        /** The epoch became visible by this call. */
        PUBLISHED,
        /** The same content was there already; nothing was changed. */
        ALREADY_PUBLISHED
    }

    private final DatasetFolder dataset;
    private final Storage storage;
    private final StagingRun run;
    private final StagingRuns runs;
    private final Lease lease;
    private final Pause pause;
    private final String folder;
    private final String target;
    private boolean isPublished;
    private boolean isUnknown;

    private Staging(DatasetFolder dataset, StagingRun run, StagingRuns runs, Lease lease, Pause pause) {
        this.dataset = dataset;
        this.storage = dataset.storage();
        this.run = run;
        this.runs = runs;
        this.lease = lease;
        this.pause = pause;
        this.folder = Storage.child(dataset.epochsFolder(), run.folder());
        this.target = EpochFolder.path(dataset, run.epoch());
    }

    /** Begins an epoch, after removing what dead runs left. */
    public static Staging begin(DatasetFolder dataset, long epoch) throws IOException {
        return begin(dataset, StagingRun.of(epoch, Owner.current()), Pause.of(LOOK_EVERY));
    }

    /** Begins an epoch as one run among others. */
    static Staging begin(DatasetFolder dataset, StagingRun run, Pause pause) throws IOException {
        Lease lease = Lease.take(dataset.storage(), Storage.child(dataset.epochsFolder(), run.sign()));
        StagingRuns runs = new StagingRuns(dataset, run, lease);
        Staging staging = new Staging(dataset, run, runs, lease, pause);
        try {
            runs.removeDead();
            staging.storage.createFolders(staging.folder);
            return staging;
        } catch (IOException | RuntimeException e) {
            try {
                staging.close();
            } catch (IOException failure) {
                e.addSuppressed(failure);
            }
            throw e;
        }
    }

    /** Where shards are written until they are published. */
    public String folder() {
        return folder;
    }

    /**
     * Makes the epoch visible, whole, under its number. Where other live runs are publishing it on a store that cannot
     * rename, waits for them.
     *
     * @throws BadInputException if a shard that the manifest names is not there
     * @throws IOException if a step failed, and nothing became visible
     * @throws PublishConflictException if other content is published under that number
     * @throws PublishStateUnknownException if the atomic step failed and it cannot be told whether it happened
     */
    public Outcome publish(EpochManifest manifest) throws IOException {
        ShardWriter.settle(storage, folder, manifest.shards().shards());
        lease.requireHeld();
        return storage.renamesAtomically(target) ? publishByRenaming(manifest) : publishByManifest(manifest);
    }

    /** Removes the unpublished work. */
    @Override
    public void close() throws IOException {
        if (isUnknown) {
            lease.close();
            return;
        }
        try (lease) {
            storage.delete(folder);
        } catch (IOException e) {
            if (!isPublished) {
                throw e;
            } // else what is left is hidden, and the next run's to remove
        }
    }

    /** The manifest goes into the staging folder, and the folder to its place. */
    private Outcome publishByRenaming(EpochManifest manifest) throws IOException {
        storage.write(Storage.child(folder, EpochManifest.FILE_NAME), Json.bytes(manifest));
        storage.sync(folder);
        removeEmptyTarget();
        try {
            storage.rename(folder, target); // the one atomic step; nothing after it can fail
        } catch (IOException e) {
            return afterFailedStep(manifest, e);
        }
        isPublished = true;
        return Outcome.PUBLISHED;
    }

    /** An empty folder of that name is not in the way. Another run may remove it, or publish, this very moment. */
    private void removeEmptyTarget() throws IOException {
        try {
            if (isTargetInTheWay()) {
                requireEmpty(storage, target);
                storage.deleteEmptyFolder(target);
            }
        } catch (IOException | PublishConflictException e) {
            if (isTargetInTheWay()) {
                throw e;
            }
        }
    }

    private boolean isTargetInTheWay() throws IOException {
        return storage.exists(target) && !EpochFolder.isPublished(dataset, run.epoch());
    }

    /**
     * Checks before the work that there will be nobody's files in the way of an epoch.
     *
     * @throws PublishConflictException if there are
     */
    public static void requireFree(DatasetFolder dataset, long epoch) throws IOException {
        if (ForeignFiles.areIn(dataset, epoch)) {
            throw inTheWay(EpochFolder.path(dataset, epoch));
        }
    }

    /**
     * Checks that there are no files in the way of an epoch.
     *
     * @throws PublishConflictException if there are
     */
    static void requireEmpty(Storage storage, String target) throws IOException {
        if (storage.exists(target) && !storage.list(target).isEmpty()) {
            throw inTheWay(target);
        }
    }

    private static PublishConflictException inTheWay(String target) {
        return new PublishConflictException(target + ": in the way of publishing: a folder with files but without "
                + EpochManifest.FILE_NAME + ", not made by fairdeal; move it away");
    }

    /** The shards go to their places under a claim, and the manifest behind them. */
    private Outcome publishByManifest(EpochManifest manifest) throws IOException {
        try (EpochClaim claim = EpochClaim.take(runs, run, storage, pause)) {
            Optional<EpochFolder> published = EpochFolder.find(dataset, run.epoch());
            if (published.isPresent()) {
                return same(manifest, published.get());
            }
            try {
                claim.clear(target);
                claim.fill(target, folder, manifest.shards().shards());
                Outcome outcome = writeManifest(manifest);
                claim.complete();
                return outcome;
            } catch (BadInputException e) {
                claim.abandon(target, e);
                throw e;
            } catch (IOException e) {
                claim.abandon(target, e);
                throw nothingPublished(e);
            }
        }
    }

    private Outcome writeManifest(EpochManifest manifest) throws IOException {
        try {
            // the one atomic step; nothing after it can fail
            storage.write(Storage.child(target, EpochManifest.FILE_NAME), Json.bytes(manifest));
        } catch (IOException e) {
            return afterFailedStep(manifest, e);
        }
        isPublished = true;
        return Outcome.PUBLISHED;
    }

    private Outcome afterFailedStep(EpochManifest manifest, IOException failure) throws IOException {
        Optional<EpochFolder> published;
        boolean mayBeRepeated;
        try {
            published = EpochFolder.find(dataset, run.epoch());
            // A folder that is still here was not renamed, but what was sent to an object store may yet arrive.
            mayBeRepeated = storage.renamesAtomically(target) && storage.exists(folder);
        } catch (IOException | BadInputException e) {
            failure.addSuppressed(e);
            throw unknown(failure);
        }
        if (published.isPresent()) {
            return same(manifest, published.get());
        }
        if (mayBeRepeated) {
            throw nothingPublished(failure);
        }
        throw unknown(failure);
    }

    private Outcome same(EpochManifest manifest, EpochFolder published) {
        EpochPlan.of(manifest).requireSameAs(published);
        return Outcome.ALREADY_PUBLISHED;
    }

    private IOException nothingPublished(IOException failure) {
        return new IOException(
                "%s: cannot be published: %s; nothing became visible, run it again"
                        .formatted(target, failure.getMessage()),
                failure);
    }

    private PublishStateUnknownException unknown(IOException failure) {
        isUnknown = true;
        return new PublishStateUnknownException(
                "%s: publishing failed and it is unknown whether it happened: %s; nothing was deleted, look at the folder, then run it again"
                        .formatted(target, failure.getMessage()),
                failure);
    }
}
