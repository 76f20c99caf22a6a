package io.github.fairdeal.job;

import java.util.Locale;

/** What image records of files hold. */
public enum ImagePayload {
    /** Pixels, all of one shape: {@code image_string}. */
    RAW,
    /** The file as it is: {@code image_encoded}, with {@code height}, {@code width} and {@code format}. */
    ENCODED;

    /** As people write it on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
