package io.github.fairdeal.bias;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Makes a {@link BiasReport} of an order: every statistic, the headline, the verdict. */
final class Judgement {

    private final Order order;
    private final List<OverallStatistic> statistics = new ArrayList<>();
    private final List<WindowTests> windows;
    private final List<LabelLine> labelLines;

    Judgement(Order order) {
        this.order = order;
        boolean isEmpty = order.records() == 0;
        LabelTests labelTests = order.hasLabels() ? new LabelTests(order) : null;
        IndexTests indexTests = order.hasIndexes() ? new IndexTests(order) : null;
        NeighbourTests neighbours = new NeighbourTests(order);
        this.windows = order.statistics().windows().stream()
                .map(size -> new WindowTests(order, size))
                .toList();
        this.labelLines = labelTests == null ? List.of() : labelTests.lines();
        if (isEmpty) {
            return;
        }
        WindowTests firstWindows = windows.get(0);
        if (labelTests != null) {
            statistics.add(labelTests.pooled());
            statistics.add(firstWindows.labelStatistic());
            statistics.addAll(neighbours.ofLabels());
            statistics.add(labelTests.firstAppearance(labelLines));
            statistics.add(labelTests.meanPosition());
        }
        if (indexTests != null) {
            statistics.add(indexTests.shardMeanIndex());
            statistics.add(indexTests.shardDistance());
            statistics.add(firstWindows.indexStatistic());
            statistics.addAll(indexTests.all());
            statistics.addAll(neighbours.ofIndexes());
        }
        statistics.sort(Comparator.comparing(OverallStatistic::statistic));
    }

    BiasReport report() {
        Double headline = headline();
        Verdict verdict = headline == null ? Verdict.EVEN : Verdict.of(headline);
        Diagnosis diagnosis = verdict == Verdict.EVEN
                ? new Diagnosis(null, evenSentence(headline))
                : Diagnosis.of(order, verdict, statistics);
        return new BiasReport(
                verdict,
                diagnosis.sentence(),
                diagnosis.statistic(),
                headline,
                order.records(),
                order.statistics().shards().size(),
                order.labels().distinct(),
                order.hasIndexes() ? order.indexes().maxLag() + 1 : null,
                statistics,
                ShardLines.of(order),
                leastLikelyLabels(),
                order.records() == 0
                        ? List.of()
                        : windows.stream().map(WindowTests::line).toList(),
                order.hasLabels() ? order.statistics().pieces().shares(order.outline(), order.labels()) : null,
                notes());
    }

    /**
     * The Cauchy combination, or the max lag's lower tail if that alone is below {@link Verdict#BIASED_BELOW}: its law is
     * exact, and a buffer of nearly all records shows in nothing else. An even order is called biased by either once in
     * a million.
     */
    private Double headline() {
        double[] pValues = statistics.stream()
                .map(OverallStatistic::pValue)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
        if (pValues.length == 0) {
            return null;
        }
        double combined = NullLaws.cauchyCombination(pValues);
        double buffered =
                order.hasIndexes() ? NullLaws.maxLagAtMost(order.indexes().maxLag(), order.records()) : 1;
        return buffered < Verdict.BIASED_BELOW ? Math.min(combined, Math.max(NullLaws.LEAST_P, buffered)) : combined;
    }

    private String evenSentence(Double headline) {
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

    private List<LabelLine> leastLikelyLabels() {
        if (labelLines.size() <= BiasReport.MOST_LABEL_LINES) {
            return labelLines;
        }
        return labelLines.stream()
                .sorted(Comparator.comparingDouble(LabelLine::smallestP).thenComparingLong(LabelLine::label))
                .limit(BiasReport.MOST_LABEL_LINES)
                .sorted(Comparator.comparingLong(LabelLine::label))
                .toList();
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (order.records() > 0 && !order.hasLabels()) {
            notes.add("label statistics left out: no labels");
        }
        if (order.records() > 0 && !order.hasIndexes()) {
            notes.add("index statistics left out: " + whyNoIndexes());
        }
        if (labelLines.size() > BiasReport.MOST_LABEL_LINES) {
            notes.add(String.format(
                    Locale.ROOT,
                    "of %,d labels the %,d least likely are listed",
                    labelLines.size(),
                    BiasReport.MOST_LABEL_LINES));
        }
        return notes;
    }

    private String whyNoIndexes() {
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
