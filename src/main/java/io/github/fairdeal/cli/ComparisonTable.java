package io.github.fairdeal.cli;

import io.github.fairdeal.report.Comparison;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A comparison as text for a terminal, what each shuffle is, its order, and what models made of it. */
final class ComparisonTable {

    private static final String ORDER_FORMAT = "%-21s %9s %8s %9s %8s %7s %7s %7s %10s\n";
    private static final String TRAINING_FORMAT = "%-21s %8s   %-24s %s\n";

    /** p-values below are not told apart: no law is that good so far out. */
    private static final double LEAST_P = 1e-14;

    private final Comparison comparison;

    ComparisonTable(Comparison comparison) {
        this.comparison = comparison;
    }

    /** The lines, each ended by a line feed. */
    String text() {
        StringBuilder text = new StringBuilder();
        line(text, "%,d records with %,d labels: %s\n", comparison.records(), labels(), comparison.dataset());
        for (Comparison.Pipeline pipeline : comparison.pipelines()) {
            line(text, "%-21s %s", pipeline.name(), pipeline.description());
            line(text, "%-21s %s: %s", "", pipeline.verdict(), pipeline.sentence());
        }
        orders(text);
        if (!comparison.accuracyBatches().isEmpty()) {
            trainings(text);
        }
        return text.toString();
    }

    private void orders(StringBuilder text) {
        line(text, "");
        text.append(String.format(
                Locale.ROOT,
                ORDER_FORMAT,
                "order",
                "p-value",
                "records",
                "all seen",
                "missing",
                "Spear-",
                "lag-1",
                "entropy",
                "memory"));
        text.append(
                String.format(Locale.ROOT, ORDER_FORMAT, "", "", "", "at", "labels", "man", "corr.", "bits", "held"));
        for (Comparison.Pipeline pipeline : comparison.pipelines()) {
            int missing = labels() - pipeline.firstAppearance().size();
            text.append(String.format(
                    Locale.ROOT,
                    ORDER_FORMAT,
                    pipeline.name(),
                    pipeline.headlineP() < LEAST_P
                            ? "<1e-14"
                            : String.format(Locale.ROOT, "%.1e", pipeline.headlineP()),
                    Verb.count(pipeline.records()),
                    missing > 0
                            ? "never"
                            : Verb.count(pipeline.firstAppearance().values().stream()
                                    .mapToLong(Long::longValue)
                                    .max()
                                    .orElse(0)),
                    missing,
                    String.format(Locale.ROOT, "%.3f", pipeline.spearman()),
                    String.format(Locale.ROOT, "%.3f", pipeline.lag1()),
                    String.format(Locale.ROOT, "%.3f", pipeline.meanEntropy()),
                    Verb.bytes(pipeline.shuffleBytes())));
        }
    }

    private void trainings(StringBuilder text) {
        line(
                text,
                "\nAccuracy on %,d test images after one pass: median, and the range over seeds",
                comparison.testImages());
        text.append(String.format(Locale.ROOT, TRAINING_FORMAT, "training", "batches", "softmax", "convolutional"));
        for (Comparison.Pipeline pipeline : comparison.pipelines()) {
            int points = pipeline.accuracy().get(0).size();
            text.append(String.format(
                    Locale.ROOT,
                    TRAINING_FORMAT,
                    pipeline.name(),
                    points == 0 ? "0" : Verb.count(comparison.accuracyBatches().get(points - 1)),
                    spread(pipeline.accuracy()),
                    spread(pipeline.cnnAccuracy())));
        }
    }

    /** {@code 91.2 % (90.8–91.5)} of the last values of the curves. */
    private static String spread(List<List<Double>> curves) {
        double[] last = curves.stream()
                .filter(curve -> !curve.isEmpty())
                .mapToDouble(curve -> 100 * curve.get(curve.size() - 1))
                .sorted()
                .toArray();
        return last.length == 0
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%5.1f %% (%.1f to %.1f)",
                        median(last),
                        last[0],
                        Arrays.stream(last).max().orElseThrow());
    }

    private static double median(double[] sorted) {
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private int labels() {
        return comparison.labels().size();
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
