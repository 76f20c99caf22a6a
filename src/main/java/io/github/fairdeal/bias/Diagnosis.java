package io.github.fairdeal.bias;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What an uneven order looks like, in a sentence, and the statistic that says so.
 *
 * @param statistic whose p-value is at least as bad as the verdict
 * @param sentence without a final stop
 */
record Diagnosis(BiasStatistic statistic, String sentence) {

    /** Known ways of shuffling badly first, then whatever is most improbable. */
    static Diagnosis of(Order order, Verdict verdict, Iterable<OverallStatistic> statistics) {
        Map<BiasStatistic, OverallStatistic> suspects = new EnumMap<>(BiasStatistic.class);
        for (OverallStatistic statistic : statistics) {
            if (statistic.verdict().compareTo(verdict) >= 0) {
                suspects.put(statistic.statistic(), statistic);
            }
        }
        long neighbours = order.records() - 1;
        OverallStatistic spearman = suspects.get(BiasStatistic.SPEARMAN);
        if (suspects.containsKey(BiasStatistic.ADJACENCY) && order.adjacent() > 0.9 * neighbours) {
            return new Diagnosis(
                    BiasStatistic.ADJACENCY,
                    spearman != null && spearman.value() > 0.9
                            ? "order looks like sorted data"
                            : "order looks like stretches of sorted data");
        }
        if (spearman != null && spearman.value() < -0.9) {
            return new Diagnosis(BiasStatistic.SPEARMAN, "order looks like sorted data read backwards");
        }
        OverallStatistic labels = suspects.get(BiasStatistic.SHARD_LABEL_CHI_SQUARE);
        OverallStatistic means = suspects.get(BiasStatistic.SHARD_MEAN_INDEX);
        OverallStatistic shards = labels == null ? means : labels;
        if (shards != null && staysInShards(order)) {
            return new Diagnosis(shards.statistic(), "order looks like sorted shards, shuffled only inside each");
        }
        OverallStatistic lag = suspects.get(BiasStatistic.MAX_LAG);
        if (lag != null && lag.belowExpected()) {
            return new Diagnosis(
                    BiasStatistic.MAX_LAG,
                    String.format(
                            Locale.ROOT,
                            "order looks like a buffer of about %,d records over sorted data",
                            order.indexes().maxLag() + 1));
        }
        return ofWorst(order, suspects);
    }

    private static Diagnosis ofWorst(Order order, Map<BiasStatistic, OverallStatistic> suspects) {
        OverallStatistic worst = suspects.values().stream()
                .min(Comparator.comparingDouble(OverallStatistic::pValue))
                .orElseThrow();
        return new Diagnosis(worst.statistic(), sentence(order, worst));
    }

    private static String sentence(Order order, OverallStatistic worst) {
        return switch (worst.statistic()) {
            case SHARD_LABEL_CHI_SQUARE ->
                worst.belowExpected()
                        ? "too even: shards look dealt round-robin"
                        : "labels are spread unevenly over the shards";
            case SHARD_MEAN_INDEX ->
                worst.belowExpected()
                        ? "too even: shards look dealt round-robin"
                        : "shards hold different parts of the sorted data";
            case SPEARMAN ->
                worst.value() > 0
                        ? "records that come early in the sorted data come early here"
                        : "records that come early in the sorted data come late here";
            case MAX_LAG -> "the end of the sorted data comes first";
            case FIXED_POINTS ->
                String.format(
                        Locale.ROOT,
                        "%,d of %,d records lie where they lay in the sorted data",
                        order.indexes().fixedPoints(),
                        order.records());
            case ADJACENCY ->
                String.format(
                        Locale.ROOT,
                        "runs of sorted data are left: %,d of %,d neighbours follow each other there",
                        order.adjacent(),
                        order.records() - 1);
        };
    }

    /** Whether every shard holds the very indexes that its own positions would have in sorted data. */
    private static boolean staysInShards(Order order) {
        return order.hasIndexes()
                && order.shards().stream()
                        .allMatch(shard -> shard.indexes().min()
                                        == shard.stretches().get(0).first()
                                && shard.indexes().max()
                                        == shard.stretches().get(0).end() - 1);
    }
}
