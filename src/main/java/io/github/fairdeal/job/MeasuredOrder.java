package io.github.fairdeal.job;

import io.github.fairdeal.baseline.OrderRecorder;
import io.github.fairdeal.baseline.OrderSummary;
import io.github.fairdeal.baseline.ShufflePipeline;
import io.github.fairdeal.baseline.SortedLabels;
import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.OrderOutline;
import io.github.fairdeal.bias.OrderSample;
import io.github.fairdeal.bias.OrderSampler;
import io.github.fairdeal.bias.OrderStatistics;
import io.github.fairdeal.bias.ShardRecorder;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.report.Comparison;
import java.util.Iterator;
import java.util.List;

/**
 * What the order of a pipeline is like.
 *
 * @param summary of the records that a training job takes from it
 * @param report the audit of all of it, in equal stretches for shards: bias of an order can be judged on the whole only
 * @param sample of the records that a training job takes, for figures
 */
record MeasuredOrder(ShufflePipeline pipeline, OrderSummary summary, BiasReport report, OrderSample sample) {

    private static final int WINDOW_RECORDS = 1_000;
    private static final int MAX_WINDOWS = 1_000;
    private static final int MAX_STRETCHES = 70;

    /** Runs the pipeline once, and looks at every record that comes out. */
    static MeasuredOrder of(ShufflePipeline pipeline, long seed, SortedLabels labels) {
        long records = labels.records();
        ShardLayout stretches =
                new ShardLayout(records, (int) Math.max(2, Math.min(MAX_STRETCHES, records / WINDOW_RECORDS)));
        OrderRecorder taken = new OrderRecorder(labels, pipeline.records(), windowRecords(records));
        OrderOutline outline = OrderOutline.of(records);
        OrderStatistics all = OrderStatistics.empty(outline);
        OrderSampler sampler = new OrderSampler();
        Iterator<Long> order = pipeline.orders().apply(seed);
        for (int stretch = 0; stretch < stretches.shards(); stretch++) {
            ShardRecorder recorder = new ShardRecorder(outline, stretch);
            long end = stretches.first(stretch) + stretches.size(stretch);
            for (long position = stretches.first(stretch); position < end; position++) {
                long index = order.next();
                long label = labels.label(index);
                recorder.add(position, index, label);
                if (position < pipeline.records()) {
                    taken.add(index);
                    sampler.add(position, index, label);
                }
            }
            all = all.plus(recorder.snapshot());
        }
        return new MeasuredOrder(pipeline, taken.snapshot(), BiasReport.of(all), sampler.snapshot());
    }

    /** Records a window of the entropy curve: {@value #WINDOW_RECORDS}, or more so that windows stay few. */
    static int windowRecords(long records) {
        long enough = -Math.floorDiv(-records, MAX_WINDOWS);
        return Math.toIntExact(Math.min(records, Math.max(WINDOW_RECORDS, enough)));
    }

    /**
     * As {@code compare.json} has it.
     *
     * @param recordBytes of an image record, which a shuffle holds
     * @param accuracy one curve a seed of the softmax model
     * @param cnnAccuracy one curve a seed of the convolutional model
     */
    Comparison.Pipeline compared(long recordBytes, List<List<Double>> accuracy, List<List<Double>> cnnAccuracy) {
        return new Comparison.Pipeline(
                pipeline.name(),
                pipeline.title(),
                pipeline.description(),
                summary.records(),
                summary.firstAppearance(),
                summary.labelCounts(),
                summary.spearman(),
                summary.lag1(),
                summary.meanLag(),
                summary.maxLag(),
                report.bufferEstimate(),
                report.pValue(),
                report.verdict(),
                report.sentence(),
                summary.meanEntropy(),
                summary.entropy(),
                summary.labelShares(),
                pipeline.bufferRecords() * recordBytes,
                accuracy,
                cnnAccuracy);
    }
}
