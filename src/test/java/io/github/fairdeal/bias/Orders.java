package io.github.fairdeal.bias;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

/** Orders to judge, as arrays of indexes by position, and the ways people shuffle badly. */
final class Orders {

    private Orders() {}

    static int[] sorted(int records) {
        return IntStream.range(0, records).toArray();
    }

    static int[] uniform(int records, long seed) {
        int[] order = sorted(records);
        shuffle(order, 0, records, new SplittableRandom(seed));
        return order;
    }

    /** Fisher and Yates. */
    static void shuffle(int[] order, int from, int to, SplittableRandom random) {
        for (int last = to - 1; last > from; last--) {
            int other = from + random.nextInt(last - from + 1);
            int swapped = order[last];
            order[last] = order[other];
            order[other] = swapped;
        }
    }

    /** tf.data's {@code shuffle(buffer)}: fill the buffer, then give out a random element and put the next in its place. */
    static int[] throughBuffer(int records, int buffer, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] held = sorted(Math.min(buffer, records));
        int[] order = new int[records];
        int size = held.length;
        int next = size;
        for (int t = 0; t < records; t++) {
            int slot = random.nextInt(size);
            order[t] = held[slot];
            held[slot] = next < records ? next++ : held[--size];
        }
        return order;
    }

    static int[] shuffledInsideShards(int records, int shards, long seed) {
        int[] order = sorted(records);
        shuffleInside(order, shards, seed);
        return order;
    }

    /** Record i goes to shard i mod shards; then each shard is shuffled. */
    static int[] dealtRoundRobin(int records, int shards, long seed) {
        int[] order = new int[records];
        int t = 0;
        for (int shard = 0; shard < shards; shard++) {
            for (int index = shard; index < records; index += shards) {
                order[t++] = index;
            }
        }
        shuffleInside(order, shards, seed);
        return order;
    }

    static OrderStatistics recorded(int[] order, int[] sizes, LongUnaryOperator label) {
        return recorded(order, sizes, label, OrderOutline.of(order.length));
    }

    /** The label is that of the index; of the position, where there is no index. */
    static OrderStatistics recorded(int[] order, int[] sizes, LongUnaryOperator label, OrderOutline outline) {
        OrderStatistics all = OrderStatistics.empty(outline);
        int t = 0;
        for (int shard = 0; shard < sizes.length; shard++) {
            ShardRecorder recorder = new ShardRecorder(outline, shard);
            for (int end = t + sizes[shard]; t < end; t++) {
                recorder.add(t, order[t], label.applyAsLong(order[t] < 0 ? t : order[t]));
            }
            all = all.plus(recorder.snapshot());
        }
        return all;
    }

    /** As a file without indexes has it. */
    static OrderStatistics recordedWithoutIndexes(int[] order, int[] sizes, LongUnaryOperator label) {
        long[] labels = Arrays.stream(order)
                .mapToLong(index -> label.applyAsLong(index))
                .toArray();
        int[] places = new int[order.length];
        Arrays.fill(places, (int) ShardRecorder.NONE);
        return recorded(places, sizes, t -> labels[(int) t], OrderOutline.of(order.length));
    }

    /** Brings every {@code step}-th record back to its place, where it changes places with the one there. */
    static int[] withSomeLeftInPlace(int[] order, int step) {
        int[] place = new int[order.length];
        for (int t = 0; t < order.length; t++) {
            place[order[t]] = t;
        }
        for (int index = 0; index < order.length; index += step) {
            int displaced = order[index];
            int from = place[index];
            order[index] = index;
            order[from] = displaced;
            place[displaced] = from;
            place[index] = index;
        }
        return order;
    }

    static int[] equalSizes(int records, int shards) {
        int[] sizes = new int[shards];
        Arrays.fill(sizes, records / shards);
        return sizes;
    }

    private static void shuffleInside(int[] order, int shards, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = order.length / shards;
        for (int shard = 0; shard < shards; shard++) {
            shuffle(order, shard * size, (shard + 1) * size, random);
        }
    }
}
