package io.github.fairdeal.job;

import io.github.fairdeal.baseline.SortedLabels;
import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.listing.ListingOrder;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.tfrecord.ExampleCursor;

/** The label of every record of a prepared dataset, by its index. */
final class DatasetLabels {

    private DatasetLabels() {}

    /**
     * By arithmetic where indexes follow labels; read from the sorted shards, four bytes a record, where the dataset was
     * prepared in the order given.
     *
     * @throws BadInputException if shards are read, and damaged or not those of the manifest
     * @throws UsageException if they hold more records than fit an array
     */
    static SortedLabels of(DatasetFolder dataset) {
        DatasetManifest manifest = dataset.manifest();
        if (!ListingOrder.GIVEN.word().equals(manifest.configuration().get("order"))) {
            return SortedLabels.of(manifest);
        }
        if (manifest.records() > SortedLabels.MOST_GIVEN) {
            throw new UsageException(
                    "%s: %,d records in the order given, whose labels must be held in memory: at most %,d; prepare with --order label"
                            .formatted(dataset.folder(), manifest.records(), SortedLabels.MOST_GIVEN));
        }
        ShardSet smallest = manifest.sorted().stream()
                .filter(set -> set.kind() == RecordKind.PATH)
                .findFirst()
                .orElseGet(() -> manifest.sorted().get(0));
        return SortedLabels.given(
                manifest.labelCounts(),
                manifest.testCounts(),
                ShardValues.of(dataset.storage(), dataset.sortedFolder(), smallest, ExampleCursor::label));
    }
}
