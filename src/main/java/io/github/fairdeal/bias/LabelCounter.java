package io.github.fairdeal.bias;

import java.util.Arrays;

/** Counts labels without boxing: open addressing with linear probing, at most half full. A zero count is a free slot. */
final class LabelCounter {

    private long[] labels = new long[64];
    private long[] counts = new long[64];
    private int distinct;

    void add(long label) {
        int slot = slot(label);
        if (counts[slot]++ == 0) {
            labels[slot] = label;
            distinct++;
            if (2 * distinct > labels.length) {
                LabelCounts.requireClasses(distinct);
                grow();
            }
        }
    }

    LabelCounts snapshot() {
        long[] sorted = new long[distinct];
        int next = 0;
        for (int slot = 0; slot < labels.length; slot++) {
            if (counts[slot] > 0) {
                sorted[next++] = labels[slot];
            }
        }
        Arrays.sort(sorted);
        long[] counted = new long[distinct];
        for (int i = 0; i < distinct; i++) {
            counted[i] = counts[slot(sorted[i])];
        }
        return new LabelCounts(sorted, counted);
    }

    /** The slot that holds {@code label}, or the free one where it belongs. */
    private int slot(long label) {
        int mask = labels.length - 1;
        int slot = (int) (SplitMix64.mix(label) & mask);
        while (counts[slot] > 0 && labels[slot] != label) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldLabels = labels;
        long[] oldCounts = counts;
        labels = new long[2 * oldLabels.length];
        counts = new long[2 * oldCounts.length];
        for (int old = 0; old < oldLabels.length; old++) {
            if (oldCounts[old] > 0) {
                int slot = slot(oldLabels[old]);
                labels[slot] = oldLabels[old];
                counts[slot] = oldCounts[old];
            }
        }
    }
}
