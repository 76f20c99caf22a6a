package io.github.fairdeal.bias;

import java.io.Serializable;
import java.util.Objects;
import java.util.stream.Stream;

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
 * @param ksDistance Kolmogorov–Smirnov distance of its indexes from uniform ones, 0 to 1
 * @param ksP two-sided p-value
 * @param pValue the Cauchy combination of the three
 * @param qValue {@code pValue} adjusted for the number of shards by Benjamini and Hochberg
 * @param located whether {@code qValue} is below {@link Verdict#SUSPICIOUS_BELOW}: the shard is one to look at
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
        Double meanIndexP,
        Double ksDistance,
        Double ksP,
        Double pValue,
        Double qValue,
        boolean located)
        implements Serializable {

    /** The smallest of the shard's p-values, 1 if it has none: what to sort by when looking for the worst shard. */
    public double smallestP() {
        return Stream.of(chiSquareP, meanIndexP, ksP)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .min()
                .orElse(1);
    }

    /** This line with its adjusted p-value. */
    ShardLine located(double adjusted) {
        return new ShardLine(
                shard,
                records,
                labels,
                chiSquare,
                chiSquareExpected,
                chiSquareP,
                meanIndex,
                meanIndexZ,
                meanIndexP,
                ksDistance,
                ksP,
                pValue,
                adjusted,
                adjusted < Verdict.SUSPICIOUS_BELOW);
    }
}
