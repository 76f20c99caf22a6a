package io.github.fairdeal.report;

import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.LabelShares;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jfree.chart.axis.SymbolAxis;

/**
 * How the labels are spread along an order: a row per label, a column per piece of the order, and the colour says how
 * many records of the label the piece holds, compared with an even share.
 */
final class LabelHeatMap {

    /** Fewer records than this a cell would show chance, not bias: neighbouring pieces are joined. */
    private static final double LEAST_EXPECTED = 100;

    private static final String NAME = "label-shares";
    private static final String TITLE = "Which labels come when";
    private static final String SUBTITLE =
            "Colour: a label's share of a stretch of reading, compared with its share of the whole. An even order is pale"
                    + " all over.";
    private static final int PANEL_HEIGHT = 235;

    private static final int FEWEST_PIECES = 20;
    private static final int MOST_LABELS_NAMED = 20;

    /** Colours from "none of it" over "even" to "twice as much, or more"; an odd number. */
    private static final List<Color> SCALE = scale(new Color(0xA8, 0x4A, 0x00), new Color(0x1F, 0x5A, 0x96), 32);

    private static final int LEGEND_WIDTH = 120;

    private final List<String> labels;
    private final double[] evenShares;
    private final long axisRecords;

    /** The map of one order; none without labels. */
    static List<Figure> of(BiasReport report) {
        LabelShares shares = report.labelShares();
        if (shares == null || shares.labels().size() < 2) {
            return List.of();
        }
        List<String> labels =
                shares.labels().stream().map(String::valueOf).collect(Collectors.toCollection(ArrayList::new));
        boolean others = shares.pieces().stream().anyMatch(piece -> piece.others() > 0);
        if (others) {
            labels.add("others");
        }
        List<long[]> pieces = shares.pieces().stream()
                .map(piece -> LongStream.concat(
                                piece.counts().stream().mapToLong(Long::longValue),
                                others ? LongStream.of(piece.others()) : LongStream.empty())
                        .toArray())
                .toList();
        double[] even = new double[labels.size()];
        for (long[] piece : pieces) {
            for (int label = 0; label < even.length; label++) {
                even[label] += (double) piece[label] / report.records();
            }
        }
        LabelHeatMap map = new LabelHeatMap(labels, even, report.records());
        int height = Math.max(200, Math.min(420, 90 + 16 * labels.size()));
        return List.of(new Figure(
                NAME, TITLE, SUBTITLE, 1, height, List.of(map.panelWithLegend("share of each label", pieces))));
    }

    /** The maps of all pipelines. */
    static List<Figure> of(Comparison comparison) {
        if (comparison.labels().size() < 2) {
            return List.of();
        }
        double[] even = comparison.evenShares();
        List<String> labels = comparison.labels().stream().map(String::valueOf).toList();
        int rows = comparison.pipelines().get(0).labelShares().get(0).size();
        if (rows < labels.size()) {
            double others = Arrays.stream(even).skip(rows - 1L).sum();
            even = Arrays.copyOf(even, rows);
            even[rows - 1] = others;
            labels = Stream.concat(labels.stream().limit(rows - 1L), Stream.of("others"))
                    .toList();
        }
        LabelHeatMap map = new LabelHeatMap(labels, even, comparison.records());
        List<Panel> panels = new ArrayList<>();
        for (Comparison.Pipeline pipeline : comparison.pipelines()) {
            List<long[]> pieces = pipeline.labelShares().stream()
                    .map(piece -> piece.stream().mapToLong(Long::longValue).toArray())
                    .toList();
            panels.add(
                    panels.size() == 1
                            ? map.panelWithLegend(pipeline.title(), pieces)
                            : map.panel(pipeline.title(), pieces));
        }
        return List.of(new Figure(NAME, TITLE, SUBTITLE, 2, PANEL_HEIGHT, panels));
    }

    /**
     * Maps on one scale.
     *
     * @param labels the rows, lowest first
     * @param evenShares share of each row in the whole data set
     * @param axisRecords length of the axis of order
     */
    LabelHeatMap(List<String> labels, double[] evenShares, long axisRecords) {
        this.labels = List.copyOf(labels);
        this.evenShares = evenShares.clone();
        this.axisRecords = axisRecords;
    }

