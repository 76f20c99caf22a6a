package io.github.fairdeal.epoch;

import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.FileStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One look at the folder of epochs: what the names in it say.
 *
 * @param folders numbers of the folders with the name of an epoch, published or not
 * @param retirements announcements that epochs will be deleted
 * @param readings leases of readers, those of dead ones too
 * @param unfinished staging folders
 */
record EpochsListing(
        NavigableSet<Long> folders,
        List<Retirement> retirements,
        List<EpochReading> readings,
        List<UnfinishedEpoch> unfinished) {

    /** Looks; a folder that does not exist is an empty one. */
    static EpochsListing of(DatasetFolder dataset) throws IOException {
        NavigableSet<Long> folders = new TreeSet<>();
        List<Retirement> retirements = new ArrayList<>();
        List<EpochReading> readings = new ArrayList<>();
        Map<String, StagingRun> staged = new LinkedHashMap<>();
        Map<String, Instant> signs = new HashMap<>();
        for (FileStatus entry : entries(dataset)) {
            EpochFolder.number(entry.name()).ifPresent(folders::add);
            Retirement.ofName(entry.name()).ifPresent(retirements::add);
            EpochReading.of(entry).ifPresent(readings::add);
            StagingRun.ofEntry(entry.name())
                    .filter(run -> run.folder().equals(entry.name()))
                    .ifPresent(run -> staged.put(entry.path(), run));
            signs.put(entry.name(), Instant.ofEpochMilli(entry.modifiedAtMillis()));
        }
        List<UnfinishedEpoch> unfinished = new ArrayList<>();
        staged.forEach((path, run) ->
                unfinished.add(new UnfinishedEpoch(run.epoch(), path, run.owner(), signs.get(run.sign()))));
        return new EpochsListing(folders, retirements, readings, unfinished);
    }

    /** Numbers of the epochs that are announced for deletion, or are being deleted. */
    NavigableSet<Long> retired() {
        return retirements.stream().map(Retirement::epoch).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The announcements that an epoch will be deleted. Two runs at once may have made one each. */
    List<Retirement> retirements(long epoch) {
        return retirements.stream().filter(retired -> retired.epoch() == epoch).toList();
    }

    /** How many leases there are on an epoch whose readers are alive. */
    int readers(long epoch, Instant now) {
        return (int) readings.stream()
                .filter(reading -> reading.epoch() == epoch && reading.isGoingOn(now))
                .count();
    }

    private static List<FileStatus> entries(DatasetFolder dataset) throws IOException {
        try {
            return dataset.storage().list(dataset.epochsFolder());
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }
}
