package io.github.fairdeal.report;

import io.github.fairdeal.report.Comparison.Pipeline;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** The tables of {@link ComparisonReport}. */
final class ComparisonTables {

    private final Comparison comparison;

    ComparisonTables(Comparison comparison) {
        this.comparison = comparison;
    }

    /** A row for each pipeline: verdict, cost and what it does to a model. */
    void glance(Html html) {
        begin(
                html,
                "At a glance",
                List.of("shuffle", "verdict", "softmax", "CNN", "memory held", "p-value", "in words"),
                Set.of(0, 1, 6));
        for (Pipeline pipeline : comparison.pipelines()) {
            html.begin("tr").begin("th", "scope", "row", "class", "text wrap").text(pipeline.title());
            html.element("span", pipeline.description(), "class", "explanation").end();
            VerdictWords.cell(html, pipeline.verdict());
            html.element("td", percent(pipeline.finalAccuracy()));
            html.element("td", percent(pipeline.finalCnnAccuracy()));
            html.element("td", pipeline.shuffleBytes() == 0 ? "none" : Numbers.bytes(pipeline.shuffleBytes()));
            html.element("td", Numbers.typesetP(pipeline.headlineP()));
            html.element("td", VerdictWords.asSentence(pipeline.sentence()), "class", "text wrap");
            html.end();
        }
        end(html);
    }

    /** A row for each pipeline: where records come from, and how mixed the labels are. */
    void orders(Html html) {
        html.element(
                "p",
                "Lag is how many places a record came before its place in the sorted data. Spearman and lag-1 correlation are"
                        + " 0 in an even order; the buffer is the size that would explain the largest lag.");
        begin(
                html,
                "Orders",
                List.of(
                        "shuffle",
                        "records",
                        "Spearman",
                        "lag-1",
                        "mean lag",
                        "largest lag",
                        "buffer",
                        "entropy, bits"),
                Set.of(0));
        for (Pipeline pipeline : comparison.pipelines()) {
            html.begin("tr").element("th", pipeline.title(), "scope", "row", "class", "text");
            html.element("td", Numbers.format("%,d", pipeline.records()));
            html.element("td", Numbers.format("%.3f", pipeline.spearman()));
            html.element("td", Numbers.format("%.3f", pipeline.lag1()));
            html.element("td", Numbers.format("%,.0f", pipeline.meanLag()));
            html.element("td", Numbers.format("%,d", pipeline.maxLag()));
            html.element("td", Numbers.format("%,d", pipeline.bufferEstimate()));
            html.element("td", Numbers.bits(pipeline.meanEntropy()));
            html.end();
        }
        end(html);
    }

    /** A row for each label and a column for each pipeline: when it first came, and how often. */
    void labels(Html html) {
        html.element(
                "p",
                "Where there is a dash the label never came: a model trained on that order has not seen one example of it.");
        labelTable(
                html,
                "first-appearance",
                "Position at which each label came first",
                (pipeline, label) -> pipeline.firstAppearance().get(label));
        html.element("p", "");
        labelTable(
                html, "label-counts", "Records of each label that came out", (pipeline, label) -> pipeline.labelCounts()
                        .get(label));
    }

    private void labelTable(Html html, String id, String caption, BiFunction<Pipeline, Long, Long> value) {
        DataTable table = new DataTable(id, caption).column("label", DataTable.Kind.ID, "");
        for (Pipeline pipeline : comparison.pipelines()) {
            table.column(pipeline.title(), DataTable.Kind.COUNT, "");
        }
        for (Long label : comparison.labels()) {
            List<Object> row = new ArrayList<>();
            row.add(label);
            comparison.pipelines().forEach(pipeline -> row.add(value.apply(pipeline, label)));
            table.row(row);
        }
        table.write(html);
    }

    private static void begin(Html html, String name, List<String> titles, Set<Integer> textColumns) {
        html.begin("div", "class", "scroll", "tabindex", "0", "role", "group", "aria-label", name);
        html.begin("table");
        Page.headRow(html, titles, textColumns);
        html.begin("tbody");
    }

    private static void end(Html html) {
        html.end().end().end();
    }

    private static String percent(Double share) {
        return share == null ? "–" : Numbers.format("%.1f%%", 100 * share);
    }
}
