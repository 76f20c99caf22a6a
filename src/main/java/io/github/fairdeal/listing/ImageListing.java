package io.github.fairdeal.listing;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Where images that exist already are found. */
public sealed interface ImageListing permits FolderListing, ManifestListing, RecordListing {

    /** The word by which a dataset names its source. */
    String source();

    /** What was typed as the input. */
    String input();

    /** True if no path can come twice, and nobody needs to look for that. */
    default boolean namesPathsOnce() {
        return false;
    }

    /** True if the source has an order of its own. */
    default boolean hasOrder() {
        return true;
    }

    /**
     * Names of labels that are numbers, from label 0, where the source knows them; empty if not.
     *
     * @throws BadInputException if it should, and cannot be read
     */
    default List<String> labelNames(Storage storage) throws IOException {
        return List.of();
    }

    /**
     * Lists the images, in tasks.
     *
     * @param storage that tasks read through
     * @param order that they will be brought into
     * @throws BadInputException if there is no such input, or it is not what it should be
     */
    ListedImages list(SparkSession spark, Storage storage, ListingOrder order) throws IOException;
}
