package io.github.fairdeal.epoch;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.Lease;
import io.github.fairdeal.storage.Owner;
import io.github.fairdeal.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps an epoch from being deleted for as long as it is read, however long ago it was retired. What a killed reader
 * leaves ends by itself, {@link Lease#MAX_AGE} after its last sign of life.
 *
 * <p>A lease is a small file beside the epochs. Readers that may not write there, or do without, can rely on the grace
 * of {@link Retention}.
 */
public final class EpochLease implements Closeable {

    /** How far the clocks of a reader and of the run that deletes may be apart. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

    private final EpochFolder epoch;
    private final Lease lease;

    private EpochLease(EpochFolder epoch, Lease lease) {
        this.epoch = epoch;
        this.lease = lease;
    }

    /**
     * Takes a lease on a published epoch.
     *
     * @throws BadInputException if its grace is over, or it is gone
     * @throws IOException if the lease cannot be written
     */
    public static EpochLease take(EpochFolder epoch, Clock clock) throws IOException {
        DatasetFolder dataset = epoch.dataset();
        String name = EpochReading.newName(epoch.number(), Owner.current());
        Lease lease = Lease.take(dataset.storage(), Storage.child(dataset.epochsFolder(), name));
        try {
            // Behind its own lease: who deletes looks for leases after the deadline, so one of the two sees the other.
            EpochFolder.open(dataset, epoch.number());
            requireTimeLeft(epoch, clock.instant());
            return new EpochLease(epoch, lease);
        } catch (IOException | RuntimeException e) {
            try (lease) {
                throw e;
            }
        }
    }

    /** The epoch that stays. */
    public EpochFolder epoch() {
        return epoch;
    }

    /** Gives the epoch free. */
    @Override
    public void close() throws IOException {
        lease.close();
    }

    private static void requireTimeLeft(EpochFolder epoch, Instant now) throws IOException {
        for (Retirement announced : EpochsListing.of(epoch.dataset()).retirements(epoch.number())) {
            if (!now.isBefore(announced.deleteAfter().minus(CLOCK_TOLERANCE))) {
                throw new BadInputException(
                        "%s: retired, to be deleted from %s on: too late to begin with it; read the latest epoch, or let `fairdeal regenerate` keep more of them (--keep)"
                                .formatted(epoch.folder(), announced.deleteAfter()));
            }
        }
    }
}
