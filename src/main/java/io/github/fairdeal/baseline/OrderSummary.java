package io.github.fairdeal.baseline;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a training job would see of an order, or of its first records. All numbers are over those n records only.
 *
 * @param records n
 * @param firstAppearance position of the first record of each label; labels that never came are absent
 * @param labelCounts records of each label, 0 for those that never came
 * @param spearman rank correlation of position and index; ranks are among the records that came out
 * @param lag1 autocorrelation of the index at lag 1, over n times its variance; 0 for fewer than two records
 * @param meanLag mean of index − position; 0 for a whole order
 * @param maxLag largest index − position
 * @param entropy of the labels in each window of consecutive records, in bits
 * @param labelShares records of each label in each of some equal pieces of the order: {@code labelShares[piece][class]};
 *     of more than {@value OrderRecorder#MOST_LABELS} labels those of the smallest, and then of all others together
 */
public record OrderSummary(
        long records,
        SortedMap<Long, Long> firstAppearance,
        SortedMap<Long, Long> labelCounts,
        double spearman,
        double lag1,
        double meanLag,
        long maxLag,
        List<Double> entropy,
        List<List<Long>> labelShares) {

    public OrderSummary {
        firstAppearance = Collections.unmodifiableSortedMap(new TreeMap<>(firstAppearance));
        labelCounts = Collections.unmodifiableSortedMap(new TreeMap<>(labelCounts));
        entropy = List.copyOf(entropy);
        labelShares = List.copyOf(labelShares);
    }

    /** Mean of {@link #entropy}; 0 without windows. */
    public double meanEntropy() {
        return entropy.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
}
