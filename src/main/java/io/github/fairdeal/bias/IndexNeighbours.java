package io.github.fairdeal.bias;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * How the indexes of nearby records of a stretch differ, and what is needed to see across its seams. A record without an
 * index, or with one outside 0..N−1, takes part in nothing. Immutable, mergeable.
 */
final class IndexNeighbours implements Serializable {

    /** Distances at which differences are counted. */
    static final int[] LAGS = {1, 2, 3, 10, 64};

    /** Differences modulo N are counted in at most this many bins, equal but for the last. */
    static final int MOST_BINS = 64;

    private static final int LARGEST_LAG = LAGS[LAGS.length - 1];

    private final long[] first;
    private final long[] last;
    private final long adjacent;
    private final BigInteger products;
    private final long[] differences;

    private IndexNeighbours(long[] first, long[] last, long adjacent, BigInteger products, long[] differences) {
        this.first = first;
        this.last = last;
        this.adjacent = adjacent;
        this.products = products;
        this.differences = differences;
    }

    /** Number of neighbours whose indexes follow each other, o(t+1) = o(t) + 1. */
    long adjacent() {
        return adjacent;
    }

    /** Σ o(t)·o(t+1). */
    BigInteger products() {
        return products;
    }

    /** How many differences at {@code LAGS[lag]} lie in {@code bin}. */
    long differences(int lag, int bin) {
        return differences[lag * MOST_BINS + bin];
    }

    /** Index of the first record, negative for none. */
    long firstIndex() {
        return first[0];
    }

    /** Index of the last record, negative for none. */
    long lastIndex() {
        return last[last.length - 1];
    }

    /** Of this stretch and the one that follows without a gap. */
    IndexNeighbours followedBy(IndexNeighbours next, OrderOutline outline) {
        // The seam is what a recorder sees in the end of this stretch and the beginning of the next one, less what each
        // has seen itself.
        Recorder seam = new Recorder(outline);
        for (int i = 0; i < last.length; i++) {
            seam.remember(last[i]);
        }
        for (int i = 0; i < next.first.length; i++) {
            seam.add(next.first[i], i);
        }
        long[] sums = differences.clone();
        for (int i = 0; i < sums.length; i++) {
            sums[i] += next.differences[i] + seam.differences[i];
        }
        return new IndexNeighbours(
                head(first, next.first),
                tail(last, next.last),
                adjacent + next.adjacent + seam.adjacent,
                products.add(next.products).add(seam.products.exact()),
                sums);
    }

    private static long[] head(long[] some, long[] others) {
        return Arrays.copyOf(joined(some, others), Math.min(LARGEST_LAG, some.length + others.length));
    }

    private static long[] tail(long[] some, long[] others) {
        long[] both = joined(some, others);
        return Arrays.copyOfRange(both, Math.max(0, both.length - LARGEST_LAG), both.length);
    }

    private static long[] joined(long[] some, long[] others) {
        long[] both = Arrays.copyOf(some, some.length + others.length);
        System.arraycopy(others, 0, both, some.length, others.length);
        return both;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IndexNeighbours that
                && Arrays.equals(first, that.first)
                && Arrays.equals(last, that.last)
                && adjacent == that.adjacent
                && products.equals(that.products)
                && Arrays.equals(differences, that.differences);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(first) + Arrays.hashCode(differences);
    }

    @Override
    public String toString() {
        return "IndexNeighbours[adjacent=" + adjacent + ", products=" + products + "]";
    }

    /** Observes one index after the other. */
    static final class Recorder {

        private static final int RING = Integer.highestOneBit(LARGEST_LAG) * 2;

        private final long records;
        private final int shift;
        private final long[] first = new long[LARGEST_LAG];
        private final long[] ring = new long[RING];
        private final WideSum products = new WideSum();
        private final long[] differences = new long[LAGS.length * MOST_BINS];
        private long observed;
        private long adjacent;

        Recorder(OrderOutline outline) {
            this.records = outline.records();
            this.shift = outline.binShift(MOST_BINS);
        }

        void add(long index) {
            if (observed < LARGEST_LAG) {
                first[(int) observed] = index;
            }
            add(index, 0);
        }

        /** Leaves out the pairs whose first record is one of the last {@code own} added. */
        private void add(long index, int own) {
            if (index >= 0 && observed > 0) {
                if (own == 0) {
                    follow(before(1), index);
                }
                for (int lag = 0; lag < LAGS.length && LAGS[lag] <= observed; lag++) {
                    if (LAGS[lag] > own) {
                        count(lag, before(LAGS[lag]), index);
                    }
                }
            }
            remember(index);
        }

        private void remember(long index) {
            ring[(int) observed++ & (RING - 1)] = index;
        }

        private long before(int lag) {
            return ring[(int) (observed - lag) & (RING - 1)];
        }

        private void follow(long before, long index) {
            if (before >= 0) {
                products.addProduct(before, index);
                if (index == before + 1) {
                    adjacent++;
                }
            }
        }

        private void count(int lag, long before, long index) {
            if (before >= 0) {
                long difference = index - before;
                difference += (difference >> 63) & records;
                differences[lag * MOST_BINS + (int) (difference >>> shift)]++;
            }
        }

        IndexNeighbours snapshot() {
            int kept = (int) Math.min(observed, LARGEST_LAG);
            long[] last = new long[kept];
            for (int i = 0; i < kept; i++) {
                last[i] = before(kept - i);
            }
            return new IndexNeighbours(
                    Arrays.copyOf(first, kept), last, adjacent, products.exact(), differences.clone());
        }
    }
}
