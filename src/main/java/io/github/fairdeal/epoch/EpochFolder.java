package io.github.fairdeal.epoch;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Storage;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

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

    /**
     * The epoch with this number, if it is published.
     *
     * @throws BadInputException if its manifest is damaged, or that of another epoch
     */
    public static Optional<EpochFolder> find(DatasetFolder dataset, long epoch) throws IOException {
        String folder = path(dataset, epoch);
        String path = manifestPath(folder);
        byte[] bytes;
        try {
            bytes = dataset.storage().read(path);
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
        EpochManifest manifest = Json.read(bytes, EpochManifest.class, path);
        if (manifest.id().epoch() != epoch) {
            throw new BadInputException("%s: manifest of %s, expected epoch %d as the folder says; copied or renamed?"
                    .formatted(path, manifest.id(), epoch));
        }
        return Optional.of(new EpochFolder(dataset, folder, manifest));
    }

    /**
     * Opens the epoch that {@link LatestPointer} names, or the newest if it names none.
     *
     * @throws BadInputException if no epoch is published
     */
    public static EpochFolder latest(DatasetFolder dataset) throws IOException {
        return findLatest(dataset)
                .orElseThrow(() -> new BadInputException(
                        "No latest epoch in %s: none is published; make one with `fairdeal regenerate --dataset %s`"
                                .formatted(dataset.folder(), dataset.folder())));
    }

    /** What {@link #latest} opens, if an epoch is published. */
    static Optional<EpochFolder> findLatest(DatasetFolder dataset) throws IOException {
        Optional<LatestPointer> pointer = LatestPointer.read(dataset);
        Optional<EpochFolder> named =
                pointer.isPresent() ? findSound(dataset, pointer.get().epoch()) : Optional.empty();
        return named.isPresent() ? named : newest(dataset);
    }

    /** The published epoch with the highest number whose manifest is not damaged. */
    public static Optional<EpochFolder> newest(DatasetFolder dataset) throws IOException {
        List<Long> numbers = published(dataset);
        for (int i = numbers.size() - 1; i >= 0; i--) {
            Optional<EpochFolder> epoch = findSound(dataset, numbers.get(i));
            if (epoch.isPresent()) {
                return epoch;
            }
        }
        return Optional.empty();
    }

    private static Optional<EpochFolder> findSound(DatasetFolder dataset, long epoch) throws IOException {
        try {
            Optional<EpochFolder> found = find(dataset, epoch);
            found.ifPresent(EpochFolder::createdAt);
            return found;
        } catch (BadInputException e) {
            return Optional.empty();
        }
    }

    /** Numbers of the published epochs, ascending. */
    public static List<Long> published(DatasetFolder dataset) throws IOException {
        Storage storage = dataset.storage();
        List<Long> numbers = new ArrayList<>();
        if (storage.exists(dataset.epochsFolder())) {
            for (FileStatus entry : storage.list(dataset.epochsFolder())) {
                OptionalLong number = number(entry.name());
                if (number.isPresent() && storage.exists(manifestPath(entry.path()))) {
                    numbers.add(number.getAsLong());
                }
            }
        }
        numbers.sort(null);
        return numbers;
    }

    /**
     * The number that the next epoch gets: one more than any that was ever published, as far as can be seen, or the first
     * after it whose folder nobody has filled with files of his own.
     */
    public static long nextNumber(DatasetFolder dataset) throws IOException {
        LongStream used = LongStream.concat(
                published(dataset).stream().mapToLong(Long::longValue),
                EpochsListing.of(dataset).retired().stream().mapToLong(Long::longValue));
        long pointedTo = LatestPointer.read(dataset).map(LatestPointer::epoch).orElse(-1L);
        long number = 1 + Math.max(pointedTo, used.max().orElse(-1));
        while (ForeignFiles.areIn(dataset, number)) {
            number++;
        }
        return number;
    }

    /** The number in the name of an epoch's folder, published or not. */
    static OptionalLong number(String folderName) {
        Matcher name = NAME.matcher(folderName);
        return name.matches() ? OptionalLong.of(Long.parseLong(name.group(1))) : OptionalLong.empty();
    }

    /** True if there is an epoch with this number: it has a manifest. */
    static boolean isPublished(DatasetFolder dataset, long epoch) throws IOException {
        return dataset.storage().exists(manifestPath(path(dataset, epoch)));
    }

    /** Path of the manifest in an epoch's folder. */
    static String manifestPath(String folder) {
        return Storage.child(folder, EpochManifest.FILE_NAME);
    }

    /** The epoch's number. */
    public long number() {
        return manifest.id().epoch();
    }

    /**
     * When it was published.
     *
     * @throws BadInputException if the manifest says no such thing
     */
    public Instant createdAt() {
        try {
            return Instant.parse(manifest.createdAt());
        } catch (DateTimeParseException e) {
            throw new BadInputException(
                    "%s: createdAt is '%s', expected a time such as 2026-11-22T17:00:00Z; damaged, or written by other software?"
                            .formatted(manifestPath(folder), manifest.createdAt()),
                    e);
        }
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
