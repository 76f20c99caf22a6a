package io.github.fairdeal.listing;

import java.util.Locale;

/** What happens if a source names a path more than once. */
public enum DuplicatePaths {
    /** Each time is a record; they are counted. */
    REPORT,
    /** It is an error. */
    REFUSE;

    /** As people write it on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
