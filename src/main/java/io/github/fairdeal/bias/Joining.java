package io.github.fairdeal.bias;

import java.util.Locale;

/** Neighbours joined into groups of at least some size, so that the laws of large samples may be used. */
final class Joining {

    private final int[] groupOf;
    private final int groups;

    private Joining(int[] groupOf, int groups) {
        this.groupOf = groupOf;
        this.groups = groups;
    }

    /** Joins neighbours, first to last, until a group reaches {@code minimum}; what is left over joins the last group. */
    static Joining neighbours(long[] sizes, double minimum) {
        int[] groupOf = new int[sizes.length];
        int group = 0;
        long size = 0;
        for (int i = 0; i < sizes.length; i++) {
            groupOf[i] = group;
            size += sizes[i];
            if (size >= minimum) {
                group++;
                size = 0;
            }
        }
        int groups = Math.max(group, Math.min(1, sizes.length));
        for (int i = sizes.length - 1; i >= 0 && groupOf[i] == groups; i--) {
            groupOf[i] = groups - 1;
        }
        return new Joining(groupOf, groups);
    }

    /** The group of each element, ascending. */
    int[] groupOf() {
        return groupOf;
    }

    int groups() {
        return groups;
    }

    /** Sums of {@code sizes} by group. */
    long[] sums(long[] sizes) {
        long[] sums = new long[groups];
        for (int i = 0; i < sizes.length; i++) {
            sums[groupOf[i]] += sizes[i];
        }
        return sums;
    }

    /** "70 shards joined into 35 groups", empty if nothing was joined. */
    String note(String elements) {
        return groups == groupOf.length
                ? ""
                : String.format(Locale.ROOT, "%,d %s joined into %,d", groupOf.length, elements, groups);
    }
}
