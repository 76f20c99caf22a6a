package io.github.fairdeal.epoch;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.util.Optional;

/**
 * The essence of the bias report that lies beside an epoch that was audited.
 *
 * @param verdict as the report words it
 * @param pValue two-sided, over all statistics; null if none could be judged
 */
public record EpochVerdict(String verdict, Double pValue) {

    /** Name of the report's file in the epoch's folder. */
    public static final String FILE_NAME = "bias.json";

    /** The verdict on an epoch; nothing if it was not audited, or the report is damaged. */
    public static Optional<EpochVerdict> of(EpochFolder epoch) throws IOException {
        Storage storage = epoch.dataset().storage();
        String report = Storage.child(epoch.folder(), FILE_NAME);
        if (!storage.exists(report)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.read(storage.read(report), EpochVerdict.class, report));
        } catch (BadInputException e) {
            return Optional.empty();
        }
    }
}
