package io.github.fairdeal.bias;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What an uneven order looks like, in a sentence, and the statistic that says so.
 *
 * @param statistic that says so
 * @param sentence without a final stop
 */
record Diagnosis(BiasStatistic statistic, String sentence) {

    /** Above this share of neighbours that follow each other in the sorted data, that is what is wrong. */
    private static final double MANY_RUNS = 0.05;

    /** Known ways of shuffling badly first, then whatever is most improbable. */
    static Diagnosis of(Order order, Verdict verdict, Iterable<OverallStatistic> statistics) {
        // Twice, because the max lag may decide by one tail alone.
        double below = verdict == Verdict.BIASED ? 2 * Verdict.BIASED_BELOW : Verdict.SUSPICIOUS_BELOW;
        Map<BiasStatistic, OverallStatistic> suspects = new EnumMap<>(BiasStatistic.class);
        for (OverallStatistic statistic : statistics) {
            if (statistic.pValue() != null && statistic.pValue() < below) {
                suspects.put(statistic.statistic(), statistic);
            }
        }
        long neighbours = order.records() - 1;
        OverallStatistic spearman = suspects.get(BiasStatistic.SPEARMAN);
        if (suspects.containsKey(BiasStatistic.ADJACENCY)
                && order.whole().indexes().adjacent() > 0.9 * neighbours) {
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
        if (suspects.containsKey(BiasStatistic.ADJACENCY)
                && order.whole().indexes().adjacent() > MANY_RUNS * neighbours) {
            return new Diagnosis(BiasStatistic.ADJACENCY, sentence(order, suspects.get(BiasStatistic.ADJACENCY)));
        }
        if (suspects.containsKey(BiasStatistic.LABEL_RUNS)
                && order.whole().labels().runs() == order.labels().distinct()) {
            return new Diagnosis(BiasStatistic.LABEL_RUNS, "order looks sorted by label");
        }
        return ofWorst(order, suspects);
    }

    private static Diagnosis ofWorst(Order order, Map<BiasStatistic, OverallStatistic> suspects) {
        OverallStatistic worst = suspects.values().stream()
                .min(Comparator.comparingDouble(statistic -> Math.max(NullLaws.LEAST_P, statistic.pValue())))
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
                        order.whole().indexes().adjacent(),
                        order.records() - 1);
            case SHARD_KOLMOGOROV_SMIRNOV ->
                worst.belowExpected()
                        ? "too even: every shard is spread over the sorted data as if dealt in turn"
                        : "some shards are spread unevenly over the sorted data";
            case WINDOW_LABEL_CHI_SQUARE ->
                worst.belowExpected()
                        ? "too even: consecutive records look dealt by label in turn"
                        : "consecutive records have too much of the same labels";
            case WINDOW_MEAN_INDEX ->
                worst.belowExpected()
                        ? "too even: consecutive records look dealt from all of the sorted data in turn"
                        : "consecutive records come from the same parts of the sorted data";
            case FOOTRULE ->
                worst.belowExpected()
                        ? "records were not moved far enough from their places in the sorted data"
                        : "records were moved further from their places in the sorted data than chance moves them";
            case LAG_1 ->
                worst.value() > 0
                        ? "neighbours come from nearby in the sorted data"
                        : "neighbours avoid coming from nearby in the sorted data";
            case LAG_DIFFERENCES -> "records a few positions apart are related: the order looks computed, not random";
            case LABEL_RUNS -> worst.belowExpected() ? "equal labels clump together" : "equal labels avoid each other";
            case LONGEST_RUN ->
                String.format(
                        Locale.ROOT,
                        worst.belowExpected()
                                ? "no label comes more than %,.0f times in a row: too few"
                                : "one label comes %,.0f times in a row",
                        worst.value());
            case FIRST_APPEARANCE ->
                String.format(
                        Locale.ROOT,
                        worst.belowExpected()
                                ? "a label that should not be seen before about record %,.0f is first seen at record %,.0f"
                                : "a label that should be seen by record %,.0f is first seen at record %,.0f",
                        worst.expected(),
                        worst.value());
            case LABEL_MEAN_POSITION ->
                worst.belowExpected()
                        ? "too even: labels look dealt in turn"
                        : "some labels come early and others late";
        };
    }

    /** Whether every shard holds the very indexes that its own positions would have in sorted data. */
    private static boolean staysInShards(Order order) {
        return order.hasIndexes()
                && order.shards().stream()
                        .allMatch(shard -> shard.indexes().min() == shard.firstPosition()
                                && shard.indexes().max() == shard.firstPosition() + shard.records() - 1);
    }
}
