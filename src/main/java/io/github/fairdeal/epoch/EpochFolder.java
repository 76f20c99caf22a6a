package io.github.fairdeal.epoch;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A published epoch on disk.
 *
 * @param dataset it belongs to
 * @param folder its path
 * @param manifest what {@code manifest.json} says
 */
public record EpochFolder(DatasetFolder dataset, String folder, EpochManifest manifest) {

    private static final Pattern NAME = Pattern.compile("epoch-(\\d{6,18})");

    /** Where epoch number {@code epoch} of a dataset is, published or not. */
    public static String path(DatasetFolder dataset, long epoch) {
        return Storage.child(dataset.epochsFolder(), EpochId.folderName(epoch));
    }

    /**
     * Opens a published epoch.
     *
     * @throws BadInputException if there is none, or its manifest is damaged
     */
    public static EpochFolder open(DatasetFolder dataset, long epoch) throws IOException {
        return find(dataset, epoch)
                .orElseThrow(() -> new BadInputException(
                        "No epoch %d in %s: published are %s; make it with `fairdeal shuffle --dataset %s --epoch %d`"
                                .formatted(
                                        epoch, dataset.folder(), publishedNumbers(dataset), dataset.folder(), epoch)));
    }

    /** The epoch with this number, if it is published. */
    public static Optional<EpochFolder> find(DatasetFolder dataset, long epoch) throws IOException {
        String folder = path(dataset, epoch);
        String manifest = Storage.child(folder, EpochManifest.FILE_NAME);
        Storage storage = dataset.storage();
        if (!storage.exists(manifest)) {
            return Optional.empty();
        }
        return Optional.of(
                new EpochFolder(dataset, folder, Json.read(storage.read(manifest), EpochManifest.class, manifest)));
    }

    /** Numbers of the published epochs, ascending. */
    public static List<Long> published(DatasetFolder dataset) throws IOException {
        Storage storage = dataset.storage();
        List<Long> numbers = new ArrayList<>();
        if (storage.exists(dataset.epochsFolder())) {
            for (FileStatus entry : storage.list(dataset.epochsFolder())) {
                Matcher name = NAME.matcher(entry.name());
                if (name.matches() && storage.exists(Storage.child(entry.path(), EpochManifest.FILE_NAME))) {
                    numbers.add(Long.parseLong(name.group(1)));
                }
            }
        }
        numbers.sort(null);
        return numbers;
    }

    /** Paths of the epoch's shards, in order. */
    public List<String> shardPaths() {
        return manifest.shards().shards().stream()
                .map(shard -> Storage.child(folder, shard.name()))
                .toList();
    }

    private static String publishedNumbers(DatasetFolder dataset) {
        try {
            List<Long> numbers = published(dataset);
            return numbers.isEmpty()
                    ? "none"
                    : String.join(", ", numbers.stream().map(String::valueOf).toList());
        } catch (IOException e) {
            return "unknown (" + e.getMessage() + ")";
        }
    }
}
