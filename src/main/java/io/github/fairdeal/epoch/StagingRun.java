package io.github.fairdeal.epoch;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.storage.Owner;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One run's attempt at one epoch, by the hidden names of what it keeps in the folder of epochs until it has published.
 *
 * @param epoch number of the epoch
 * @param id of the attempt, different for every one
 * @param owner process that works on it
 */
record StagingRun(long epoch, UUID id, Owner owner) {

    private static final String SIGN = ".alive-";
    private static final String CLAIM = ".claim-";
    private static final String FOLDER = ".staging-";
    private static final Pattern NAME =
            Pattern.compile("\\.(?:alive|claim|staging)-epoch-(\\d{6,18})-([0-9a-f-]{36})-(.+)");

    /** A new attempt. */
    static StagingRun of(long epoch, Owner owner) {
        return new StagingRun(epoch, UUID.randomUUID(), owner);
    }

    /** The run that an entry of the folder of epochs belongs to, if it is one of these. */
    static Optional<StagingRun> ofEntry(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Owner.ofTag(matcher.group(3))
                .map(owner ->
                        new StagingRun(Long.parseLong(matcher.group(1)), UUID.fromString(matcher.group(2)), owner));
    }

    /** Name of its sign of life: made first, removed last. */
    String sign() {
        return SIGN + suffix();
    }

    /** Name of its claim to the epoch's folder, where that cannot be had by renaming. */
    String claim() {
        return CLAIM + suffix();
    }

    /** Name of the folder in which it stages shards. */
    String folder() {
        return FOLDER + suffix();
    }

    private String suffix() {
        return EpochId.folderName(epoch) + "-" + id + "-" + owner.tag();
    }
}
