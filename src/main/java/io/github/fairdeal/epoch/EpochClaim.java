package io.github.fairdeal.epoch;

import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * The right to fill an epoch's folder, on a store where that takes many steps: at most one live run has it.
 *
 * <p>No step of such a store is exclusive, but what was written is seen by every later listing. So a run writes a claim
 * under a name of its own, then lists: of two that do so at once, at least one sees the other. It has the right once it
 * lists no other live claim behind its own. Until then the run of the least name leaves its claim and waits, the others
 * withdraw theirs and wait too, so that one gets through. A claim outlives a run that died while it had the right, and
 * so marks what is in the epoch's folder as remains.
 */
final class EpochClaim implements Closeable {

    private final StagingRuns runs;
    private final StagingRun own;
    private final Storage storage;
    private boolean isLeft;

    private EpochClaim(StagingRuns runs, StagingRun own, Storage storage) {
        this.runs = runs;
        this.own = own;
        this.storage = storage;
    }

    /** Waits until no other live run has the right, and takes it. */
    static EpochClaim take(StagingRuns runs, StagingRun own, Storage storage, Pause pause) throws IOException {
        EpochClaim claim = new EpochClaim(runs, own, storage);
        try {
            while (!claim.isGranted(pause)) {
                claim.withdraw();
                while (!runs.liveClaims().isEmpty()) {
                    pause.pause();
                }
            }
            return claim;
        } catch (IOException | RuntimeException e) {
            claim.close();
            throw e;
        }
    }

    /**
     * Removes what dead runs left in the epoch's folder.
     *
     * @throws PublishConflictException if there are files of somebody else's
     */
    void clear(String target) throws IOException {
        List<StagingRun> dead = runs.deadClaims();
        if (dead.isEmpty()) {
            Staging.requireEmpty(storage, target);
        }
        storage.delete(target);
        for (StagingRun run : dead) {
            storage.delete(runs.path(run.claim()));
        }
    }

    /**
     * Moves all that is staged, but what is hidden, into the epoch's folder.
     *
     * @throws PublishConflictException if another run took this one for dead meanwhile
     */
    void fill(String target, String staged) throws IOException {
        storage.createFolders(target);
        for (FileStatus entry : storage.list(staged)) {
            if (!entry.name().startsWith(".")) {
                requireHeld();
                storage.replace(entry.path(), Storage.child(target, entry.name()));
            }
        }
        requireHeld();
    }

    /** After a failure: takes back what this run moved, or leaves the claim as the mark of it. */
    void abandon(String target, IOException failure) {
        try {
            requireHeld();
            storage.delete(target);
        } catch (IOException | PublishConflictException e) {
            failure.addSuppressed(e);
            leave();
        }
    }

    /** Leaves the claim behind, as the mark of what is in the epoch's folder. */
    void leave() {
        isLeft = true;
    }

    /** Gives the right up. A claim that cannot be removed is a dead run's, and no harm, as soon as this run ends. */
    @Override
    public void close() {
        if (!isLeft) {
            try {
                withdraw();
            } catch (IOException e) {
                leave();
            }
        }
    }

    private boolean isGranted(Pause pause) throws IOException {
        storage.write(runs.path(own.claim()), new byte[0]);
        List<StagingRun> rivals = runs.liveClaims();
        while (!rivals.isEmpty()
                && rivals.stream().allMatch(rival -> own.claim().compareTo(rival.claim()) < 0)) {
            pause.pause();
            rivals = runs.liveClaims();
        }
        return rivals.isEmpty();
    }

    private void withdraw() throws IOException {
        storage.delete(runs.path(own.claim()));
    }

    private void requireHeld() throws IOException {
        if (!storage.exists(runs.path(own.claim()))) {
            throw new PublishConflictException(
                    "%s: another run removed this claim to the epoch, taking this one for dead: was it paused, or cut off from the store? run it again"
                            .formatted(runs.path(own.claim())));
        }
    }
}
