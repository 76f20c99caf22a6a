package io.github.fairdeal.bias;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

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
        List<String> notes)
        implements Serializable {

    public BiasReport {
        statistics = List.copyOf(statistics);
        shardLines = List.copyOf(shardLines);
        notes = List.copyOf(notes);
    }

    /**
     * The report on the order that {@code shards} make up, one after the other. Shards without records count as shards
     * but are not judged.
     *
     * @param shards complete, each once, ascending; their positions follow each other from 0
     * @throws IllegalArgumentException if they do not
     * @throws io.github.fairdeal.dataset.BadInputException if some records have an index (or a label) and others have
     *     none
     */
    public static BiasReport of(List<ShardStatistics> shards) {
        Order order = Order.of(shards);
        LabelTests labelTests = order.hasLabels() ? new LabelTests(order) : null;
        IndexTests indexTests = order.hasIndexes() ? new IndexTests(order) : null;

        List<OverallStatistic> statistics = new ArrayList<>();
        if (labelTests != null) {
            statistics.add(labelTests.pooled());
        }
        if (indexTests != null) {
            statistics.addAll(indexTests.all());
        }
        Double headline = headline(statistics);
        Verdict verdict = headline == null ? Verdict.EVEN : Verdict.of(headline);
        Diagnosis diagnosis = verdict == Verdict.EVEN
                ? new Diagnosis(null, evenSentence(order, headline))
                : Diagnosis.of(order, verdict, statistics);
        return new BiasReport(
                verdict,
                diagnosis.sentence(),
                diagnosis.statistic(),
                headline,
                order.records(),
                shards.size(),
                order.labels().distinct(),
                indexTests == null ? null : order.indexes().maxLag() + 1,
                statistics,
                shards.stream()
                        .map(shard -> line(shard, labelTests, indexTests))
                        .toList(),
                notes(order));
    }

    /** The overall statistic of this kind, if it could be computed. */
    public Optional<OverallStatistic> statistic(BiasStatistic statistic) {
        return statistics.stream().filter(line -> line.statistic() == statistic).findFirst();
    }

    private static Double headline(List<OverallStatistic> statistics) {
        double[] pValues = statistics.stream()
                .map(OverallStatistic::pValue)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
        return pValues.length == 0 ? null : NullLaws.cauchyCombination(pValues);
    }

    private static String evenSentence(Order order, Double headline) {
        if (headline != null) {
            return "no difference from a uniformly random order was found";
        }
        return order.records() == 0
                ? "nothing to judge: no records"
                : String.format(
                        Locale.ROOT,
                        "nothing could be judged: %,d records in %,d %s",
                        order.records(),
                        order.shards().size(),
                        order.shards().size() == 1 ? "shard" : "shards");
    }

    private static ShardLine line(ShardStatistics shard, LabelTests labelTests, IndexTests indexTests) {
        long records = shard.records();
        LabelTests.ShardTest chiSquare = labelTests == null || records == 0 ? null : labelTests.ofShard(shard);
        Double z = indexTests == null || records == 0 ? null : indexTests.meanIndexZ(shard);
        return new ShardLine(
                shard.shard(),
                records,
                shard.labels().distinct(),
                chiSquare == null ? null : chiSquare.value(),
                chiSquare == null ? null : chiSquare.expected(),
                chiSquare == null ? null : chiSquare.pValue(),
                indexTests == null || records == 0 ? null : indexTests.meanIndexOf(shard),
                z,
                z == null ? null : NullLaws.normal(z));
    }

    private static List<String> notes(Order order) {
        List<String> notes = new ArrayList<>();
        if (order.records() > 0 && !order.hasLabels()) {
            notes.add("label statistics left out: records have no label");
        }
        if (order.records() > 0 && !order.hasIndexes()) {
            notes.add("index statistics left out: " + whyNoIndexes(order));
        }
        return notes;
    }

    private static String whyNoIndexes(Order order) {
        IndexSums indexes = order.indexes();
        if (indexes.records() == 0) {
            return "records have no index";
        }
        long last = order.records() - 1;
        if (indexes.min() == 0 && indexes.max() == last) {
            return String.format(Locale.ROOT, "indexes run 0..%,d, but not each of them once", last);
        }
        return String.format(Locale.ROOT, "indexes run %,d..%,d, expected 0..%,d", indexes.min(), indexes.max(), last);
    }
}
