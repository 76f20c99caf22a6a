package io.github.fairdeal.report;

import io.github.fairdeal.bias.Verdict;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * What {@code compare} measured: the content of {@code compare.json}, documented in docs/compare.md.
 *
 * @param dataset folder of the compared dataset
 * @param records N of the dataset
 * @param labels all labels, ascending
 * @param batchSize records a batch
 * @param windowRecords consecutive records that one value of {@link Pipeline#entropy} is of
 * @param testImages held out of training, and what the accuracies are of
 * @param accuracyBatches number of batches trained before each value of an accuracy curve, ascending
 * @param pipelines in the order of the figures
 * @param software name and version that measured
 */
public record Comparison(
        String dataset,
        long records,
        List<Long> labels,
        int batchSize,
        int windowRecords,
        long testImages,
        List<Integer> accuracyBatches,
        List<Pipeline> pipelines,
        String software) {

    /** Name of fairdeal's own pipeline, the one that figures let stand out. */
    public static final String OURS = "path-epoch";

    public Comparison {
        labels = List.copyOf(labels);
        accuracyBatches = List.copyOf(accuracyBatches);
        pipelines = List.copyOf(pipelines);
    }

    /**
     * Share of each label in the whole dataset, in the order of {@link #labels}: of the pipeline that brings the most
     * records, all of them if there is one.
     */
    double[] evenShares() {
        Pipeline fullest = Collections.max(pipelines, Comparator.comparingLong(Pipeline::records));
        return labels.stream()
                .mapToDouble(label -> (double) fullest.labelCounts().getOrDefault(label, 0L) / fullest.records())
                .toArray();
    }

    /**
     * One way to bring the records into an order.
     *
     * @param name short and stable: {@code shuffle-batch-10000}, {@code path-epoch}
     * @param title as people read it
     * @param description what it does, in a sentence
     * @param records that came out
     * @param firstAppearance position at which each label came first; labels that never came are absent
     * @param labelCounts records of each label that came out, 0 for those that never came
     * @param spearman correlation of position and index
     * @param lag1 autocorrelation of the index at lag 1
     * @param meanLag mean of index − position
     * @param maxLag largest index − position
     * @param bufferEstimate size of the buffer that would explain the order
     * @param headlineP two-sided, of a uniformly random order
     * @param verdict on it
     * @param sentence the verdict in words
     * @param meanEntropy mean of {@code entropy}
     * @param entropy of the labels in each window, in bits
     * @param labelShares records of each label in each of a bounded number of equal pieces of the order: {@code
     *     labelShares[piece][label]}, labels as in {@link Comparison#labels}; where a piece has fewer values than there are
     *     labels, its last value is of all labels from there on
     * @param shuffleBytes memory that the shuffle holds
     * @param accuracy share of the test images that the softmax model gets right, one curve a seed
     * @param cnnAccuracy the same for the convolutional model
     */
    public record Pipeline(
            String name,
            String title,
            String description,
            long records,
            SortedMap<Long, Long> firstAppearance,
            SortedMap<Long, Long> labelCounts,
            double spearman,
            double lag1,
            double meanLag,
            long maxLag,
            long bufferEstimate,
            double headlineP,
            Verdict verdict,
            String sentence,
            double meanEntropy,
            List<Double> entropy,
            List<List<Long>> labelShares,
            long shuffleBytes,
            List<List<Double>> accuracy,
            List<List<Double>> cnnAccuracy) {

        /** Median over the seeds of the softmax's last accuracy, null if it was not trained. */
        Double finalAccuracy() {
            return medianOfLast(accuracy);
        }

        /** The same for the convolutional model. */
        Double finalCnnAccuracy() {
            return medianOfLast(cnnAccuracy);
        }

        private static Double medianOfLast(List<List<Double>> runs) {
            double[] last = runs.stream()
                    .filter(run -> !run.isEmpty())
                    .mapToDouble(run -> run.get(run.size() - 1))
                    .toArray();
            return last.length == 0 ? null : median(last);
        }
    }

    /** The middle value, or the mean of the two middle ones. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
