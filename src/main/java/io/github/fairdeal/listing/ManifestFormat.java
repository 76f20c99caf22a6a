package io.github.fairdeal.listing;

import io.github.fairdeal.dataset.UsageException;
import java.util.Locale;
import java.util.Optional;

/** How a list of images is written. */
public enum ManifestFormat {
    /** Comma-separated values, RFC 4180, UTF-8, with a line of column names; a quoted value may go over several lines. */
    CSV,
    /** A JSON object a line. */
    JSON,
    /** Apache Parquet. */
    PARQUET;

    /** As people write it on the command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format that a file's name speaks of: {@code .csv}, {@code .json}, {@code .jsonl}, {@code .parquet}. */
    static ManifestFormat of(String path) {
        return ofName(path)
                .orElseThrow(
                        () -> new UsageException(
                                path
                                        + ": its name does not end in .csv, .json, .jsonl or .parquet; say what it is with --input-format"));
    }

    /** The same; empty if the name speaks of none. */
    static Optional<ManifestFormat> ofName(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        if (name.endsWith(".csv") || name.endsWith(".csv.gz")) {
            return Optional.of(CSV);
        }
        if (name.matches("(?s).*\\.(json|jsonl|ndjson)(\\.gz)?")) {
            return Optional.of(JSON);
        }
        return name.endsWith(".parquet") ? Optional.of(PARQUET) : Optional.empty();
    }
}
