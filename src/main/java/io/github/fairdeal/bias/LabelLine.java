package io.github.fairdeal.bias;

import java.io.Serializable;

/**
 * One label of a report.
 *
 * @param label the label
 * @param records number of records with it, n
 * @param firstPosition position of its first record
 * @param firstExpected mean of that over uniformly random orders, (N−n)/(n+1)
 * @param firstP two-sided p-value, exact and therefore conservative
 * @param meanPosition mean position of its records
 * @param meanPositionZ its deviation from (N−1)/2 in standard deviations; null with fewer than 10 records in it or
 *     outside it
 * @param meanPositionP two-sided p-value, null likewise
 */
public record LabelLine(
        long label,
        long records,
        long firstPosition,
        double firstExpected,
        double firstP,
        double meanPosition,
        Double meanPositionZ,
        Double meanPositionP)
        implements Serializable {

    /** The smaller of the label's p-values: what to sort by when looking for the worst label. */
    public double smallestP() {
        return meanPositionP == null ? firstP : Math.min(firstP, meanPositionP);
    }
}
