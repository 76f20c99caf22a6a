package io.github.fairdeal.datasource;

import io.github.fairdeal.dataset.UsageException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The options of one read or write as strings, turned into values at the boundary. Names are case-insensitive, as in
 * all of Spark's sources, and so are the values of closed sets. Options that are not ours are left alone: Spark passes
 * its own, and those of others.
 */
final class Options {

    private final Map<String, String> options;

    Options(Map<String, String> options) {
        this.options = options.entrySet().stream()
                // PySpark's option(name, None) is the same as none.
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(
                        entry -> entry.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue, (one, other) -> other));
    }

    String text(String name, String otherwise) {
        return options.getOrDefault(name.toLowerCase(Locale.ROOT), otherwise);
    }

    boolean isGiven(String name) {
        return options.containsKey(name.toLowerCase(Locale.ROOT));
    }

    boolean flag(String name, boolean otherwise) {
        String given = text(name, Boolean.toString(otherwise));
        return switch (given.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw unknown(name, given, "true or false");
        };
    }

    /** A fraction in (0, 1]. */
    double fraction(String name, double otherwise) {
        String given = text(name, Double.toString(otherwise));
        try {
            double value = Double.parseDouble(given);
            if (value > 0 && value <= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, as any other value that is no fraction.
        }
        throw unknown(name, given, "a number above 0, at most 1");
    }

    /** One of {@code choices}, by its word. */
    <T> T choice(String name, T otherwise, T[] choices, Function<T, String> word) {
        String given = text(name, word.apply(otherwise));
        for (T choice : choices) {
            if (word.apply(choice).equalsIgnoreCase(given)) {
                return choice;
            }
        }
        throw unknown(name, given, Arrays.stream(choices).map(word).collect(Collectors.joining(", ")));
    }

    static UsageException unknown(String name, String given, String expected) {
        return new UsageException("Option %s: '%s' is not known; expected %s".formatted(name, given, expected));
    }
}
