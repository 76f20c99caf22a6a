package io.github.fairdeal.epoch;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Moments in the names of files, {@code 20261122T170000Z}: to the second, in UTC, without the colons that HDFS does not
 * allow.
 */
final class NameTime {

    /** What matches one, for patterns of names. */
    static final String PATTERN = "\\d{8}T\\d{6}Z";

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private NameTime() {}

    /** Text of a moment, later by less than a second if it is between two. */
    static String text(Instant moment) {
        return FORMAT.format(moment.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS));
    }

    /** The moment that a text names, if it is one. */
    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(FORMAT.parse(text, Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
