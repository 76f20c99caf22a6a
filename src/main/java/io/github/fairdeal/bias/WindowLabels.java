package io.github.fairdeal.bias;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Labels in complete windows of one size: what the pooled χ² and the entropy are made of, a few numbers per label.
 * Immutable, mergeable.
 */
final class WindowLabels implements Serializable {

    static final WindowLabels EMPTY = new WindowLabels(0, LabelCounts.EMPTY, new long[0], 0, -1, -1);

    private final long windows;
    private final LabelCounts counts;
    private final long[] squares;
    private final long order;
    private final long highestOrder;
    private final long highestOrderWindow;

    private WindowLabels(
            long windows, LabelCounts counts, long[] squares, long order, long highestOrder, long highestOrderWindow) {
        this.windows = windows;
        this.counts = counts;
        this.squares = squares;
        this.order = order;
        this.highestOrder = highestOrder;
        this.highestOrderWindow = highestOrderWindow;
    }

    /** Of one window. */
    static WindowLabels of(long number, LabelCounts counts) {
        if (counts.distinct() == 0) {
            return EMPTY;
        }
        long[] squares = new long[counts.distinct()];
        long order = 0;
        for (int i = 0; i < squares.length; i++) {
            squares[i] = counts.count(i) * counts.count(i);
            order += WindowEntropy.order(counts.count(i));
        }
        return new WindowLabels(1, counts, squares, order, order, number);
    }

    /** Number of windows. */
    long windows() {
        return windows;
    }

    /** Records of each label in all of them. */
    LabelCounts counts() {
        return counts;
    }

    /** Σ over windows of the squared count of the {@code i}-th label. */
    long squares(int i) {
        return squares[i];
    }

    /** Mean entropy of a window of {@code size} records, in bits. */
    double meanEntropyBits(int size) {
        return WindowEntropy.bits(size, (double) order / windows);
    }

    /** Entropy of the window where it is lowest, in bits. */
    double lowestEntropyBits(int size) {
        return WindowEntropy.bits(size, (double) highestOrder);
    }

    /** The first window where it is lowest. */
    long lowestEntropyWindow() {
        return highestOrderWindow;
    }

    WindowLabels plus(WindowLabels other) {
        if (windows == 0 || other.windows == 0) {
            return windows == 0 ? other : this;
        }
        LabelUnion union = LabelUnion.of(counts.labels(), other.counts.labels());
        boolean here = highestOrder > other.highestOrder
                || (highestOrder == other.highestOrder && highestOrderWindow < other.highestOrderWindow);
        return new WindowLabels(
                windows + other.windows,
                counts.plus(other.counts),
                union.sums(squares, other.squares),
                order + other.order,
                here ? highestOrder : other.highestOrder,
                here ? highestOrderWindow : other.highestOrderWindow);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WindowLabels that
                && windows == that.windows
                && counts.equals(that.counts)
                && Arrays.equals(squares, that.squares)
                && order == that.order
                && highestOrder == that.highestOrder
                && highestOrderWindow == that.highestOrderWindow;
    }

    @Override
    public int hashCode() {
        return 31 * counts.hashCode() + Arrays.hashCode(squares);
    }

    @Override
    public String toString() {
        return "WindowLabels[" + windows + " windows of " + counts + "]";
    }

    /** Adds window after window, in ascending order. */
    static final class Recorder {

        private final LabelDictionary dictionary;
        private long[] counts = new long[0];
        private long[] squares = new long[0];
        private long windows;
        private long order;
        private long highestOrder = -1;
        private long highestOrderWindow = -1;

        Recorder(LabelDictionary dictionary) {
            this.dictionary = dictionary;
        }

        void add(long number, LabelCounter window) {
            if (window.distinct() == 0) {
                return;
            }
            if (counts.length < dictionary.size()) {
                counts = Arrays.copyOf(counts, dictionary.capacity());
                squares = Arrays.copyOf(squares, dictionary.capacity());
            }
            long windowOrder = 0;
            for (int i = 0; i < window.distinct(); i++) {
                int label = window.number(i);
                long count = window.count(label);
                counts[label] += count;
                squares[label] += count * count;
                windowOrder += WindowEntropy.order(count);
            }
            windows++;
            order += windowOrder;
            if (windowOrder > highestOrder) {
                highestOrder = windowOrder;
                highestOrderWindow = number;
            }
        }

        WindowLabels snapshot() {
            if (windows == 0) {
                return EMPTY;
            }
            int[] found = Arrays.stream(dictionary.ascending())
                    .filter(label -> label < counts.length && counts[label] > 0)
                    .toArray();
            long[] labels = Arrays.stream(found).mapToLong(dictionary::label).toArray();
            return new WindowLabels(
                    windows,
                    new LabelCounts(labels, OrderSample.arranged(counts, found)),
                    OrderSample.arranged(squares, found),
                    order,
                    highestOrder,
                    highestOrderWindow);
        }
    }
}
