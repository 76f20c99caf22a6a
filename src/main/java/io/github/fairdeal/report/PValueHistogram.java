package io.github.fairdeal.report;

import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.ShardLine;
import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The shards' p-values as histograms. Those of an even order are uniform: bars of one height, but for chance. A tall bar
 * on the left is bias; only tall bars on the right are p-values that cannot be right.
 */
final class PValueHistogram {

    /** Fewer p-values make no histogram. */
    static final int FEWEST = 10;

    private static final int PANEL_HEIGHT = 230;

    /** Bars of even orders are outside the band once in a thousand. */
    private static final double BAND_SIGMAS = 3.29;

    private PValueHistogram() {}

    /** The figure, with a panel for each kind of p-value; empty if no kind has {@value #FEWEST}. */
    static List<Figure> of(BiasReport report) {
        List<Panel> panels = new ArrayList<>();
        add(panels, "Labels of a shard (χ²)", report.shardLines(), ShardLine::chiSquareP);
        add(panels, "Mean index of a shard", report.shardLines(), ShardLine::meanIndexP);
        if (panels.isEmpty()) {
            return List.of();
        }
        return List.of(new Figure(
                "shard-p-values",
                "p-values of the shards",
                "An even order has them uniform: bars at the dashed line. Grey: where 999 of 1,000 bars are by chance.",
                panels.size(),
                PANEL_HEIGHT,
                panels));
    }

    private static void add(
            List<Panel> panels, String heading, List<ShardLine> shards, Function<ShardLine, Double> pValue) {
        double[] values = shards.stream()
                .map(pValue)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray();
        if (values.length >= FEWEST) {
            panels.add(panel(heading, values));
        }
    }

    private static Panel panel(String heading, double[] values) {
        int bins = values.length < 100 ? 10 : 20;
        int[] counts = new int[bins];
        for (double value : values) {
            counts[Math.min(bins - 1, (int) (value * bins))]++;
        }
        double even = (double) values.length / bins;
        double spread = BAND_SIGMAS * Math.sqrt(even * (1 - 1.0 / bins));
        double tallest = Math.max(even + spread, Arrays.stream(counts).max().orElse(0));
        Layer chance = Layer.shapes((graphics, area) -> {
            graphics.setColor(Palette.CHANCE);
            graphics.fill(area.rectangle(0, Math.max(0, even - spread), 1, even + spread));
        });
        Layer bars = Layer.shapes((graphics, area) -> paint(graphics, area, counts, even + spread));
        Layer line = Layer.shapes((graphics, area) -> {
            graphics.setColor(Palette.INK);
            graphics.setStroke(
                    new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {4, 3}, 0));
            graphics.draw(new Line2D.Double(area.x(0), area.y(even), area.x(1), area.y(even)));
        });
        return new Panel(
                heading,
                Axes.plot(
                        Axes.number("p-value", -0.012, 1.012, 0.2, "0.0"),
                        Axes.number("shards", 0, 1.06 * tallest, Axes.tickStep(tallest, 5, 1), "#,##0"),
                        List.of(chance, bars, line)));
    }

    private static void paint(Graphics2D graphics, Layer.Area area, int[] counts, double most) {
        for (int bin = 0; bin < counts.length; bin++) {
            double width = 1.0 / counts.length;
            graphics.setColor(counts[bin] > most ? Palette.ODD : Palette.EVEN);
            graphics.fill(area.rectangle((bin + 0.08) * width, 0, (bin + 0.92) * width, counts[bin]));
        }
    }
}
