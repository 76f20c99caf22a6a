package io.github.fairdeal.bias;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How an order differs from a uniformly random one. The component names are the fields of the JSON form, documented in
 * docs/statistics.md; nothing in it is NaN or infinite.
 *
 * @param verdict on the headline p-value
 * @param sentence the verdict in words, without a final stop
 * @param decidedBy the statistic behind the verdict; null if {@link Verdict#EVEN}
 * @param pValue the headline: one two-sided p-value for all overall statistics; null if none could be judged
 * @param records N
 * @param shards number of shards, empty ones included
 * @param labels number of different labels, 0 if records have none
 * @param bufferEstimate max lag + 1, the size of the buffer that would explain the order if it came from sorted data;
 *     null without index statistics
 * @param statistics over the whole order
 * @param shardLines one per shard, in order
 * @param labelLines one per label, ascending; of more than {@value #MOST_LABEL_LINES} labels those least likely. Empty if
 *     records have none
 * @param windowLines one per window size, as asked for
 * @param labelShares how labels are spread along the order, null if records have none
 * @param notes what was left out, and why
 */
public record BiasReport(
        Verdict verdict,
        String sentence,
        BiasStatistic decidedBy,
        Double pValue,
        long records,
        int shards,
        int labels,
        Long bufferEstimate,
        List<OverallStatistic> statistics,
        List<ShardLine> shardLines,
        List<LabelLine> labelLines,
        List<WindowLine> windowLines,
        LabelShares labelShares,
        List<String> notes)
        implements Serializable {

    /** Of more labels only the least likely are listed. */
    public static final int MOST_LABEL_LINES = 1_000;

    public BiasReport {
        statistics = List.copyOf(statistics);
        shardLines = List.copyOf(shardLines);
        labelLines = List.copyOf(labelLines);
        windowLines = List.copyOf(windowLines);
        notes = List.copyOf(notes);
    }

    /**
     * The report on an order. Shards without records count as shards but are not judged.
     *
     * @param statistics of all its records, in shards that follow each other from position 0
     * @throws IllegalArgumentException if something is missing, or the shards do not follow each other
     * @throws io.github.fairdeal.dataset.BadInputException if some records have an index (or a label) and others have
     *     none
     */
    public static BiasReport of(OrderStatistics statistics) {
        return new Judgement(Order.of(statistics)).report();
    }

    /** The overall statistic of this kind, if it could be computed. */
    public Optional<OverallStatistic> statistic(BiasStatistic statistic) {
        return statistics.stream().filter(line -> line.statistic() == statistic).findFirst();
    }

    /** This report with one more note, at the end. */
    public BiasReport noting(String note) {
        List<String> more = Stream.concat(notes.stream(), Stream.of(note)).toList();
        return new BiasReport(
                verdict,
                sentence,
                decidedBy,
                pValue,
                records,
                shards,
                labels,
                bufferEstimate,
                statistics,
                shardLines,
                labelLines,
                windowLines,
                labelShares,
                more);
    }
}
