package io.github.fairdeal.report;

import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.BiasStatistic;
import io.github.fairdeal.bias.OrderSample;
import io.github.fairdeal.bias.ShardLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The report on an audited order for a browser: the verdict first, then figures, then tables with every p-value. One file
 * that loads nothing; 10,000 shards make about a megabyte. Same values, same bytes.
 */
public final class HtmlReport {

    /** What the page is called beside an epoch. */
    public static final String FILE_NAME = "report.html";

    private final BiasReport report;
    private final OrderSample sample;
    private String title = "Bias report";
    private List<String> names = List.of();

    private HtmlReport(BiasReport report, OrderSample sample) {
        this.report = report;
        this.sample = sample;
    }

    /** The report on {@code report}, with {@code sample} of the same order for a figure. */
    public static HtmlReport of(BiasReport report, OrderSample sample) {
        return new HtmlReport(report, sample);
    }

    /** What was audited, such as its folder. Default: "Bias report". */
    public HtmlReport title(String words) {
        this.title = words;
        return this;
    }

    /**
     * Names of the shards, such as file names. Default: none.
     *
     * @throws IllegalArgumentException if there are not as many as shards
     */
    public HtmlReport shardNames(List<String> shardNames) {
        if (shardNames.size() != report.shards()) {
            throw new IllegalArgumentException(shardNames.size() + " names for " + report.shards() + " shards");
        }
        this.names = List.copyOf(shardNames);
        return this;
    }

    /** Those for which the order has something to show. */
    public List<Figure> figures() {
        List<Figure> figures = new ArrayList<>();
        if (sample.maxIndex() >= 0 || sample.distinctLabels().length > 0) {
            figures.add(OrderScatter.of(sample)
                    .title("Where the records come from, along the order")
                    .figure());
        }
        figures.addAll(LabelHeatMap.of(report));
        figures.addAll(ShardDeviation.of(report));
        figures.addAll(PValueHistogram.of(report));
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
        html.begin("header").text("fairdeal bias report: " + title).end();
        html.begin("main");
        verdict(html);
        html.begin("nav", "aria-label", "Sections").begin("p");
        html.element("a", "Figures", "href", "#figures");
        html.element("a", "Statistics", "href", "#statistics");
        if (!report.windowLines().isEmpty()) {
            html.element("a", "Windows", "href", "#windows");
        }
        if (!report.labelLines().isEmpty()) {
            html.element("a", "Labels", "href", "#labels-heading");
        }
        if (!report.shardLines().isEmpty()) {
            html.element("a", "Shards", "href", "#shards-heading");
        }
        html.end().end();
        html.element("h2", "Figures", "id", "figures");
        Page.figures(html, figures);
        StatisticsSection.write(html, report.statistics());
        WindowsSection.write(html, report.windowLines());
        LabelsSection.write(html, report);
        ShardsSection.write(html, report, names);
        html.end();
        Page.footer(html, "bias.json");
        return Page.of(VerdictWords.of(report.verdict()).word() + ": " + title, html);
    }

    private void verdict(Html html) {
        VerdictWords words = VerdictWords.of(report.verdict());
        html.begin("section", "class", "verdict " + words.code());
        html.element("h1", words.symbol() + " " + words.word(), "class", words.code());
        html.element("p", VerdictWords.asSentence(report.sentence()), "class", "sentence");
        html.element("p", meaning());
        html.begin("dl", "class", "facts");
        Page.fact(html, "p-value over all statistics", Numbers.typesetP(report.pValue()));
        decidedBy(html);
        Page.fact(html, "records", Numbers.format("%,d", report.records()));
        Page.fact(html, "shards", Numbers.format("%,d", report.shards()));
        if (report.labels() > 0) {
            Page.fact(html, "labels", Numbers.format("%,d", report.labels()));
        }
        long located = report.shardLines().stream().filter(ShardLine::located).count();
        Page.fact(html, "shards located as uneven", Numbers.format("%,d", located));
        html.end();
        report.notes().forEach(note -> html.element("p", "Note: " + note + ".", "class", "notes"));
        html.end();
    }

    private void decidedBy(Html html) {
        BiasStatistic decisive = report.decidedBy();
        if (decisive == null) {
            return;
        }
        report.statistic(decisive)
                .ifPresent(line -> Page.fact(
                        html,
                        "decided by",
                        "%s: %s, p %s"
                                .formatted(
                                        decisive.title(),
                                        Numbers.number(line.value()),
                                        Numbers.typesetP(line.pValue()))));
    }

    private String meaning() {
        if (report.pValue() == null) {
            return "There is too little here to judge.";
        }
        return switch (report.verdict()) {
            case EVEN ->
                "No statistic tells this order from a uniformly random one. That is as good as such a test gets;"
                        + " it is not a proof that there is no bias.";
            case SUSPICIOUS ->
                "Of a thousand uniformly random orders about one looks like this. If another epoch does, too,"
                        + " it is not chance.";
            case BIASED ->
                "Of a million uniformly random orders less than one looks like this. Batches read in this order do"
                        + " not represent the data.";
        };
    }
}
