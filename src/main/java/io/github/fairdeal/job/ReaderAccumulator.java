package io.github.fairdeal.job;

import io.github.fairdeal.read.ReaderMetrics;
import org.apache.spark.util.AccumulatorV2;

/** Adds up what readers in tasks measure: Spark shows it with the stage, and a listener sees it with each task. */
final class ReaderAccumulator extends AccumulatorV2<ReaderMetrics, ReaderMetrics> {

    private static final long serialVersionUID = 1;

    private ReaderMetrics sum = ReaderMetrics.EMPTY;

    @Override
    public boolean isZero() {
        return sum.equals(ReaderMetrics.EMPTY);
    }

    @Override
    public ReaderAccumulator copy() {
        ReaderAccumulator copy = new ReaderAccumulator();
        copy.sum = sum;
        return copy;
    }

    @Override
    public void reset() {
        sum = ReaderMetrics.EMPTY;
    }

    @Override
    public void add(ReaderMetrics metrics) {
        sum = sum.plus(metrics);
    }

    @Override
    public void merge(AccumulatorV2<ReaderMetrics, ReaderMetrics> other) {
        sum = sum.plus(other.value());
    }

    @Override
    public ReaderMetrics value() {
        return sum;
    }
}
