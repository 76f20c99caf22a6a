package io.github.fairdeal.datasource;

import io.github.fairdeal.dataset.BadInputException;
import java.io.Serializable;
import java.time.Instant;
import org.apache.hadoop.fs.FileStatus;

/**
 * A file as the driver listed it, some time before a task opens it.
 *
 * @param path full URI
 * @param modifiedMillis since the epoch of 1970; 0 if the file system does not say
 */
record ListedFile(String path, long bytes, long modifiedMillis) implements Serializable {

    /** What the driver found. */
    static ListedFile of(FileStatus status) {
        return new ListedFile(status.getPath().toString(), status.getLen(), status.getModificationTime());
    }

    /**
     * Checks that what is there now is what was listed: rows of two generations shall not come out of one query.
     *
     * @throws BadInputException if not
     */
    void requireUnchanged(FileStatus now) {
        if (now.getLen() != bytes || !isSameTime(now.getModificationTime())) {
            throw new BadInputException(
                    ("File was replaced since it was listed: expected %,d bytes of %s, found %,d bytes "
                                    + "of %s (%s); load it again, or refresh the table")
                            .formatted(
                                    bytes,
                                    Instant.ofEpochMilli(modifiedMillis),
                                    now.getLen(),
                                    Instant.ofEpochMilli(now.getModificationTime()),
                                    path));
        }
    }

    /** Some file systems tell milliseconds in one of listing and asking, and whole seconds in the other. */
    private boolean isSameTime(long millis) {
        boolean isCoarse = millis % 1000 == 0 || modifiedMillis % 1000 == 0;
        return modifiedMillis == 0
                || millis == modifiedMillis
                || (isCoarse && Math.floorDiv(millis, 1000) == Math.floorDiv(modifiedMillis, 1000));
    }
}
