package io.github.fairdeal.bias;

import io.github.fairdeal.dataset.BadInputException;
import java.util.List;
import java.util.Locale;

/**
 * The whole order, as its shards add up.
 *
 * @param statistics what was observed
 * @param shards those that hold records, in order
 * @param indexes of all records
 * @param whole all positions, null without records
 */
record Order(OrderStatistics statistics, List<ShardStatistics> shards, IndexSums indexes, Stretch whole) {

    /** Checks that the shards follow each other without gap, and that records are alike in what they have. */
    static Order of(OrderStatistics statistics) {
        List<ShardStatistics> shards = statistics.shards().stream()
                .filter(shard -> shard.records() > 0)
                .toList();
        requireWhole(statistics, shards);
        IndexSums indexes = shards.stream().map(ShardStatistics::indexes).reduce(IndexSums.EMPTY, IndexSums::plus);
        requireAllOrNone(
                "index",
                shards,
                shards.stream().mapToLong(shard -> shard.indexes().records()).toArray());
        requireAllOrNone(
                "label",
                shards,
                shards.stream().mapToLong(shard -> shard.labels().records()).toArray());
        Stretch whole =
                statistics.stretches().isEmpty() ? null : statistics.stretches().get(0);
        return new Order(statistics, shards, indexes, whole);
    }

    OrderOutline outline() {
        return statistics.outline();
    }

    /** N. */
    long records() {
        return outline().records();
    }

    /** Of all records; empty if they have none. */
    LabelCounts labels() {
        return statistics.labels().counts();
    }

    boolean hasLabels() {
        return labels().distinct() > 0;
    }

    /** Whether index statistics apply: every record has an index, and they are 0..N-1. */
    boolean hasIndexes() {
        return indexes.coverRange();
    }

    /** Number of records of each shard. */
    long[] sizes() {
        return shards.stream().mapToLong(ShardStatistics::records).toArray();
    }

    /**
     * Neighbouring shards joined until a group has at least 10 records and half as many as the mean shard, so that the
     * laws of the pooled statistics hold, and a small last shard does not spoil them.
     */
    Joining joinedShards() {
        return Joining.neighbours(sizes(), Math.max(10, records() / (2.0 * Math.max(1, shards.size()))));
    }

    private static void requireWhole(OrderStatistics statistics, List<ShardStatistics> shards) {
        long next = 0;
        for (ShardStatistics shard : shards) {
            if (shard.firstPosition() != next) {
                throw new IllegalArgumentException("shard " + shard.shard() + " begins at position "
                        + shard.firstPosition() + ", expected " + next + ": shards must follow each other");
            }
            next += shard.records();
        }
        if (next != statistics.outline().records() || statistics.stretches().size() > 1) {
            throw new IllegalArgumentException("observed " + statistics.stretches() + ", expected all of "
                    + statistics.outline().records() + " positions");
        }
    }

    private static void requireAllOrNone(String field, List<ShardStatistics> shards, long[] having) {
        long records = shards.stream().mapToLong(ShardStatistics::records).sum();
        long total = 0;
        for (long count : having) {
            total += count;
        }
        if (total == 0 || total == records) {
            return;
        }
        int odd = 0;
        while (having[odd] == shards.get(odd).records()) {
            odd++;
        }
        throw new BadInputException(String.format(
                Locale.ROOT,
                "%,d of %,d records have no %s (first in shard %d, where %,d of %,d have one); expected all or none",
                records - total,
                records,
                field,
                shards.get(odd).shard(),
                having[odd],
                shards.get(odd).records()));
    }
}
