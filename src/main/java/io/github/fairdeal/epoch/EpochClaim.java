package io.github.fairdeal.epoch;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.shard.ShardWriter;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.ManyCalls;
import io.github.fairdeal.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(EpochClaim.class);

    private final StagingRuns runs;
    private final StagingRun own;
    private final Storage storage;
    private boolean isFilling;

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
                List<StagingRun> rivals = runs.liveClaims();
                claim.logWait(rivals);
                while (!rivals.isEmpty()) {
                    pause.pause();
                    rivals = runs.liveClaims();
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
        isFilling = true;
        remove(target);
        for (StagingRun run : dead) {
            storage.delete(runs.path(run.claim()));
        }
    }

    /**
     * Moves all that is staged, but what is hidden, into the epoch's folder, and looks that the shards have arrived.
     *
     * @throws BadInputException if a shard is not there
     * @throws PublishConflictException if another run took this one for dead meanwhile
     */
    void fill(String target, String staged, List<Shard> shards) throws IOException {
        storage.createFolders(target);
        ManyCalls.forEach(storage.callsAtOnce(target), names(staged, shards), name -> {
            requireHeld();
            storage.rename(Storage.child(staged, name), Storage.child(target, name));
        });
        ShardWriter.requireWritten(storage, target, shards);
        requireHeld();
    }

    /** All is published. */
    void complete() {
        isFilling = false;
    }

    /** After a failure: takes back what this run moved, if it can. */
    void abandon(String target, Exception failure) {
        if (isFilling) {
            try {
                requireHeld();
                remove(target);
                isFilling = false;
            } catch (IOException | PublishConflictException e) {
                failure.addSuppressed(e);
            }
        }
    }

    /**
     * Gives the right up; but if there may be files of this run in the epoch's folder, leaves the claim as the mark of them.
     * A claim that cannot be removed is a dead run's, and no harm, as soon as this run ends.
     */
    @Override
    public void close() {
        if (!isFilling) {
            try {
                withdraw();
            } catch (IOException e) {
                // it is left
            }
        }
    }

    /** What the manifest names, whether a listing shows it or not, and what lies beside it. */
    private Set<String> names(String staged, List<Shard> shards) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        shards.forEach(shard -> names.addAll(ShardWriter.fileNames(shard)));
        for (FileStatus entry : storage.list(staged)) {
            if (!entry.name().startsWith(".")) {
                names.add(entry.name());
            }
        }
        return names;
    }

    /** The manifest first: if that of a dead run has arrived late, nobody must find it without its shards. */
    private void remove(String target) throws IOException {
        storage.delete(EpochFolder.manifestPath(target));
        storage.delete(target);
    }

    private void logWait(List<StagingRun> rivals) {
        if (!rivals.isEmpty()) {
            LOG.info(
                    "publish: epoch {} waits for {}, which is publishing it",
                    own.epoch(),
                    rivals.get(0).owner());
        }
    }

    private boolean isGranted(Pause pause) throws IOException {
        storage.write(runs.path(own.claim()), new byte[0]);
        List<StagingRun> rivals = runs.liveClaims();
        logWait(rivals);
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
