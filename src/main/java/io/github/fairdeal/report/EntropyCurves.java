package io.github.fairdeal.report;

import io.github.fairdeal.report.Comparison.Pipeline;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;

/** How mixed the labels are along each order: the entropy of every window, on one scale, beside that of an even order. */
final class EntropyCurves {

    private static final int PANEL_HEIGHT = 150;

    private EntropyCurves() {}

    /** The figure, a panel for each pipeline; none if no pipeline has a window. */
    static List<Figure> of(Comparison comparison) {
        double even = evenBits(comparison);
        List<Panel> panels = new ArrayList<>();
        for (Pipeline pipeline : comparison.pipelines()) {
            if (!pipeline.entropy().isEmpty()) {
                panels.add(panel(comparison, pipeline, even));
            }
        }
        if (panels.isEmpty()) {
            return List.of();
        }
        return List.of(new Figure(
                "entropy",
                "How mixed the labels are along each order",
                Numbers.format(
                        "Entropy of the labels in every %,d records. Dashed: %.2f bits, an even order. 0 bits: a single label.",
                        comparison.windowRecords(), even),
                2,
                PANEL_HEIGHT,
                panels));
    }

    /**
     * Mean entropy of a window drawn evenly: that of all labels, less (K−1)/(2w·ln 2), the bias of an entropy from w
     * records (Miller 1955).
     */
    private static double evenBits(Comparison comparison) {
        double[] shares = comparison.evenShares();
        double bits = 0;
        for (double share : shares) {
            bits -= share == 0 ? 0 : share * Math.log(share) / Math.log(2);
        }
        return Math.max(0, bits - (shares.length - 1) / (2.0 * comparison.windowRecords() * Math.log(2)));
    }

    private static Panel panel(Comparison comparison, Pipeline pipeline, double even) {
        Color color = pipeline.name().equals(Comparison.OURS) ? Palette.EVEN : Palette.ODD;
        Layer curve = Layer.shapes((graphics, area) -> paint(graphics, area, comparison, pipeline, color));
        Layer line = Layer.shapes((graphics, area) -> {
            graphics.setColor(Palette.INK);
            graphics.setStroke(
                    new BasicStroke(1, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 1, new float[] {4, 3}, 0));
            graphics.draw(
                    new Line2D.Double(area.x(0), area.y(even), area.x((double) comparison.records()), area.y(even)));
        });
        double top = 1.08 * Math.log(Math.max(2, comparison.labels().size())) / Math.log(2);
        return new Panel(
                Numbers.format("%s: %.2f bits on average", pipeline.title(), pipeline.meanEntropy()),
                Axes.plot(
                        Axes.count("order of reading (records)", comparison.records(), 5),
                        Axes.number("bits", 0, top, Axes.tickStep(top, 4, 0.1), "0.#"),
                        List.of(curve, line)));
    }

    private static void paint(
            Graphics2D graphics, Layer.Area area, Comparison comparison, Pipeline pipeline, Color color) {
        Path2D top = new Path2D.Double();
        double window = comparison.windowRecords();
        List<Double> entropy = pipeline.entropy();
        top.moveTo(area.x(0), area.y(entropy.get(0)));
        for (int i = 0; i < entropy.size(); i++) {
            double end = Math.min((i + 1) * window, (double) pipeline.records());
            top.lineTo(area.x(i * window), area.y(entropy.get(i)));
            top.lineTo(area.x(end), area.y(entropy.get(i)));
        }
        Path2D filled = new Path2D.Double(top);
        filled.lineTo(area.x(Math.min(entropy.size() * window, (double) pipeline.records())), area.y(0));
        filled.lineTo(area.x(0), area.y(0));
        filled.closePath();
        graphics.setColor(Palette.tint(color, 0.2));
        graphics.fill(filled);
        graphics.setColor(color);
        graphics.setStroke(new BasicStroke(1.4f));
        graphics.draw(top);
    }
}
