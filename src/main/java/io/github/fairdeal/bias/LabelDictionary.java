package io.github.fairdeal.bias;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Numbers labels 0, 1, 2 … as they first occur, without boxing: open addressing with linear probing, at most half full.
 * What is counted per label lies in arrays by that number, so that a record costs one look-up however much is counted.
 */
final class LabelDictionary {

    private int[] table = emptyTable(128);
    private long[] labels = new long[64];
    private int size;

    /** The number of {@code label}, a new one if it did not occur before. */
    int number(long label) {
        int place = place(label);
        int number = table[place];
        return number >= 0 ? number : enter(label, place);
    }

    /** How many labels have a number. */
    int size() {
        return size;
    }

    /** Capacity that arrays by number should have. */
    int capacity() {
        return labels.length;
    }

    long label(int number) {
        return labels[number];
    }

    /** Numbers in ascending order of their labels. */
    int[] ascending() {
        return IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingLong(number -> labels[number]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private int enter(long label, int place) {
        LabelCounts.requireClasses(size + 1);
        if (size == labels.length) {
            labels = Arrays.copyOf(labels, 2 * size);
            table = emptyTable(4 * size);
            for (int number = 0; number < size; number++) {
                table[place(labels[number])] = number;
            }
            place = place(label);
        }
        labels[size] = label;
        table[place] = size;
        return size++;
    }

    /** Where {@code label} is, or the free place where it belongs. */
    private int place(long label) {
        int mask = table.length - 1;
        int place = (int) (SplitMix64.mix(label) & mask);
        while (table[place] >= 0 && labels[table[place]] != label) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private static int[] emptyTable(int length) {
        int[] table = new int[length];
        Arrays.fill(table, -1);
        return table;
    }
}
