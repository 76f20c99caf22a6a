package io.github.fairdeal.epoch;

import io.github.fairdeal.storage.Storage;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The announcement that an epoch is going to be deleted, as an empty file whose name says everything, so that it cannot be
 * half-written. Until {@code deleteAfter} the epoch can be opened and read as any other.
 *
 * @param epoch its number
 * @param createdAt when the epoch was published, so that a later one of the same number is not taken for it
 * @param deleteAfter the earliest moment at which it is deleted
 */
record Retirement(long epoch, Instant createdAt, Instant deleteAfter) {

    private static final Pattern NAME =
            Pattern.compile("\\.retired-epoch-(\\d{6,18})-(" + NameTime.PATTERN + ")-until-(" + NameTime.PATTERN + ")");

    /** What a file's name announces, if it is such a name. */
    static Optional<Retirement> ofName(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long epoch = Long.parseLong(matcher.group(1));
        return NameTime.parse(matcher.group(2)).flatMap(createdAt -> NameTime.parse(matcher.group(3))
                .map(deleteAfter -> new Retirement(epoch, createdAt, deleteAfter)));
    }

    /** Path of the announcement's file. */
    String path(String epochsFolder) {
        return Storage.child(
                epochsFolder,
                ".retired-epoch-%06d-%s-until-%s"
                        .formatted(epoch, NameTime.text(createdAt), NameTime.text(deleteAfter)));
    }
}
