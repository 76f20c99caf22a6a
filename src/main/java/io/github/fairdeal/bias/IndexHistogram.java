package io.github.fairdeal.bias;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How many indexes of a shard lie in each of at most {@value #MOST_BINS} equal pieces of 0..N−1, the last one perhaps
 * shorter. Immutable, mergeable.
 */
final class IndexHistogram implements Serializable {

    static final int MOST_BINS = 512;

    static final IndexHistogram EMPTY = new IndexHistogram(new long[0]);

    private final long[] counts;

    private IndexHistogram(long[] counts) {
        this.counts = counts;
    }

    IndexHistogram plus(IndexHistogram other) {
        if (counts.length == 0 || other.counts.length == 0) {
            return counts.length == 0 ? other : this;
        }
        long[] sums = counts.clone();
        for (int bin = 0; bin < sums.length; bin++) {
            sums[bin] += other.counts[bin];
        }
        return new IndexHistogram(sums);
    }

    /** Largest difference, at the ends of the bins, between the share of these indexes and of all that are below. */
    double distance(OrderOutline outline) {
        int shift = outline.binShift(MOST_BINS);
        double total = Arrays.stream(counts).sum();
        double distance = 0;
        long below = 0;
        for (int bin = 0; bin < counts.length; bin++) {
            below += counts[bin];
            double share = Math.min(outline.records(), (bin + 1L) << shift) / (double) outline.records();
            distance = Math.max(distance, Math.abs(below / total - share));
        }
        return distance;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IndexHistogram that && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "IndexHistogram" + Arrays.toString(counts);
    }

    /** Counts indexes of 0..N−1. */
    static final class Recorder {

        private final int shift;
        private final long[] counts;
        private boolean any;

        Recorder(OrderOutline outline) {
            this.shift = outline.binShift(MOST_BINS);
            this.counts = new long[outline.bins(MOST_BINS)];
        }

        void add(long index) {
            counts[(int) (index >>> shift)]++;
            any = true;
        }

        IndexHistogram snapshot() {
            return any ? new IndexHistogram(counts.clone()) : EMPTY;
        }
    }
}
