package io.github.fairdeal.baseline;

import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What the article measured on an order: the indexes of the first 50,000 of 70,000 sorted records, 7,000 a label.
 *
 * @param indexes index of the record at each position
 */
@SuppressWarnings("ArrayRecordComponent") // a value of tests, never compared
public record ArticleOrder(long[] indexes) {

    public static final int RECORDS = 70_000;
    public static final int PREFIX = 50_000;
    public static final int A_LABEL = 7_000;

    /** The first 50,000 that come out. */
    public static ArticleOrder prefixOf(Iterator<Long> order) {
        return new ArticleOrder(
                IntStream.range(0, PREFIX).mapToLong(t -> order.next()).toArray());
    }

    /** Names of the sorted records. */
    public static Iterator<Long> sorted() {
        return LongStream.range(0, RECORDS).iterator();
    }

    public long[] labelCounts() {
        long[] counts = new long[RECORDS / A_LABEL];
        for (long index : indexes) {
            counts[(int) (index / A_LABEL)]++;
        }
        return counts;
    }

    /** Position at which the label first came, -1 if it never did. */
    public int firstAppearance(int label) {
        int t = 0;
        while (t < indexes.length && indexes[t] / A_LABEL != label) {
            t++;
        }
        return t == indexes.length ? -1 : t;
    }

    public long maxLag() {
        return IntStream.range(0, indexes.length)
                .mapToLong(t -> indexes[t] - t)
                .max()
                .orElseThrow();
    }

    public double meanLag() {
        return IntStream.range(0, indexes.length)
                .mapToLong(t -> indexes[t] - t)
                .average()
                .orElseThrow();
    }

    public double lagStandardDeviation() {
        double mean = meanLag();
        return Math.sqrt(IntStream.range(0, indexes.length)
                .mapToDouble(t -> (indexes[t] - t - mean) * (indexes[t] - t - mean))
                .average()
                .orElseThrow());
    }

    /** Mean of index − position over the positions {@code [from, to)}. */
    public double meanLag(int from, int to) {
        return IntStream.range(from, to)
                .mapToLong(t -> indexes[t] - t)
                .average()
                .orElseThrow();
    }

    /** Mean Shannon entropy of the labels in windows of 1,000, in bits. */
    public double meanEntropy() {
        double bits = 0;
        int windows = indexes.length / 1_000;
        for (int window = 0; window < windows; window++) {
            long[] counts = new long[RECORDS / A_LABEL];
            for (int t = window * 1_000; t < (window + 1) * 1_000; t++) {
                counts[(int) (indexes[t] / A_LABEL)]++;
            }
            for (long count : counts) {
                bits -= count == 0 ? 0 : count / 1_000.0 * Math.log(count / 1_000.0) / Math.log(2);
            }
        }
        return bits / windows;
    }

    public boolean isDistinct() {
        return LongStream.of(indexes).distinct().count() == indexes.length;
    }

    /** Pearson's correlation of positions and the ranks that the indexes have among those that came out. */
    public double spearman() {
        long[] sorted = indexes.clone();
        Arrays.sort(sorted);
        double[] ranks = LongStream.of(indexes)
                .mapToDouble(index -> Arrays.binarySearch(sorted, index))
                .toArray();
        return correlation(IntStream.range(0, indexes.length).asDoubleStream().toArray(), ranks, indexes.length);
    }

    /** Pearson's correlation of positions and indexes. */
    public double correlation() {
        return correlation(
                IntStream.range(0, indexes.length).asDoubleStream().toArray(),
                LongStream.of(indexes).asDoubleStream().toArray(),
                indexes.length);
    }

    /** Autocorrelation of the index at lag 1, over N times its variance. */
    public double lag1() {
        double mean = LongStream.of(indexes).average().orElseThrow();
        double products = 0;
        double squares = 0;
        for (int t = 0; t < indexes.length; t++) {
            squares += (indexes[t] - mean) * (indexes[t] - mean);
            if (t > 0) {
                products += (indexes[t] - mean) * (indexes[t - 1] - mean);
            }
        }
        return products / squares;
    }

    private static double correlation(double[] x, double[] y, int count) {
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < count; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }
}
