package io.github.fairdeal.epoch;

import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Lease;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runs at work on a dataset's epochs, and what those left that died at it, as one of them sees the others. */
final class StagingRuns {

    private static final Logger LOG = LoggerFactory.getLogger(StagingRuns.class);

    private final DatasetFolder dataset;
    private final Storage storage;
    private final StagingRun own;
    private final Lease lease;

    /** @param lease of the run that looks */
    StagingRuns(DatasetFolder dataset, StagingRun own, Lease lease) {
        this.dataset = dataset;
        this.storage = dataset.storage();
        this.own = own;
        this.lease = lease;
    }

    /** Path of an entry of the folder of epochs. */
    String path(String name) {
        return Storage.child(dataset.epochsFolder(), name);
    }

    /** Other live runs that claim this run's epoch. */
    List<StagingRun> liveClaims() throws IOException {
        return claims(true);
    }

    /** Dead runs that claimed this run's epoch. */
    List<StagingRun> deadClaims() throws IOException {
        return claims(false);
    }

    /**
     * Removes what dead runs left, as far as this one can and may. The claim of one to an epoch that nobody published stays: it says whose the files in
     * that epoch's folder are, which only who holds a claim may touch.
     */
    void removeDead() throws IOException {
        Set<StagingRun> others = new LinkedHashSet<>();
        for (FileStatus entry : storage.list(dataset.epochsFolder())) {
            StagingRun.ofEntry(entry.name()).filter(run -> !run.equals(own)).ifPresent(others::add);
        }
        for (StagingRun run : others) {
            try {
                removeIfDead(run);
            } catch (IOException e) {
                LOG.warn(
                        "publish: cannot remove what is left of {}, which is in nobody's way: {}",
                        run.folder(),
                        e.getMessage());
            }
        }
    }

    private void removeIfDead(StagingRun run) throws IOException {
        if (!isAlive(run)) {
            storage.delete(path(run.folder()));
            if (EpochFolder.isPublished(dataset, run.epoch())) {
                storage.delete(path(run.claim()));
            }
            storage.delete(path(run.sign()));
        }
    }

    private List<StagingRun> claims(boolean areLive) throws IOException {
        List<StagingRun> claims = new ArrayList<>();
        for (FileStatus entry : storage.list(dataset.epochsFolder())) {
            Optional<StagingRun> run = StagingRun.ofEntry(entry.name())
                    .filter(other -> other.epoch() == own.epoch() && !other.equals(own))
                    .filter(other -> other.claim().equals(entry.name()));
            if (run.isPresent() && isAlive(run.get()) == areLive) {
                claims.add(run.get());
            }
        }
        return claims;
    }

    private boolean isAlive(StagingRun run) throws IOException {
        return lease.seesAlive(path(run.sign()), run.owner());
    }
}
