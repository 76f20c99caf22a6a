package io.github.fairdeal.source;

import java.util.Locale;

/** Why something that a source has becomes no record. */
public enum LeftOut {
    /** The name begins with a dot or an underscore; of a folder, all that is in it goes with it, uncounted. */
    HIDDEN("hidden (name begins with . or _)"),
    /** The file has no bytes. */
    EMPTY("empty files"),
    /** The name does not end as those of images do. */
    NOT_AN_IMAGE("files that are not .png, .jpg or .jpeg"),
    /** The file is in no folder of a class. */
    NO_CLASS("image files in no class folder"),
    /** A link leads back to a folder that it is in. */
    LOOP("links to a folder they are in"),
    /** The file was checked, and is damaged. */
    REJECTED("damaged files");

    private final String words;

    LeftOut(String words) {
        this.words = words;
    }

    /** As {@code dataset.json} has it: {@code not-an-image}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The reason of this {@link #word}. */
    public static LeftOut of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** As people read it, behind a number. */
    public String words() {
        return words;
    }
}
