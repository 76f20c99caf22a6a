package io.github.fairdeal.shard;

import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts records by label; memory is one entry a label. Mutable and mergeable; not thread-safe. */
public final class LabelCounts implements Serializable {

    private static final int RECENT = 1 << 10;

    private final TreeMap<Long, long[]> counts = new TreeMap<>();

    // Records of recent labels that are not in the map yet, by the lowest bits of the label: to look one up in the map
    // takes longer than all else that is done with a record.
    private final long[] recentLabels = new long[RECENT];
    private final long[] recentCounts = new long[RECENT];

    /** Counts one record. */
    public void add(long label) {
        int place = (int) label & (RECENT - 1);
        if (recentLabels[place] != label) {
            settle(place);
            recentLabels[place] = label;
        }
        recentCounts[place]++;
    }

    /** Adds the counts of other records. */
    public void add(SortedMap<Long, Long> other) {
        other.forEach((label, count) -> counts.computeIfAbsent(label, absent -> new long[1])[0] += count);
    }

    /** Number of different labels. */
    public int labels() {
        settle();
        return counts.size();
    }

    /** The counts so far, by label. */
    public SortedMap<Long, Long> toMap() {
        settle();
        TreeMap<Long, Long> map = new TreeMap<>();
        counts.forEach((label, count) -> map.put(label, count[0]));
        return Collections.unmodifiableSortedMap(map);
    }

    private void settle() {
        for (int place = 0; place < RECENT; place++) {
            settle(place);
        }
    }

    private void settle(int place) {
        if (recentCounts[place] > 0) {
            counts.computeIfAbsent(recentLabels[place], absent -> new long[1])[0] += recentCounts[place];
            recentCounts[place] = 0;
        }
    }
}
