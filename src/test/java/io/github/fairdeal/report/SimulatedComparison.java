package io.github.fairdeal.report;

import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.OrderSample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A comparison of simulated orders; only the accuracies are invented, from the labels that a batch has seen. */
final class SimulatedComparison {

    private static final int RECORDS = 70_000;
    private static final int LABELS = 10;
    private static final int WINDOW = 1_000;
    private static final int PIECES = 140;

    private final Map<String, OrderSample> samples = new LinkedHashMap<>();
    private final List<Comparison.Pipeline> pipelines = new ArrayList<>();

    SimulatedComparison() {
        add("sequential", "no shuffle", SimulatedOrders.sorted(RECORDS), RECORDS, 0);
        add(
                "shuffle-batch-10000",
                "shuffle_batch, 10,000",
                SimulatedOrders.buffered(RECORDS, 10_060, 1),
                50_000,
                7_900_000);
        add("tf-data-1000", "tf.data shuffle, 1,000", SimulatedOrders.buffered(RECORDS, 1_000, 2), RECORDS, 784_000);
        add(
                "tf-data-10000",
                "tf.data shuffle, 10,000",
                SimulatedOrders.buffered(RECORDS, 10_000, 3),
                RECORDS,
                7_840_000);
        add("shard-shuffle-buffer", "shard shuffle + 10,000", shardShuffled(), RECORDS, 7_840_000);
        add("path-epoch", "fairdeal", SimulatedOrders.even(RECORDS, 4), RECORDS, 0);
    }

    Comparison comparison() {
        return new Comparison(
                "/data/digits",
                RECORDS,
                LongStream.range(0, LABELS).boxed().toList(),
                20,
                WINDOW,
                10_000,
                IntStream.rangeClosed(0, 20).mapToObj(i -> i * 150).toList(),
                pipelines,
                "fairdeal 1.0");
    }

    Map<String, OrderSample> samples() {
        return samples;
    }

    private static int[] shardShuffled() {
        int[] shards = SimulatedOrders.even(16, 7);
        int[] order = SimulatedOrders.buffered(RECORDS, 10_000, 5);
        int size = RECORDS / 16;
        return IntStream.of(order)
                .map(i -> i / size < 16 ? shards[i / size] * size + i % size : i)
                .toArray();
    }

    private void add(String name, String title, int[] order, int records, long bytes) {
        BiasReport report = SimulatedOrders.report(order, 16, LABELS);
        samples.put(name, SimulatedOrders.sample(order, records, LABELS));
        SortedMap<Long, Long> first = new TreeMap<>();
        SortedMap<Long, Long> counts = new TreeMap<>();
        List<List<Long>> shares = new ArrayList<>();
        List<Double> entropy = new ArrayList<>();
        for (long label = 0; label < LABELS; label++) {
            counts.put(label, 0L);
        }
        long maxLag = 0;
        for (int t = 0; t < records; t++) {
            long label = SimulatedOrders.label(order, t, LABELS);
            first.putIfAbsent(label, (long) t);
            counts.merge(label, 1L, Long::sum);
            maxLag = Math.max(maxLag, order[t] - t);
        }
        for (int piece = 0; piece < PIECES; piece++) {
            shares.add(counts(
                    order, (int) ((long) records * piece / PIECES), (int) ((long) records * (piece + 1) / PIECES)));
        }
        for (int begin = 0; begin < records; begin += WINDOW) {
            entropy.add(bits(counts(order, begin, Math.min(records, begin + WINDOW))));
        }
        double evenness = entropy.stream().mapToDouble(e -> e).average().orElse(0);
        pipelines.add(new Comparison.Pipeline(
                name,
                title,
                "Simulated.",
                records,
                first,
                counts,
                report.statistics().stream()
                        .filter(s -> s.statistic().name().equals("SPEARMAN"))
                        .findFirst()
                        .orElseThrow()
                        .value(),
                0,
                0,
                maxLag,
                maxLag + 1,
                report.pValue(),
                report.verdict(),
                report.sentence(),
                evenness,
                entropy,
                shares,
                bytes,
                accuracy(evenness, records / 20, 0),
                accuracy(evenness, records / 20, 1)));
    }

    private static List<Long> counts(int[] order, int begin, int end) {
        long[] counts = new long[LABELS];
        for (int t = begin; t < end; t++) {
            counts[(int) SimulatedOrders.label(order, t, LABELS)]++;
        }
        return LongStream.of(counts).boxed().toList();
    }

    private static double bits(List<Long> counts) {
        double total = counts.stream().mapToLong(c -> c).sum();
        return counts.stream()
                .filter(c -> c > 0)
                .mapToDouble(c -> -c / total * Math.log(c / total) / Math.log(2))
                .sum();
    }

    private static List<List<Double>> accuracy(double bits, int batches, int model) {
        List<List<Double>> runs = new ArrayList<>();
        for (int seed = 0; seed < 5; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Double> run = new ArrayList<>();
            double best = 0.1 + (model == 0 ? 0.82 : 0.87) * Math.pow(bits / 3.32, 2.5);
            for (int at = 0; at <= 20 && at * 150 <= batches; at++) {
                double noise = (random.nextDouble() - 0.5) * 0.16 * (1 - bits / 3.4);
                run.add(Math.max(0, Math.min(1, 0.1 + (best - 0.1) * (1 - Math.exp(-at / 2.0)) + noise)));
            }
            runs.add(run);
        }
        return runs;
    }

    /** {@code pipeline} without accuracies. */
    static Comparison.Pipeline untrained(Comparison.Pipeline pipeline) {
        return new Comparison.Pipeline(
                pipeline.name(),
                pipeline.title(),
                pipeline.description(),
                pipeline.records(),
                pipeline.firstAppearance(),
                pipeline.labelCounts(),
                pipeline.spearman(),
                pipeline.lag1(),
                pipeline.meanLag(),
                pipeline.maxLag(),
                pipeline.bufferEstimate(),
                pipeline.headlineP(),
                pipeline.verdict(),
                pipeline.sentence(),
                pipeline.meanEntropy(),
                pipeline.entropy(),
                pipeline.labelShares(),
                pipeline.shuffleBytes(),
                List.of(),
                List.of());
    }
}
