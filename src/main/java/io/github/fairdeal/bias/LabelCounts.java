package io.github.fairdeal.bias;

import io.github.fairdeal.dataset.BadInputException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;

/** How many records have each label: an immutable, mergeable value, labels ascending. */
public final class LabelCounts implements Serializable {

    /** More different labels than this are not classes; the bound keeps states and tables small. */
    public static final int MAX_LABELS = 100_000;

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
        LabelUnion union = LabelUnion.of(labels, other.labels);
        requireClasses(union.labels().length);
        return new LabelCounts(union.labels(), union.sums(counts, other.counts));
    }

    /** The counts of the {@code most} smallest labels. */
    LabelCounts smallest(int most) {
        return labels.length <= most ? this : new LabelCounts(Arrays.copyOf(labels, most), Arrays.copyOf(counts, most));
    }

    /** Number of records with {@code label}, 0 if it does not occur. */
    long of(long label) {
        int i = Arrays.binarySearch(labels, label);
        return i < 0 ? 0 : counts[i];
    }

    /** All labels, ascending; not to be written to. */
    long[] labels() {
        return labels;
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
