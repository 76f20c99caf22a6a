package io.github.fairdeal.bias;

import java.io.Serializable;

/**
 * One shard of a report. Values are null where the shard is too small to judge, where there is no other shard to compare
 * it with, or where records have no labels or no usable indexes.
 *
 * @param shard its number in the audited order, from 0
 * @param records number of records
 * @param labels number of different labels
 * @param chiSquare χ² of its label counts against those of the whole order
 * @param chiSquareExpected its mean over uniformly random orders
 * @param chiSquareP two-sided p-value
 * @param meanIndex mean index of its records
 * @param meanIndexZ its deviation from (N−1)/2 in standard deviations
 * @param meanIndexP two-sided p-value
 */
public record ShardLine(
        int shard,
        long records,
        int labels,
        Double chiSquare,
        Double chiSquareExpected,
        Double chiSquareP,
        Double meanIndex,
        Double meanIndexZ,
        Double meanIndexP)
        implements Serializable {

    /** The smaller of the shard's p-values, 1 if it has none: what to sort by when looking for the worst shard. */
    public double smallestP() {
        return Math.min(chiSquareP == null ? 1 : chiSquareP, meanIndexP == null ? 1 : meanIndexP);
    }
}
