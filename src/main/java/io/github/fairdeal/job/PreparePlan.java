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

    /** What a core writes, roughly, most of it copied or decoded. */
    static final long WRITTEN_BYTES_A_SECOND = 30_000_000;
}
