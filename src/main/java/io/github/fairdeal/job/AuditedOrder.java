package io.github.fairdeal.job;

import io.github.fairdeal.bias.OrderSample;
import io.github.fairdeal.bias.ShardStatistics;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is known of the order of some shards: mergeable, small.
 *
 * @param shards statistics of each, by number
 * @param sample of the records, for figures
 */
record AuditedOrder(List<ShardStatistics> shards, OrderSample sample) implements Serializable {

    AuditedOrder {
        shards = List.copyOf(shards);
    }

    /** Joins what is known of other shards. */
    AuditedOrder plus(AuditedOrder other) {
        List<ShardStatistics> all = Stream.concat(shards.stream(), other.shards.stream())
                .sorted(Comparator.comparingInt(ShardStatistics::shard))
                .toList();
        return new AuditedOrder(all, sample.plus(other.sample));
    }
}
