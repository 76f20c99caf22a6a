package io.github.fairdeal.listing;

import java.util.Locale;

/** How closely image files are looked at before they become records. */
public enum CheckMode {
    /** Not at all. */
    NONE,
    /** That they begin as PNG or JPEG files do, and what size they say they have. */
    HEADER,
    /** That they can be decoded, every byte of them. */
    DECODE;

    /** As people write it on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
