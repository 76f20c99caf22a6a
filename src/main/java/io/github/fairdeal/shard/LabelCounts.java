package io.github.fairdeal.shard;

import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts records by label; memory is one entry a label. Mutable and mergeable; not thread-safe. */
public final class LabelCounts implements Serializable {

    private final TreeMap<Long, long[]> counts = new TreeMap<>();
    private long lastLabel;
    private long[] lastCount;

    /** Counts one record. Runs of one label, as in sorted data, cost no look-up. */
    public void add(long label) {
        if (lastCount == null || label != lastLabel) {
            lastCount = counts.computeIfAbsent(label, absent -> new long[1]);
            lastLabel = label;
        }
        lastCount[0]++;
    }

    /** Adds the counts of other records. */
    public void add(SortedMap<Long, Long> other) {
        other.forEach((label, count) -> counts.computeIfAbsent(label, absent -> new long[1])[0] += count);
    }

    /** Number of different labels. */
    public int labels() {
        return counts.size();
    }

    /** The counts so far, by label. */
    public SortedMap<Long, Long> toMap() {
        TreeMap<Long, Long> map = new TreeMap<>();
        counts.forEach((label, count) -> map.put(label, count[0]));
        return Collections.unmodifiableSortedMap(map);
    }
}
