package io.github.fairdeal.epoch;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.shard.DatasetFolder;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All that is in a dataset's folder of epochs at one moment.
 *
 * @param epochs by number, whatever their state
 * @param unfinished what runs are making, or left behind
 */
public record Catalog(List<Entry> epochs, List<UnfinishedEpoch> unfinished) {

    /** What a reader may expect of an epoch. */
    public enum State {
        /** The one to read, which {@link LatestPointer} names. */
        LATEST,
        /** To be read. */
        PUBLISHED,
        /** To be read until its deadline; then it is deleted. */
        RETIRED,
        /** No reader sees it: its manifest is gone, and its files are going. */
        DELETING,
        /** Its manifest cannot be read. */
        DAMAGED,
        /** No epoch: a folder without a manifest, which nobody is deleting. */
        INCOMPLETE;

        /** The word that people and programs read. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One epoch.
     *
     * @param epoch its number
     * @param state of it
     * @param manifest null if there is none or it is damaged
     * @param verdict null if it was not audited
     * @param problem what is wrong with the manifest, or null
     * @param deleteAfter when it is deleted at the earliest; null unless it is retired
     * @param readers how many hold an {@link EpochLease} on it; who reads without one is not known
     */
    public record Entry(
            long epoch,
            State state,
            EpochManifest manifest,
            EpochVerdict verdict,
            String problem,
            Instant deleteAfter,
            int readers) {}

    public Catalog {
        epochs = List.copyOf(epochs);
        unfinished = List.copyOf(unfinished);
    }

    /**
     * Looks at the folder.
     *
     * @param now tells living readers from dead ones
     */
    public static Catalog of(DatasetFolder dataset, Instant now) throws IOException {
        EpochsListing listing = EpochsListing.of(dataset);
        Optional<Long> latest = EpochFolder.findLatest(dataset).map(EpochFolder::number);
        List<Entry> epochs = new ArrayList<>();
        for (long epoch : listing.folders()) {
            epochs.add(entry(dataset, epoch, listing, latest.equals(Optional.of(epoch)), now));
        }
        return new Catalog(epochs, listing.unfinished());
    }

    private static Entry entry(DatasetFolder dataset, long epoch, EpochsListing listing, boolean isLatest, Instant now)
            throws IOException {
        Optional<Instant> deleteAfter =
                listing.retirements(epoch).stream().map(Retirement::deleteAfter).max(Comparator.naturalOrder());
        EpochManifest manifest = null;
        EpochVerdict verdict = null;
        String problem = null;
        State state;
        try {
            Optional<EpochFolder> published = EpochFolder.find(dataset, epoch);
            if (published.isPresent()) {
                manifest = published.get().manifest();
                verdict = EpochVerdict.of(published.get()).orElse(null);
                state = isLatest ? State.LATEST : deleteAfter.isPresent() ? State.RETIRED : State.PUBLISHED;
            } else {
                state = deleteAfter.isPresent() ? State.DELETING : State.INCOMPLETE;
            }
        } catch (BadInputException e) {
            problem = e.getMessage();
            state = State.DAMAGED;
        }
        return new Entry(
                epoch, state, manifest, verdict, problem, deleteAfter.orElse(null), listing.readers(epoch, now));
    }
}
