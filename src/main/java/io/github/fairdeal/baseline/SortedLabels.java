package io.github.fairdeal.baseline;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.DatasetManifest;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.SortedMap;

/**
 * What a record of a prepared dataset is, by its index: labels ascend, unless they are {@linkplain #given given} one by
 * one; the last of each label are for testing.
 */
public final class SortedLabels {

    /** Labels can be given for no more records. */
    public static final int MOST_GIVEN = Integer.MAX_VALUE - 8;

    private final long[] labels;
    private final long[] ends;
    private final long[] firstTests;
    /** Class of each record; null where labels ascend. */
    private final int[] given;
    /** Which of those are for testing. */
    private final BitSet givenTests = new BitSet();

    /**
     * @param labelCounts records of each label; labels of no records are left out
     * @param testCounts how many of the last of them are for testing; none where a label is missing
     */
    public SortedLabels(SortedMap<Long, Long> labelCounts, SortedMap<Long, Long> testCounts) {
        this(labelCounts, testCounts, false);
    }

    private SortedLabels(SortedMap<Long, Long> labelCounts, SortedMap<Long, Long> testCounts, boolean isGiven) {
        List<Map.Entry<Long, Long>> present = labelCounts.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .toList();
        this.labels = present.stream().mapToLong(Map.Entry::getKey).toArray();
        this.ends = present.stream().mapToLong(Map.Entry::getValue).toArray();
        this.firstTests = new long[labels.length];
        Arrays.parallelPrefix(ends, Long::sum);
        Arrays.setAll(firstTests, k -> ends[k] - testCounts.getOrDefault(labels[k], 0L));
        this.given = isGiven ? new int[Math.toIntExact(records())] : null;
    }

    /**
     * Those of records whose labels do not ascend; four bytes a record.
     *
     * @param labels of all records in the order of their indexes, at most {@link #MOST_GIVEN}
     * @throws BadInputException if they are not as many of each as {@code labelCounts} says
     */
    public static SortedLabels given(
            SortedMap<Long, Long> labelCounts, SortedMap<Long, Long> testCounts, PrimitiveIterator.OfLong labels) {
        SortedLabels all = new SortedLabels(labelCounts, testCounts, true);
        long[] seen = new long[all.classes()];
        for (int k = 1; k < seen.length; k++) {
            seen[k] = all.ends[k - 1];
        }
        for (int index = 0; index < all.given.length; index++) {
            int k = labels.hasNext() ? Arrays.binarySearch(all.labels, labels.nextLong()) : -1;
            if (k < 0 || seen[k] == all.ends[k]) {
                throw new BadInputException(
                        "labels of the sorted shards are not those that dataset.json counts, from record %,d on; prepare the dataset again"
                                .formatted(index));
            }
            all.given[index] = k;
            if (seen[k]++ >= all.firstTests[k]) {
                all.givenTests.set(index);
            }
        }
        return all;
    }

    /** Those of a prepared dataset whose labels ascend. */
    public static SortedLabels of(DatasetManifest manifest) {
        return new SortedLabels(manifest.labelCounts(), manifest.testCounts());
    }

    /** N. */
    public long records() {
        return ends[ends.length - 1];
    }

    /** Number of labels, K. */
    public int classes() {
        return labels.length;
    }

    /** The labels, ascending: {@code label(k)} of class k. */
    public List<Long> labels() {
        return Arrays.stream(labels).boxed().toList();
    }

    /** Place of the record's label among all labels, {@code 0..K-1}, for an index in {@code [0, N)}. */
    public int classOf(long index) {
        if (given != null) {
            return given[Math.toIntExact(index)];
        }
        int place = Arrays.binarySearch(ends, index + 1);
        return place < 0 ? -place - 1 : place;
    }

    /** Label of the record at {@code index} in {@code [0, N)}. */
    public long label(long index) {
        return labels[classOf(index)];
    }

    /** Whether the record at {@code index} in {@code [0, N)} is for testing, not for training. */
    public boolean isTest(long index) {
        return given != null ? givenTests.get(Math.toIntExact(index)) : index >= firstTests[classOf(index)];
    }

    /** Number of records for testing. */
    public long testRecords() {
        long tests = 0;
        for (int k = 0; k < labels.length; k++) {
            tests += ends[k] - firstTests[k];
        }
        return tests;
    }
}
