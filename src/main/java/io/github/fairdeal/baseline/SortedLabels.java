package io.github.fairdeal.baseline;

import io.github.fairdeal.dataset.DatasetManifest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What a record of a sorted dataset is, by its index alone: labels ascend, and the last of each label are for testing. */
public final class SortedLabels {

    private final long[] labels;
    private final long[] ends;
    private final long[] firstTests;

    /**
     * @param labelCounts records of each label; labels of no records are left out
     * @param testCounts how many of the last of them are for testing; none where a label is missing
     */
    public SortedLabels(SortedMap<Long, Long> labelCounts, SortedMap<Long, Long> testCounts) {
        List<Map.Entry<Long, Long>> present = labelCounts.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .toList();
        this.labels = present.stream().mapToLong(Map.Entry::getKey).toArray();
        this.ends = present.stream().mapToLong(Map.Entry::getValue).toArray();
        this.firstTests = new long[labels.length];
        Arrays.parallelPrefix(ends, Long::sum);
        Arrays.setAll(firstTests, k -> ends[k] - testCounts.getOrDefault(labels[k], 0L));
    }

    /** Those of a prepared dataset. */
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
        int place = Arrays.binarySearch(ends, index + 1);
        return place < 0 ? -place - 1 : place;
    }

    /** Label of the record at {@code index} in {@code [0, N)}. */
    public long label(long index) {
        return labels[classOf(index)];
    }

    /** Whether the record at {@code index} in {@code [0, N)} is for testing, not for training. */
    public boolean isTest(long index) {
        return index >= firstTests[classOf(index)];
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
