package io.github.fairdeal.report;

import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.OrderOutline;
import io.github.fairdeal.bias.OrderSample;
import io.github.fairdeal.bias.OrderSampler;
import io.github.fairdeal.bias.OrderStatistics;
import io.github.fairdeal.bias.ShardRecorder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Orders of sorted records with equally many of each label, as indexes by position. */
final class SimulatedOrders {

    private SimulatedOrders() {}

    static int[] sorted(int records) {
        return IntStream.range(0, records).toArray();
    }

    /** Uniformly random (Fisher and Yates). */
    static int[] even(int records, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = sorted(records);
        for (int last = records - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            int swapped = order[last];
            order[last] = order[other];
            order[other] = swapped;
        }
        return order;
    }

    /** Through a shuffle buffer of this many records. */
    static int[] buffered(int records, int buffer, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = new int[records];
        int[] held = sorted(buffer);
        for (int t = 0; t < records; t++) {
            int size = Math.min(buffer, records - t);
            int chosen = random.nextInt(size);
            order[t] = held[chosen];
            held[chosen] = t + buffer < records ? t + buffer : held[size - 1];
        }
        return order;
    }

    /** The report of {@code order} in shards equal to ±1 record. */
    static BiasReport report(int[] order, int shards, int labels) {
        OrderOutline outline = OrderOutline.of(order.length);
        List<OrderStatistics> statistics = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            ShardRecorder recorder = new ShardRecorder(outline, shard);
            for (int t = begin(order, shard, shards); t < begin(order, shard + 1, shards); t++) {
                recorder.add(t, order[t], label(order, t, labels));
            }
            statistics.add(recorder.snapshot());
        }
        return BiasReport.of(sum(statistics));
    }

    /** Halves first: each sum costs as much as its parts are long. */
    private static OrderStatistics sum(List<OrderStatistics> parts) {
        int half = parts.size() / 2;
        return half == 0 ? parts.get(0) : sum(parts.subList(0, half)).plus(sum(parts.subList(half, parts.size())));
    }

    /** The sample of the first {@code records} of {@code order}. */
    static OrderSample sample(int[] order, int records, int labels) {
        OrderSampler sampler = new OrderSampler();
        for (int t = 0; t < records; t++) {
            sampler.add(t, order[t], label(order, t, labels));
        }
        return sampler.snapshot();
    }

    static long label(int[] order, int position, int labels) {
        return (long) order[position] * labels / order.length;
    }

    private static int begin(int[] order, int shard, int shards) {
        return (int) ((long) order.length * shard / shards);
    }
}
