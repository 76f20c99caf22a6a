package io.github.fairdeal.cli;

import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import picocli.CommandLine.TypeConversionException;

/**
 * An epoch as people name it: by its number, or as {@code latest}.
 *
 * @param number null for the latest
 */
record EpochChoice(Long number) {

    private static final String LATEST = "latest";

    static EpochChoice of(String typed) {
        if (typed.equals(LATEST)) {
            return new EpochChoice(null);
        }
        try {
            return new EpochChoice(Long.valueOf(typed));
        } catch (NumberFormatException e) {
            throw new TypeConversionException("expected a number or latest, found '" + typed + "'");
        }
    }

    /** The number that is meant, now. */
    long in(Storage storage, String dataset) throws IOException {
        return number != null
                ? number
                : EpochFolder.latest(DatasetFolder.open(storage, storage.resolve(dataset)))
                        .number();
    }
}
