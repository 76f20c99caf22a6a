package io.github.fairdeal.job;

import io.github.fairdeal.listing.ListingContents;
import java.time.Duration;

/**
 * What {@link Prepare} or {@link PrepareListing} would do.
 *
 * @param contents what the source holds
 * @param elapsed finding that out
 * @param expected the whole run, roughly
 */
public record PreparePlan(ListingContents contents, Duration elapsed, Duration expected) {

    /** Of a record, beside its payload: frame, features and offset. */
    static final long FRAME_BYTES = 70;

    /** Of a path into a pack, beside the dataset's folder. */
    static final int PACKED_PATH_BYTES = 65;

    /** What a core takes to open an image file that is not in memory, roughly, on a solid-state disk. */
    static final Duration OPENED_FILE = Duration.ofNanos(120_000);

    /** What a core writes, roughly, most of it copied or decoded. */
    static final long WRITTEN_BYTES_A_SECOND = 30_000_000;
}
