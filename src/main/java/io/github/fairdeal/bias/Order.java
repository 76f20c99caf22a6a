package io.github.fairdeal.bias;

import io.github.fairdeal.dataset.BadInputException;
import java.util.List;
import java.util.Locale;

/**
 * The whole order, as its shards add up.
 *
 * @param records N
 * @param shards those that hold records, in order
 * @param labels of all records; empty if records have none
 * @param indexes of all records
 * @param adjacent number of neighbours whose indexes follow each other, across shards too
 */
record Order(long records, List<ShardStatistics> shards, LabelCounts labels, IndexSums indexes, long adjacent) {

    /** Checks that the shards follow each other without gap, and that records are alike in what they have. */
    static Order of(List<ShardStatistics> all) {
        List<ShardStatistics> shards =
                all.stream().filter(shard -> shard.records() > 0).toList();
        requireConsecutive(shards);
        LabelCounts labels = LabelCounts.EMPTY;
        IndexSums indexes = IndexSums.EMPTY;
        long records = 0;
        for (ShardStatistics shard : shards) {
            labels = labels.plus(shard.labels());
            indexes = indexes.plus(shard.indexes());
            records += shard.records();
        }
        requireAllOrNone(
                "index",
                shards,
                shards.stream().mapToLong(shard -> shard.indexes().records()).toArray());
        requireAllOrNone(
                "label",
                shards,
                shards.stream().mapToLong(shard -> shard.labels().records()).toArray());
        List<Stretch> whole = Stretch.joined(
                List.of(),
                shards.stream().flatMap(shard -> shard.stretches().stream()).toList());
        long adjacent = whole.stream().mapToLong(Stretch::adjacent).sum();
        return new Order(records, shards, labels, indexes, adjacent);
    }

    boolean hasLabels() {
        return labels.distinct() > 0;
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
        return Joining.neighbours(sizes(), Math.max(10, records / (2.0 * Math.max(1, shards.size()))));
    }

    private static void requireConsecutive(List<ShardStatistics> shards) {
        long next = 0;
        int before = -1;
        for (ShardStatistics shard : shards) {
            if (shard.shard() <= before) {
                throw new IllegalArgumentException(
                        "shard " + shard.shard() + " after shard " + before + ": shards must be in order, each once");
            }
            before = shard.shard();
            if (shard.stretches().size() != 1 || shard.stretches().get(0).first() != next) {
                throw new IllegalArgumentException("shard " + shard.shard() + " holds positions " + shard.stretches()
                        + ", expected consecutive ones from " + next);
            }
            next = shard.stretches().get(0).end();
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
