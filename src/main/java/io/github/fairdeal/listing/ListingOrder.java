package io.github.fairdeal.listing;

import java.util.Locale;

/** What decides about the index of an image that a source lists. */
public enum ListingOrder {
    /** Its label, then its path by unsigned bytes of UTF-8; images without a path as they come. */
    LABEL,
    /** Its place in what was read: files by name, and as they stand in a file. */
    GIVEN;

    /** As people write it on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
