package io.github.fairdeal.job;

import io.github.fairdeal.bias.OrderSample;
import io.github.fairdeal.bias.OrderStatistics;
import java.io.Serializable;

/**
 * What is known of the order of some records: mergeable, small.
 *
 * @param statistics of the order
 * @param sample of the records, for figures
 */
record AuditedOrder(OrderStatistics statistics, OrderSample sample) implements Serializable {

    /** Joins what is known of other records. */
    AuditedOrder plus(AuditedOrder other) {
        return new AuditedOrder(statistics.plus(other.statistics), sample.plus(other.sample));
    }
}
