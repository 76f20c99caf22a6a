package io.github.fairdeal.cli;

import java.util.Collection;
import java.util.Comparator;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The known word that somebody most likely meant. */
final class Suggestion {

    private Suggestion() {}

    /** {@code "; did you mean X?"}, or nothing where no known word is near. */
    static String of(String typed, Collection<String> known) {
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        int near = Math.max(2, typed.length() / 3);
        return known.stream()
                .filter(word -> distance.apply(typed, word) <= near)
                .min(Comparator.<String>comparingInt(word -> distance.apply(typed, word))
                        .thenComparing(Comparator.naturalOrder()))
                .map(word -> "; did you mean " + word + "?")
                .orElse("");
    }
}
