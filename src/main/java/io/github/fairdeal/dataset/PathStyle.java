package io.github.fairdeal.dataset;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How path records name their image files. */
public enum PathStyle {
    /** Plain absolute paths for local files, full URIs for remote ones: every program opens them as they are. */
    ABSOLUTE,
    /** Relative to the dataset's folder, for data sets that move. */
    RELATIVE;

    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
