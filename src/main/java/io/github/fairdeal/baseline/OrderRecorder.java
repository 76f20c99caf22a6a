package io.github.fairdeal.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/**
 * Observes the first n records of an order of a sorted dataset. Memory grows with labels and windows; with n only where
 * n is smaller than the dataset, because ranks among the first records are not known before the last of them.
 */
public final class OrderRecorder {

    /** Pieces of the order that label shares are of, at most. */
    public static final int PIECES = 100;

    /** Labels whose shares are told apart, the smallest; of more labels the others count as one. */
    public static final int MOST_LABELS = 1_000;

    private final SortedLabels labels;
    private final long expected;
    private final int pieces;
    private final int windowRecords;
    private final double centre;
    /** Indexes of a part of the dataset; null for the whole. */
    private final long[] kept;

    private final long[] firstAppearance;
    private final long[] counts;
    private final long[][] shares;
    private final long[] window;
    private final List<Double> entropy = new ArrayList<>();
    private long position;
    private double sum;
    private double squares;
    private double neighbours;
    private double products;
    private double first;
    private double last;
    private long maxLag = Long.MIN_VALUE;

    /**
     * @param labels of the dataset's records
     * @param records n, that will be observed; all of the dataset, or a number that fits an array
     * @param windowRecords records a window, at least 1
     */
    public OrderRecorder(SortedLabels labels, long records, int windowRecords) {
        this.labels = labels;
        this.expected = records;
        this.pieces = (int) Math.min(PIECES, records);
        this.windowRecords = windowRecords;
        this.centre = (labels.records() - 1) / 2.0;
        this.kept = records == labels.records() ? null : new long[Math.toIntExact(records)];
        this.firstAppearance = new long[labels.classes()];
        this.counts = new long[labels.classes()];
        this.shares = new long[pieces][Math.min(labels.classes(), MOST_LABELS + 1)];
        this.window = new long[labels.classes()];
        Arrays.fill(firstAppearance, -1);
    }

    /** Observes the next record; its range is not checked. */
    public void add(long index) {
        int place = labels.classOf(index);
        if (firstAppearance[place] < 0) {
            firstAppearance[place] = position;
        }
        counts[place]++;
        shares[(int) (position * pieces / expected)][Math.min(place, MOST_LABELS)]++;
        window[place]++;
        addToSums(index - centre);
        maxLag = Math.max(maxLag, index - position);
        if (kept != null) {
            kept[(int) position] = index;
        }
        position++;
        if (position % windowRecords == 0) {
            entropy.add(entropy(window, windowRecords));
            Arrays.fill(window, 0);
        }
    }

    /**
     * What was observed.
     *
     * @throws IllegalStateException if it is not as many records as were announced
     */
    public OrderSummary snapshot() {
        if (position != expected) {
            throw new IllegalStateException(position + " records observed, expected " + expected);
        }
        SortedMap<Long, Long> firsts = new TreeMap<>();
        SortedMap<Long, Long> labelCounts = new TreeMap<>();
        List<Long> names = labels.labels();
        for (int k = 0; k < counts.length; k++) {
            if (firstAppearance[k] >= 0) {
                firsts.put(names.get(k), firstAppearance[k]);
            }
            labelCounts.put(names.get(k), counts[k]);
        }
        return new OrderSummary(
                position,
                firsts,
                labelCounts,
                spearman(),
                lag1(),
                sum / position + centre - (position - 1) / 2.0,
                maxLag,
                entropy,
                Arrays.stream(shares)
                        .map(share -> LongStream.of(share).boxed().toList())
                        .toList());
    }

    /** Deviations from the dataset's mean index, so that nothing large is subtracted from something large. */
    private void addToSums(double deviation) {
        if (position == 0) {
            first = deviation;
        } else {
            neighbours += last * deviation;
        }
        sum += deviation;
        squares += deviation * deviation;
        products += (position - (expected - 1) / 2.0) * deviation;
        last = deviation;
    }

    /** ρ = 12·Σ(t − m)(r − m) / (n(n² − 1)) with ranks r and m = (n − 1)/2; in a whole order the index is the rank. */
    private double spearman() {
        double n = position;
        double numerator = products;
        if (kept != null) {
            long[] sorted = kept.clone();
            Arrays.sort(sorted);
            numerator = 0;
            for (int t = 0; t < kept.length; t++) {
                numerator += (t - (n - 1) / 2) * Arrays.binarySearch(sorted, kept[t]);
            }
        }
        return n < 2 ? 0 : 12 * numerator / (n * (n * n - 1));
    }

    /** Σ(o_t − m)(o_{t+1} − m) / Σ(o_t − m)² with the mean m of the observed indexes. */
    private double lag1() {
        double mean = sum / position;
        double covariance = neighbours - mean * (2 * sum - first - last) + (position - 1) * mean * mean;
        double variance = squares - position * mean * mean;
        return position < 2 ? 0 : covariance / variance;
    }

    /** −Σ p·log2 p. */
    private static double entropy(long[] counts, double records) {
        double bits = 0;
        for (long count : counts) {
            if (count > 0) {
                bits -= count / records * Math.log(count / records) / Math.log(2);
            }
        }
        return bits;
    }
}
