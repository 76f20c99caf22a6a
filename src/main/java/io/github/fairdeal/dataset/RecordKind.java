package io.github.fairdeal.dataset;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a record carries beside {@code index} and {@code label}: the place of the image's file, or its pixels. */
public enum RecordKind {
    /** {@code path_string}: the image file's path or URI, UTF-8. */
    PATH("path_string"),
    /** {@code image_string}: raw pixels, uint8, H·W·C row-major. */
    IMAGE("image_string");

    private final String feature;

    RecordKind(String feature) {
        this.feature = feature;
    }

    /** Name of the {@code tf.train.Example} feature that holds the payload. */
    public String feature() {
        return feature;
    }

    /** The word used in file names, manifests and options: {@code path} or {@code image}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
