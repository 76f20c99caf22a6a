package io.github.fairdeal.bias;

import java.util.Arrays;

/**
 * The labels of two tables and where each table's rows go in the table of both.
 *
 * @param labels of either, ascending
 * @param here place in {@code labels} of each label of the one
 * @param there place in {@code labels} of each label of the other
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never leaves the package
record LabelUnion(long[] labels, int[] here, int[] there) {

    /** The union of two ascending arrays. */
    static LabelUnion of(long[] some, long[] others) {
        long[] union = new long[some.length + others.length];
        int[] here = new int[some.length];
        int[] there = new int[others.length];
        int size = 0;
        int i = 0;
        int j = 0;
        while (i < some.length || j < others.length) {
            boolean takeSome = j == others.length || (i < some.length && some[i] <= others[j]);
            boolean takeOther = i == some.length || (j < others.length && others[j] <= some[i]);
            union[size] = takeSome ? some[i] : others[j];
            if (takeSome) {
                here[i++] = size;
            }
            if (takeOther) {
                there[j++] = size;
            }
            size++;
        }
        return new LabelUnion(Arrays.copyOf(union, size), here, there);
    }

    /** Each label's values of both added. */
    long[] sums(long[] some, long[] others) {
        long[] sums = new long[labels.length];
        for (int i = 0; i < some.length; i++) {
            sums[here[i]] = some[i];
        }
        for (int j = 0; j < others.length; j++) {
            sums[there[j]] += others[j];
        }
        return sums;
    }

    /** The smaller of each label's values. */
    long[] minima(long[] some, long[] others) {
        long[] minima = new long[labels.length];
        Arrays.fill(minima, Long.MAX_VALUE);
        for (int i = 0; i < some.length; i++) {
            minima[here[i]] = some[i];
        }
        for (int j = 0; j < others.length; j++) {
            minima[there[j]] = Math.min(minima[there[j]], others[j]);
        }
        return minima;
    }
}
