package io.github.fairdeal.bias;

import java.io.Serializable;

/**
 * One statistic over the whole order.
 *
 * @param statistic which
 * @param value as observed
 * @param expected its mean over uniformly random orders
 * @param pValue two-sided, or null where no law holds; {@code note} says why
 * @param note what a reader should know about this value, empty if nothing
 */
public record OverallStatistic(BiasStatistic statistic, double value, double expected, Double pValue, String note)
        implements Serializable {

    static OverallStatistic judged(BiasStatistic statistic, double value, double expected, double pValue) {
        return new OverallStatistic(statistic, value, expected, pValue, "");
    }

    static OverallStatistic unjudged(BiasStatistic statistic, double value, double expected, String why) {
        return new OverallStatistic(statistic, value, expected, null, why);
    }

    OverallStatistic noting(String noted) {
        return new OverallStatistic(statistic, value, expected, pValue, noted);
    }

    /** The verdict on this statistic alone; {@link Verdict#EVEN} where there is no p-value. */
    public Verdict verdict() {
        return pValue == null ? Verdict.EVEN : Verdict.of(pValue);
    }

    /** Whether the value is below its mean: for the shard statistics, more even than chance. */
    boolean belowExpected() {
        return value < expected;
    }
}
