package io.github.fairdeal.bias;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;

/** Where in an order each label occurs: an immutable, mergeable value, labels ascending. */
final class LabelPlaces implements Serializable {

    static final LabelPlaces EMPTY = new LabelPlaces(LabelCounts.EMPTY, new long[0], new long[0], new long[0]);

    private final LabelCounts counts;
    private final long[] firsts;
    /** Sums of positions in 128 bits, the lower half unsigned. */
    private final long[] sumsHigh;

    private final long[] sumsLow;

    private LabelPlaces(LabelCounts counts, long[] firsts, long[] sumsHigh, long[] sumsLow) {
        this.counts = counts;
        this.firsts = firsts;
        this.sumsHigh = sumsHigh;
        this.sumsLow = sumsLow;
    }

    /** How many records have each label. */
    LabelCounts counts() {
        return counts;
    }

    /** Position of the first record of the {@code i}-th label. */
    long first(int i) {
        return firsts[i];
    }

    /** Sum of the positions of the records of the {@code i}-th label. */
    BigInteger positionSum(int i) {
        return WideSum.exact(sumsHigh[i], sumsLow[i]);
    }

    LabelPlaces plus(LabelPlaces other) {
        LabelUnion union = LabelUnion.of(counts.labels(), other.counts.labels());
        long[] high = union.sums(sumsHigh, other.sumsHigh);
        long[] low = union.sums(sumsLow, other.sumsLow);
        for (int j = 0; j < other.sumsLow.length; j++) {
            int place = union.there()[j];
            high[place] += WideSum.carry(low[place], other.sumsLow[j]);
        }
        return new LabelPlaces(counts.plus(other.counts), union.minima(firsts, other.firsts), high, low);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelPlaces that
                && counts.equals(that.counts)
                && Arrays.equals(firsts, that.firsts)
                && Arrays.equals(sumsHigh, that.sumsHigh)
                && Arrays.equals(sumsLow, that.sumsLow);
    }

    @Override
    public int hashCode() {
        return 31 * counts.hashCode() + Arrays.hashCode(firsts);
    }

    @Override
    public String toString() {
        return "LabelPlaces" + counts;
    }

    /** Notes places by the numbers of a dictionary. */
    static final class Recorder {

        private final LabelDictionary dictionary;
        private final LabelCounter counter;
        private long[] firsts = new long[0];
        private long[] sumsLow = new long[0];
        private long[] sumsHigh = new long[0];
        private int known;

        Recorder(LabelDictionary dictionary) {
            this.dictionary = dictionary;
            this.counter = new LabelCounter(dictionary);
        }

        /** Positions ascend, so a label's first one is the smallest. */
        void add(long position, int number) {
            if (number == known) {
                enter(position);
            }
            counter.add(number);
            sumsLow[number] += position;
            sumsHigh[number] += WideSum.carry(sumsLow[number], position);
        }

        LabelPlaces snapshot() {
            int[] ascending = dictionary.ascending();
            return new LabelPlaces(
                    counter.snapshot(),
                    OrderSample.arranged(firsts, ascending),
                    OrderSample.arranged(sumsHigh, ascending),
                    OrderSample.arranged(sumsLow, ascending));
        }

        private void enter(long position) {
            if (known == firsts.length) {
                firsts = Arrays.copyOf(firsts, dictionary.capacity());
                sumsLow = Arrays.copyOf(sumsLow, dictionary.capacity());
                sumsHigh = Arrays.copyOf(sumsHigh, dictionary.capacity());
            }
            firsts[known++] = position;
        }
    }
}
