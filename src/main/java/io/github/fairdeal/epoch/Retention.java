package io.github.fairdeal.epoch;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.shard.DatasetFolder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which epochs stay. The newest ones are kept. An older one is retired: announced for deletion, and read on as before
 * until its grace is over. Then, as soon as no reader holds an {@link EpochLease}, a later run deletes it: first the
 * manifest, in one step, so that nobody ever opens an epoch with files missing, then the rest, then the announcement. A
 * run that is killed anywhere leaves the announcement, from which the next one goes on.
 *
 * <p>An epoch whose manifest is damaged, and a folder that is no epoch, are not fairdeal's to delete.
 *
 * @param keep number of the newest epochs that stay, at least 1
 * @param grace time between retirement and deletion
 */
public record Retention(int keep, Duration grace) {

    /** The three newest stay, others for two days more. */
    public static final Retention DEFAULT = new Retention(3, Duration.ofDays(2));

    public Retention {
        if (keep < 1) {
            throw new UsageException("--keep must be at least 1, found " + keep);
        }
        if (grace.isNegative()) {
            throw new UsageException("--grace must be 0 or more, found " + grace);
        }
    }

    /**
     * What became of the epochs, by their numbers, ascending.
     *
     * @param kept stay
     * @param retired are announced for deletion, by this run or before, and can still be read
     * @param held could be deleted if nobody read them
     * @param deleted are gone, by this run
     * @param damaged have a manifest that cannot be read; somebody must look
     */
    public record Outcome(
            List<Long> kept, List<Long> retired, List<Long> held, List<Long> deleted, List<Long> damaged) {

        Outcome() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /**
     * Retires and deletes what is due.
     *
     * @param now the time; leases are looked for after it
     */
    public Outcome apply(DatasetFolder dataset, Instant now) throws IOException {
        EpochsListing listing = EpochsListing.of(dataset);
        Outcome outcome = new Outcome();
        List<EpochFolder> sound = new ArrayList<>();
        for (long epoch : listing.folders()) {
            try {
                Optional<EpochFolder> published = EpochFolder.find(dataset, epoch);
                published.ifPresent(EpochFolder::createdAt);
                published.ifPresent(sound::add);
            } catch (BadInputException e) {
                outcome.damaged.add(epoch);
            }
        }
        List<EpochFolder> older = sound.subList(0, Math.max(0, sound.size() - keep));
        for (EpochFolder epoch : sound.subList(older.size(), sound.size())) {
            withdraw(dataset, listing.retirements(epoch.number()));
            outcome.kept.add(epoch.number());
        }
        for (EpochFolder epoch : older) {
            retire(epoch, listing, now, outcome);
        }
        outcome.kept.sort(null);
        finishDeletions(dataset, listing, outcome);
        for (EpochReading reading : listing.readings()) {
            if (!reading.isGoingOn(now)) {
                dataset.storage().delete(reading.path());
            }
        }
        return outcome;
    }

    /**
     * Checks that nobody is deleting an epoch, and with it what would be published under its number meanwhile.
     *
     * @throws PublishConflictException if somebody is, or was killed at it
     */
    public static void requireNotDeleting(DatasetFolder dataset, long epoch) throws IOException {
        if (!EpochsListing.of(dataset).retirements(epoch).isEmpty() && !EpochFolder.isPublished(dataset, epoch)) {
            throw new PublishConflictException(
                    "%s: an old epoch of that number is being deleted; choose another --epoch, or let `fairdeal regenerate` finish first"
                            .formatted(EpochFolder.path(dataset, epoch)));
        }
    }

    private void retire(EpochFolder epoch, EpochsListing listing, Instant now, Outcome outcome) throws IOException {
        List<Retirement> announced = listing.retirements(epoch.number());
        Instant createdAt = epoch.createdAt();
        // An announcement of an earlier epoch of that number says nothing about this one.
        withdraw(
                epoch.dataset(),
                announced.stream()
                        .filter(other -> !other.createdAt().equals(createdAt))
                        .toList());
        Instant deleteAfter = announced.stream()
                .filter(own -> own.createdAt().equals(createdAt))
                .map(Retirement::deleteAfter)
                .max(Comparator.naturalOrder())
                .orElse(null);
        if (deleteAfter == null) {
            announce(epoch.dataset(), new Retirement(epoch.number(), createdAt, now.plus(grace)));
            outcome.retired.add(epoch.number());
        } else if (now.isBefore(deleteAfter)) {
            outcome.retired.add(epoch.number());
        } else {
            deleteUnlessHeld(epoch, now, outcome);
        }
    }

    /** To delete the epochs before took a while, in which readers and other runs went on: looks again. */
    private static void deleteUnlessHeld(EpochFolder epoch, Instant now, Outcome outcome) throws IOException {
        EpochsListing listing = EpochsListing.of(epoch.dataset());
        List<Retirement> announced = listing.retirements(epoch.number());
        Optional<EpochFolder> found = EpochFolder.find(epoch.dataset(), epoch.number());
        boolean isDue = found.isPresent()
                && announced.stream()
                        .filter(own -> own.createdAt().equals(found.get().createdAt()))
                        .map(Retirement::deleteAfter)
                        .max(Comparator.naturalOrder())
                        .filter(deleteAfter -> !now.isBefore(deleteAfter))
                        .isPresent();
        if (listing.readers(epoch.number(), now) > 0) {
            outcome.held.add(epoch.number());
        } else if (isDue) {
            delete(epoch.dataset(), epoch.number(), announced);
            outcome.deleted.add(epoch.number());
        } else if (found.isPresent()) {
            outcome.kept.add(epoch.number()); // another run keeps more of them, and has withdrawn the announcement
        } // else another run deletes it
    }

    /** What a killed run was deleting: announced, and without a manifest, so that nobody reads it. */
    private static void finishDeletions(DatasetFolder dataset, EpochsListing listing, Outcome outcome)
            throws IOException {
        for (long epoch : listing.retired()) {
            List<Retirement> announced = EpochsListing.of(dataset).retirements(epoch);
            if (!announced.isEmpty() && !EpochFolder.isPublished(dataset, epoch) && !outcome.deleted.contains(epoch)) {
                delete(dataset, epoch, announced);
                outcome.deleted.add(epoch);
            }
        }
        outcome.deleted.sort(null);
    }

    private static void announce(DatasetFolder dataset, Retirement retirement) throws IOException {
        dataset.storage().overwrite(retirement.path(dataset.epochsFolder()), new byte[0]);
    }

    private static void withdraw(DatasetFolder dataset, List<Retirement> announced) throws IOException {
        for (Retirement retirement : announced) {
            dataset.storage().delete(retirement.path(dataset.epochsFolder()));
        }
    }

    private static void delete(DatasetFolder dataset, long epoch, List<Retirement> announced) throws IOException {
        String folder = EpochFolder.path(dataset, epoch);
        dataset.storage().delete(EpochFolder.manifestPath(folder)); // the one atomic step: gone for readers
        dataset.storage().delete(folder);
        withdraw(dataset, announced);
    }
}
