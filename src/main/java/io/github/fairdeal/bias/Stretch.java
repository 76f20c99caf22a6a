package io.github.fairdeal.bias;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Consecutive positions that were observed, and what is needed to see across the seam to the stretches beside them.
 *
 * @param first first position
 * @param end position after the last one
 * @param firstIndex index of the record at {@code first}, negative for none
 * @param lastIndex index of the record at {@code end - 1}, negative for none
 * @param adjacent number of neighbours inside the stretch whose indexes follow each other, {@code o(t+1) = o(t) + 1}
 */
public record Stretch(long first, long end, long firstIndex, long lastIndex, long adjacent) implements Serializable {

    public Stretch {
        if (first < 0 || end <= first) {
            throw new IllegalArgumentException("stretch of positions [" + first + ", " + end + ")");
        }
    }

    /** Number of positions. */
    public long records() {
        return end - first;
    }

    /** All stretches in order of position, those that touch made one. */
    static List<Stretch> joined(List<Stretch> some, List<Stretch> others) {
        List<Stretch> all = new ArrayList<>(some);
        all.addAll(others);
        all.sort(Comparator.comparingLong(Stretch::first));
        List<Stretch> joined = new ArrayList<>();
        for (Stretch next : all) {
            Stretch last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last == null || last.end < next.first) {
                joined.add(next);
            } else {
                joined.set(joined.size() - 1, last.followedBy(next));
            }
        }
        return List.copyOf(joined);
    }

    private Stretch followedBy(Stretch next) {
        if (next.first != end) {
            throw new IllegalArgumentException(
                    "positions " + next.first + ".." + (Math.min(end, next.end) - 1) + " were observed twice");
        }
        long seam = lastIndex >= 0 && next.firstIndex == lastIndex + 1 ? 1 : 0;
        return new Stretch(first, next.end, firstIndex, next.lastIndex, adjacent + next.adjacent + seam);
    }
}
