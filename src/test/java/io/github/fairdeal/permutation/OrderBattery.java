package io.github.fairdeal.permutation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Statistics of many orders of the same N records, sorted by label and cut into shards, each summed over the orders and
 * judged by its law under the hypothesis that every order is equally likely.
 *
 * <p>{@code o_t} is the index at position {@code t}. Shards are samples without replacement, hence the finite-population
 * factors.
 */
final class OrderBattery {

    private static final int DIFFERENCE_BINS = 64;
    private static final int[] LAGS = {1, 2, 3, 10, 256, 1000};

    private final int records;
    private final ShardLayout layout;
    private final int labels;
    private final Map<String, ChiSquareSum> chiSquares = new LinkedHashMap<>();
    private final Map<String, NormalSum> normals = new LinkedHashMap<>();
    private final Map<String, PoissonSum> counts = new LinkedHashMap<>();

    OrderBattery(int records, int shards, int labels) {
        this.records = records;
        this.layout = new ShardLayout(records, shards);
        this.labels = labels;
    }

    void add(int[] order) {
        addShards(order);
        addLocality(order);
        for (int lag : LAGS) {
            addDifferences(order, lag);
        }
    }

    /** Two-sided p-value of each statistic, by name. */
    SortedMap<String, Double> probabilities() {
        SortedMap<String, Double> all = new TreeMap<>();
        chiSquares.forEach((name, sum) -> all.put(name, sum.probability()));
        normals.forEach((name, sum) -> {
            all.put(name + ", mean", sum.probabilityOfMean());
            all.put(name + ", spread", sum.probabilityOfSpread());
        });
        counts.forEach((name, sum) -> {
            all.put(name + ", total", sum.probabilityOfTotal());
            all.put(name + ", spread", sum.probabilityOfSpread());
        });
        return all;
    }

    /** Shard by label: pooled chi-square. Shard mean index: sum of squared z-scores. */
    private void addShards(int[] order) {
        double n = records;
        double labelsOfShards = 0;
        double means = 0;
        for (int shard = 0; shard < layout.shards(); shard++) {
            double size = layout.size(shard);
            int first = (int) layout.first(shard);
            long[] ofLabel = new long[labels];
            double sum = 0;
            for (int t = first; t < first + layout.size(shard); t++) {
                ofLabel[label(order[t])]++;
                sum += order[t];
            }
            for (int label = 0; label < labels; label++) {
                double expected = size * labelCount(label) / n;
                labelsOfShards += (ofLabel[label] - expected) * (ofLabel[label] - expected) / expected;
            }
            double deviation = sum / size - (n - 1) / 2;
            means += deviation * deviation / ((n * n - 1) / 12 * (n - size) / (size * (n - 1)));
        }
        double shards = layout.shards();
        chiSquare("shard x label").add(labelsOfShards * (n - 1) / n, (shards - 1) * (labels - 1));
        chiSquare("shard mean index").add(means * (shards - 1) / shards, shards - 1);
    }

    private int label(int index) {
        return (int) ((long) index * labels / records);
    }

    private long labelCount(int label) {
        return firstOfLabel(label + 1) - firstOfLabel(label);
    }

    private long firstOfLabel(int label) {
        return ((long) label * records + labels - 1) / labels;
    }

