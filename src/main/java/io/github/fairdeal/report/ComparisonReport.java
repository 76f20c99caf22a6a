package io.github.fairdeal.report;

import io.github.fairdeal.bias.OrderSample;
import io.github.fairdeal.bias.Verdict;
import io.github.fairdeal.report.Comparison.Pipeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The report on a comparison of shuffles for a browser: who is even and what it does to a model first, then figures, then
 * tables. One file that loads nothing. Same values, same bytes.
 */
public final class ComparisonReport {

    /** What the page is called. */
    public static final String FILE_NAME = "report.html";

    private final Comparison comparison;
    private final Map<String, OrderSample> samples;

    private ComparisonReport(Comparison comparison, Map<String, OrderSample> samples) {
        this.comparison = comparison;
        this.samples = Map.copyOf(samples);
    }

    /**
     * The report on {@code comparison}.
     *
     * @param samples of the order of each pipeline, by its name; a pipeline without one gets no scatter plot
     */
    public static ComparisonReport of(Comparison comparison, Map<String, OrderSample> samples) {
        return new ComparisonReport(comparison, samples);
    }

    /** Accuracy, label shares and entropy of all pipelines, and the order of each ({@code order-NAME}). */
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>(AccuracyCurves.of(comparison));
        figures.addAll(LabelHeatMap.of(comparison));
        figures.addAll(EntropyCurves.of(comparison));
        for (Pipeline pipeline : comparison.pipelines()) {
            OrderSample sample = samples.get(pipeline.name());
            if (sample != null) {
                figures.add(OrderScatter.of(sample)
                        .name("order-" + pipeline.name())
                        .title(pipeline.title())
                        .subtitle(Numbers.format(
                                "%s %,d of %,d records, drawn at random.",
                                VerdictWords.asSentence(pipeline.sentence()), sample.points(), sample.records()))
                        .records(comparison.records())
                        .labels(comparison.labels())
                        .figure());
            }
        }
        return figures;
    }

    /** Path, relative to the report's folder, and content of every file: the page, and each figure as PNG (README and slide) and SVG. */
    public Map<String, byte[]> files() {
        List<Figure> figures = figures();
        return Page.files(FILE_NAME, page(figures), figures);
    }

    /** The page, in UTF-8. */
    public byte[] page() {
        return page(figures());
    }

    private byte[] page(List<Figure> figures) {
        Html html = new Html();
        html.begin("header")
                .text("fairdeal comparison of shuffles: " + comparison.dataset())
                .end();
        html.begin("main");
        findings(html);
        html.begin("nav", "aria-label", "Sections").begin("p");
        html.element("a", "At a glance", "href", "#glance").element("a", "Figures", "href", "#figures");
        html.element("a", "Orders", "href", "#orders").element("a", "Labels", "href", "#labels");
        html.end().end();
        ComparisonTables tables = new ComparisonTables(comparison);
        html.element("h2", "At a glance", "id", "glance");
        tables.glance(html);
        html.element("h2", "Figures", "id", "figures");
        Page.figures(html, figures);
        html.element("h2", "The orders in numbers", "id", "orders");
        tables.orders(html);
        html.element("h2", "Labels", "id", "labels");
        tables.labels(html);
        html.end();
        Page.footer(html, "compare.json");
        return Page.of("Shuffles compared: " + comparison.dataset(), html);
    }

    private void findings(Html html) {
        List<Pipeline> even = comparison.pipelines().stream()
                .filter(pipeline -> pipeline.verdict() == Verdict.EVEN)
                .toList();
        VerdictWords words = VerdictWords.of(even.isEmpty() ? Verdict.BIASED : Verdict.EVEN);
        html.begin("section", "class", "verdict " + words.code());
        html.element("h1", words.symbol() + " " + headline(even), "class", words.code());
        html.element("p", others(), "class", "sentence");
        accuracies(html);
        html.begin("dl", "class", "facts");
        Page.fact(html, "records", Numbers.format("%,d", comparison.records()));
        Page.fact(html, "labels", Numbers.format("%,d", comparison.labels().size()));
        Page.fact(html, "batch size", Numbers.format("%,d", comparison.batchSize()));
        Page.fact(html, "test images", Numbers.format("%,d", comparison.testImages()));
        html.end().end();
    }

    private String headline(List<Pipeline> even) {
        if (even.isEmpty()) {
            return "None of %d ways to shuffle is even"
                    .formatted(comparison.pipelines().size());
        }
        if (even.size() == comparison.pipelines().size()) {
            return "All %d are even".formatted(even.size());
        }
        return even.size() == 1 ? "Only one is even: " + even.get(0).title() : "Even: " + titles(even);
    }

    private String others() {
        return List.of(Verdict.BIASED, Verdict.SUSPICIOUS).stream()
                .map(verdict -> comparison.pipelines().stream()
                        .filter(pipeline -> pipeline.verdict() == verdict)
                        .toList())
                .filter(pipelines -> !pipelines.isEmpty())
                .map(pipelines -> VerdictWords.of(pipelines.get(0).verdict()).word() + ": " + titles(pipelines) + ".")
                .collect(Collectors.joining(" "));
    }

    private void accuracies(Html html) {
        List<Pipeline> trained = comparison.pipelines().stream()
                .filter(pipeline -> pipeline.finalAccuracy() != null)
                .sorted(Comparator.comparing(Pipeline::finalAccuracy))
                .toList();
        if (trained.size() < 2) {
            return;
        }
        Pipeline worst = trained.get(0);
        Pipeline best = trained.get(trained.size() - 1);
        html.element(
                "p",
                Numbers.format(
                        "The same model after one pass: %.1f%% of the test images right with %s, %.1f%% with %s.",
                        100 * best.finalAccuracy(), best.title(), 100 * worst.finalAccuracy(), worst.title()));
    }

    private static String titles(List<Pipeline> pipelines) {
        return pipelines.stream().map(Pipeline::title).collect(Collectors.joining("; "));
    }
}
