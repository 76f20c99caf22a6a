package io.github.fairdeal.bias;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Consecutive positions that were observed, and how the records at them follow each other.
 *
 * @param first first position
 * @param end position after the last one
 * @param indexes of neighbours
 * @param labels of neighbours
 */
record Stretch(long first, long end, IndexNeighbours indexes, LabelNeighbours labels) implements Serializable {

    Stretch {
        if (first < 0 || end <= first) {
            throw new IllegalArgumentException("stretch of positions [" + first + ", " + end + ")");
        }
    }

    /** All stretches in order of position, those that touch made one. */
    static List<Stretch> joined(List<Stretch> some, List<Stretch> others, OrderOutline outline) {
        List<Stretch> all = new ArrayList<>(some);
        all.addAll(others);
        all.sort(Comparator.comparingLong(Stretch::first));
        List<Stretch> joined = new ArrayList<>();
        for (Stretch next : all) {
            Stretch last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last == null || last.end < next.first) {
                joined.add(next);
            } else {
                joined.set(joined.size() - 1, last.followedBy(next, outline));
            }
        }
        return List.copyOf(joined);
    }

    private Stretch followedBy(Stretch next, OrderOutline outline) {
        if (next.first != end) {
            throw new IllegalArgumentException(
                    "positions " + next.first + ".." + (Math.min(end, next.end) - 1) + " were observed twice");
        }
        return new Stretch(first, next.end, indexes.followedBy(next.indexes, outline), labels.followedBy(next.labels));
    }
}