    private void addLocality(int[] order) {
        double n = records;
        double centre = (n - 1) / 2;
        double variance = (n * n - 1) / 12;
        double againstPosition = 0;
        double againstNext = 0;
        double footrule = 0;
        long fixedPoints = 0;
        long successors = 0;
        int maxLag = Integer.MIN_VALUE;
        for (int t = 0; t < records; t++) {
            int index = order[t];
            againstPosition += (t - centre) * (index - centre);
            footrule += Math.abs(t - index);
            fixedPoints += index == t ? 1 : 0;
            maxLag = Math.max(maxLag, index - t);
            if (t + 1 < records) {
                againstNext += (index - centre) * (order[t + 1] - centre);
                successors += order[t + 1] == index + 1 ? 1 : 0;
            }
        }
        normal("Spearman").add(againstPosition / (n * variance) * Math.sqrt(n - 1));
        normal("lag-1 autocorrelation").add((againstNext / (n * variance) + 1 / n) * Math.sqrt(n));
        normal("footrule").add((footrule - (n * n - 1) / 3) / Math.sqrt((n + 1) * (2 * n * n + 7) / 45));
        count("fixed points").add(fixedPoints);
        count("successors").add(successors);
        // P(max lag <= M) = exp(-c(c-1)/2N) with c = N - M; minus twice its logarithm is chi-square of two degrees.
        double c = n - maxLag;
        chiSquare("max lag").add(c * (c - 1) / n, 2);
    }

    private void addDifferences(int[] order, int lag) {
        long[] observed = new long[DIFFERENCE_BINS];
        for (int t = 0; t < records; t++) {
            int ahead = t + lag < records ? t + lag : t + lag - records;
            int difference = order[ahead] - order[t];
            difference += difference < 0 ? records : 0;
            observed[(int) ((long) difference * DIFFERENCE_BINS / records)]++;
        }
        double sum = 0;
        for (int bin = 0; bin < DIFFERENCE_BINS; bin++) {
            // Differences are uniform on 1..N-1: the first bin has no zero.
            long first = Math.max(1, firstOfBin(bin));
            double expected = (double) records * (firstOfBin(bin + 1) - first) / (records - 1);
            sum += (observed[bin] - expected) * (observed[bin] - expected) / expected;
        }
        chiSquare("differences at lag " + lag).add(sum, DIFFERENCE_BINS - 1);
    }

    private long firstOfBin(int bin) {
        return ((long) bin * records + DIFFERENCE_BINS - 1) / DIFFERENCE_BINS;
    }

    private ChiSquareSum chiSquare(String name) {
        return chiSquares.computeIfAbsent(name, absent -> new ChiSquareSum());
    }

    private NormalSum normal(String name) {
        return normals.computeIfAbsent(name, absent -> new NormalSum());
    }

    private PoissonSum count(String name) {
        return counts.computeIfAbsent(name, absent -> new PoissonSum());
    }

    /** A sum of chi-squares is one. */
    static final class ChiSquareSum {
        private double sum;
        private double degreesOfFreedom;

        void add(double value, double degrees) {
            sum += value;
            degreesOfFreedom += degrees;
        }

        double probability() {
            return Probability.ofChiSquare(sum, degreesOfFreedom);
        }
    }

    /** Standard normal scores: their mean, and the sum of their squares, which is too small where orders are too even. */
    static final class NormalSum {
        private double sum;
        private double sumOfSquares;
        private int scores;

        void add(double score) {
            sum += score;
            sumOfSquares += score * score;
            scores++;
        }

        double probabilityOfMean() {
            return Probability.ofNormal(sum / Math.sqrt(scores));
        }

        double probabilityOfSpread() {
            return Probability.ofChiSquare(sumOfSquares, scores);
        }
    }

    /** Counts of mean 1: their total, and how many orders had 0, 1, 2 and more. */
    static final class PoissonSum {
        private static final double[] LAW = {Math.exp(-1), Math.exp(-1), Math.exp(-1) / 2, 1 - 2.5 * Math.exp(-1)};

        private final long[] orders = new long[LAW.length];
        private long total;
        private int observations;

        void add(long count) {
            orders[(int) Math.min(count, LAW.length - 1)]++;
            total += count;
            observations++;
        }

        double probabilityOfTotal() {
            return Probability.ofPoisson(total, observations);
        }

        double probabilityOfSpread() {
            double sum = 0;
            for (int i = 0; i < LAW.length; i++) {
                double expected = observations * LAW[i];
                sum += (orders[i] - expected) * (orders[i] - expected) / expected;
            }
            return Probability.ofChiSquare(sum, LAW.length - 1);
        }
    }
}
