package io.github.fairdeal.dataset;

import java.util.Map;
import java.util.SortedMap;

/** The rules that label counts of manifests must keep. */
final class LabelTotals {

    private LabelTotals() {}

    /**
     * Checks that label counts add up.
     *
     * @throws IllegalArgumentException if one is negative, or their sum is not {@code records}
     */
    static void requireSum(String owner, SortedMap<Long, Long> labelCounts, long records) {
        long sum = 0;
        for (Map.Entry<Long, Long> entry : labelCounts.entrySet()) {
            if (entry.getValue() < 0) {
                throw new IllegalArgumentException(
                        "%s: label %d has a negative count".formatted(owner, entry.getKey()));
            }
            if (entry.getValue() > Long.MAX_VALUE - sum) {
                throw new IllegalArgumentException(owner + ": label counts add up to more than 64 bits hold");
            }
            sum += entry.getValue();
        }
        if (sum != records) {
            throw new IllegalArgumentException(
                    "%s: label counts add up to %d, expected %d records".formatted(owner, sum, records));
        }
    }

    /**
     * Checks that some of the records of each label are not more than all of them.
     *
     * @throws IllegalArgumentException if they are, or fewer than none
     */
    static void requirePart(String owner, SortedMap<Long, Long> part, SortedMap<Long, Long> labelCounts) {
        part.forEach((label, count) -> {
            long all = labelCounts.getOrDefault(label, 0L);
            if (count < 0 || count > all) {
                throw new IllegalArgumentException(
                        "%s: %d of label %d, expected 0 to %d".formatted(owner, count, label, all));
            }
        });
    }
}
