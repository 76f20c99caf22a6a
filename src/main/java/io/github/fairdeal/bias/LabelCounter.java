package io.github.fairdeal.bias;

import java.util.Arrays;

/** Counts labels by their number in a dictionary; emptied at the cost of the labels that occurred, not of all. */
final class LabelCounter {

    private final LabelDictionary dictionary;
    private long[] counts = new long[0];
    private int[] occurring = new int[0];
    private int size;

    LabelCounter(LabelDictionary dictionary) {
        this.dictionary = dictionary;
    }

    void add(int number) {
        if (number >= counts.length) {
            counts = Arrays.copyOf(counts, dictionary.capacity());
            occurring = Arrays.copyOf(occurring, dictionary.capacity());
        }
        if (counts[number]++ == 0) {
            occurring[size++] = number;
        }
    }

    /** How many labels occurred. */
    int distinct() {
        return size;
    }

    /** The number of the {@code i}-th label to occur. */
    int number(int i) {
        return occurring[i];
    }

    /** Records with the label of that number. */
    long count(int number) {
        return counts[number];
    }

    LabelCounts snapshot() {
        long[] labels = new long[size];
        for (int i = 0; i < size; i++) {
            labels[i] = dictionary.label(occurring[i]);
        }
        Arrays.sort(labels);
        long[] sorted = new long[size];
        for (int i = 0; i < size; i++) {
            sorted[i] = counts[dictionary.number(labels[i])];
        }
        return new LabelCounts(labels, sorted);
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            counts[occurring[i]] = 0;
        }
        size = 0;
    }
}
