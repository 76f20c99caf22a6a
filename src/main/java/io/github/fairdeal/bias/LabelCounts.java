package io.github.fairdeal.bias;

import io.github.fairdeal.dataset.BadInputException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;

/** How many records have each label: an immutable, mergeable value, labels ascending. */
public final class LabelCounts implements Serializable {

    /** More different labels than this are not classes; the bound keeps states and tables small. */
    public static final int MAX_LABELS = 1 << 20;

    static final LabelCounts EMPTY = new LabelCounts(new long[0], new long[0]);

    private final long[] labels;
    private final long[] counts;

    /** Takes the arrays over: {@code labels} ascending, {@code counts} positive. */
    LabelCounts(long[] labels, long[] counts) {
        this.labels = labels;
        this.counts = counts;
    }

    static void requireClasses(int distinct) {
        if (distinct > MAX_LABELS) {
            throw new BadInputException(String.format(
                    Locale.ROOT,
                    "label: more than %,d different values, expected classes; does the field hold an id?",
                    MAX_LABELS));
        }
    }

    /** Number of different labels. */
    public int distinct() {
        return labels.length;
    }

    /** The {@code i}-th label in ascending order, {@code 0 <= i < distinct()}. */
    public long label(int i) {
        return labels[i];
    }

    /** Number of records with the {@code i}-th label, at least 1. */
    public long count(int i) {
        return counts[i];
    }

    /** Number of records that have a label. */
    public long records() {
        return Arrays.stream(counts).sum();
    }

    /**
     * The counts of both.
     *
     * @throws BadInputException if together they have more than {@value #MAX_LABELS} different labels
     */
    public LabelCounts plus(LabelCounts other) {
        long[] union = new long[labels.length + other.labels.length];
        long[] sums = new long[union.length];
        int size = 0;
        int here = 0;
        int there = 0;
        while (here < labels.length || there < other.labels.length) {
            boolean takeHere =
                    there == other.labels.length || (here < labels.length && labels[here] <= other.labels[there]);
            boolean takeThere =
                    here == labels.length || (there < other.labels.length && other.labels[there] <= labels[here]);
            union[size] = takeHere ? labels[here] : other.labels[there];
            sums[size++] = (takeHere ? counts[here++] : 0) + (takeThere ? other.counts[there++] : 0);
        }
        requireClasses(size);
        return new LabelCounts(Arrays.copyOf(union, size), Arrays.copyOf(sums, size));
    }

    /** Adds the counts into {@code sums[group[place of the label in all]]}; {@code all} has every label of this one. */
    void addTo(long[] sums, int[] group, LabelCounts all) {
        int place = 0;
        for (int i = 0; i < labels.length; i++) {
            while (all.labels[place] != labels[i]) {
                place++;
            }
            sums[group[place]] += counts[i];
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelCounts that
                && Arrays.equals(labels, that.labels)
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(labels) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < labels.length; i++) {
            text.append(i == 0 ? "" : ", ").append(labels[i]).append('=').append(counts[i]);
        }
        return text.append('}').toString();
    }
}
