package io.github.fairdeal.epoch;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Lease;
import io.github.fairdeal.storage.Owner;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the file of an {@link EpochLease} says.
 *
 * @param epoch that is read
 * @param path of the file
 * @param owner process that reads
 * @param aliveAt when it gave its last sign of life, by the clock of the store
 */
record EpochReading(long epoch, String path, Owner owner, Instant aliveAt) {

    private static final Pattern NAME = Pattern.compile("\\.reading-epoch-(\\d{6,18})-[0-9a-f-]{36}-(.+)");

    /** A name for the file of a new lease. */
    static String newName(long epoch, Owner owner) {
        return ".reading-" + EpochId.folderName(epoch) + "-" + UUID.randomUUID() + "-" + owner.tag();
    }

    /** The lease that a file is of, if it is one. */
    static Optional<EpochReading> of(FileStatus file) {
        Matcher matcher = NAME.matcher(file.name());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Owner.ofTag(matcher.group(2))
                .map(owner -> new EpochReading(
                        Long.parseLong(matcher.group(1)),
                        file.path(),
                        owner,
                        Instant.ofEpochMilli(file.modifiedAtMillis())));
    }

    /** True unless the reader surely reads no more, or has been silent for too long. */
    boolean isGoingOn(Instant now) {
        return !owner.isDead() && now.isBefore(aliveAt.plus(Lease.MAX_AGE));
    }
}