    /**
     * The map of one order.
     *
     * @param pieces records of each label, in the order of the rows, in consecutive pieces of the order
     */
    Panel panel(String heading, List<long[]> pieces) {
        List<long[]> shown = joined(pieces);
        SymbolAxis rows = Axes.names("label", everyFew(labels));
        rows.setRange(-0.5, labels.size() - 0.5);
        Layer cells = Layer.pixels(SCALE, (graphics, area) -> paintCells(graphics, area, shown));
        return new Panel(
                heading, Axes.plot(Axes.count("order of reading (records)", axisRecords, 5), rows, List.of(cells)));
    }

    /** {@link #panel} with the colours explained above it. */
    Panel panelWithLegend(String heading, List<long[]> pieces) {
        Panel panel = panel(heading, pieces);
        panel.plot().addAnnotation(Layer.unclipped(LabelHeatMap::paintLegend));
        return panel;
    }

    /** As many of the names as can be read, the others blank. */
    private static List<String> everyFew(List<String> names) {
        int step = (names.size() + MOST_LABELS_NAMED - 1) / MOST_LABELS_NAMED;
        return IntStream.range(0, names.size())
                .mapToObj(i -> i % step == 0 ? names.get(i) : "")
                .toList();
    }

    private List<long[]> joined(List<long[]> pieces) {
        long records = pieces.stream().flatMapToLong(Arrays::stream).sum();
        double expected = Comparison.median(evenShares) * records / pieces.size();
        int together = Math.max(1, Math.min((int) Math.ceil(LEAST_EXPECTED / expected), pieces.size() / FEWEST_PIECES));
        List<long[]> joined = new ArrayList<>();
        for (int first = 0; first < pieces.size(); first += together) {
            long[] sum = new long[labels.size()];
            for (long[] piece : pieces.subList(first, Math.min(first + together, pieces.size()))) {
                for (int label = 0; label < sum.length; label++) {
                    sum[label] += piece[label];
                }
            }
            joined.add(sum);
        }
        return joined;
    }

    private void paintCells(Graphics2D graphics, Layer.Area area, List<long[]> pieces) {
        long first = 0;
        for (long[] piece : pieces) {
            long records = Arrays.stream(piece).sum();
            for (int label = 0; label < piece.length; label++) {
                graphics.setColor(color(piece[label] / (records * evenShares[label])));
                graphics.fill(area.rectangle((double) first, label - 0.46, (double) (first + records), label + 0.46));
            }
            first += records;
        }
    }

    /** {@code ratio} 1 is an even share. Not a number, where a label has no share at all, is shown as even. */
    private static Color color(double ratio) {
        double place = Double.isNaN(ratio) ? 0.5 : Math.min(2, ratio) / 2;
        return SCALE.get((int) Math.round(place * (SCALE.size() - 1)));
    }

    private static void paintLegend(Graphics2D graphics, Layer.Area area) {
        double top = area.bounds().getMinY() - 18;
        double left = area.bounds().getMaxX() - LEGEND_WIDTH - 30;
        double cell = (double) LEGEND_WIDTH / SCALE.size();
        for (int i = 0; i < SCALE.size(); i++) {
            graphics.setColor(SCALE.get(i));
            graphics.fill(new Rectangle2D.Double(left + i * cell, top, cell + 0.3, 9));
        }
        graphics.setColor(Palette.INK);
        double middle = left + LEGEND_WIDTH / 2.0;
        graphics.draw(new Line2D.Double(middle, top, middle, top + 11));
        graphics.setFont(Axes.SMALL);
        graphics.setColor(Palette.MUTED_INK);
        graphics.drawString("none", (float) left - 32, (float) top + 9);
        graphics.drawString("even", (float) middle - 13, (float) top - 3);
        graphics.drawString("≥ 2×", (float) left + LEGEND_WIDTH + 4, (float) top + 9);
    }

    /** From {@code low} through near-white to {@code high}, {@code half} steps each way. */
    private static List<Color> scale(Color low, Color high, int half) {
        return IntStream.rangeClosed(-half, half)
                .mapToObj(i -> Palette.tint(i < 0 ? low : high, 0.04 + 0.96 * Math.abs(i) / half))
                .toList();
    }
}
