package io.github.fairdeal.report;

import io.github.fairdeal.report.Comparison.Pipeline;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;

/** Test accuracy against batches trained: what the order does to a model, a line for each pipeline. */
final class AccuracyCurves {

    private static final int PANEL_HEIGHT = 300;
    private static final double ROOM_FOR_NAMES = 190;

    /** One pipeline's curves over the seeds. */
    private record Curve(String title, Color color, boolean ours, List<double[]> lowMedianHigh) {

        double[] last() {
            return lowMedianHigh.get(lowMedianHigh.size() - 1);
        }
    }

    private AccuracyCurves() {}

    /** A figure for each model that was trained: {@code accuracy}, {@code accuracy-cnn}. */
    static List<Figure> of(Comparison comparison) {
        List<Figure> figures = new ArrayList<>();
        add(figures, comparison, "accuracy", "softmax regression", Pipeline::accuracy);
        add(figures, comparison, "accuracy-cnn", "a small convolutional network", Pipeline::cnnAccuracy);
        return figures;
    }

    private static void add(
            List<Figure> figures,
            Comparison comparison,
            String name,
            String model,
            Function<Pipeline, List<List<Double>>> accuracy) {
        List<Curve> curves = new ArrayList<>();
        List<Pipeline> pipelines = comparison.pipelines();
        int seeds = 0;
        for (int i = 0; i < pipelines.size(); i++) {
            List<List<Double>> runs = accuracy.apply(pipelines.get(i));
            if (runs.stream().anyMatch(run -> !run.isEmpty())) {
                boolean ours = pipelines.get(i).name().equals(Comparison.OURS);
                seeds = Math.max(seeds, runs.size());
                curves.add(new Curve(
                        pipelines.get(i).title(), ours ? Palette.EVEN : Palette.ofLine(i), ours, spread(runs)));
            }
        }
        if (curves.isEmpty()) {
            return;
        }
        figures.add(new Figure(
                name,
                "What the order does to training: " + model,
                Numbers.format(
                        "Accuracy on %,d test images along one pass, batches of %,d. Line: median of %s; band: all of them.",
                        comparison.testImages(), comparison.batchSize(), Numbers.counted(seeds, "seed")),
                1,
                PANEL_HEIGHT,
                List.of(panel(comparison.accuracyBatches(), curves))));
    }

    /** Lowest, median and highest of all runs, at each measurement that every run has. */
    private static List<double[]> spread(List<List<Double>> runs) {
        int measured = runs.stream().mapToInt(List::size).min().orElse(0);
        return IntStream.range(0, measured)
                .mapToObj(at -> {
                    double[] values = runs.stream()
                            .mapToDouble(run -> run.get(at))
                            .sorted()
                            .toArray();
                    return new double[] {values[0], Comparison.median(values), values[values.length - 1]};
                })
                .toList();
    }

    private static Panel panel(List<Integer> batches, List<Curve> curves) {
        double highest = highest(curves, values -> values[2]);
        double top = highest > 0.5 ? 1 : Math.ceil(highest * 10) / 10;
        List<Layer> layers = new ArrayList<>();
        layers.add(Layer.shapes((graphics, area) -> curves.forEach(curve -> band(graphics, area, batches, curve))));
        layers.add(Layer.shapes((graphics, area) -> curves.forEach(curve -> line(graphics, area, batches, curve))));
        layers.add(EndLabels.of(curves.stream()
                .map(curve -> new EndLabels.Label(
                        Numbers.format("%.1f%%  %s", 100 * curve.last()[1], curve.title()),
                        curve.color(),
                        curve.ours(),
                        batches.get(curve.lowMedianHigh().size() - 1),
                        curve.last()[1]))
                .toList()));
        XYPlot plot = Axes.plot(
                Axes.count("batches trained", batches.get(batches.size() - 1)),
                Axes.number("test accuracy", 0, 1.01 * top, top > 0.5 ? 0.2 : 0.1, "0%"),
                layers);
        plot.setInsets(new RectangleInsets(4, 10, 6, ROOM_FOR_NAMES));
        return new Panel("", plot);
    }

    private static double highest(List<Curve> curves, ToDoubleFunction<double[]> value) {
        return curves.stream()
                .flatMap(curve -> curve.lowMedianHigh().stream())
                .mapToDouble(value)
                .max()
                .orElse(1);
    }

    private static void band(Graphics2D graphics, Layer.Area area, List<Integer> batches, Curve curve) {
        Path2D band = new Path2D.Double();
        int measured = curve.lowMedianHigh().size();
        for (int at = 0; at < measured; at++) {
            go(band, area.x(batches.get(at)), area.y(curve.lowMedianHigh().get(at)[0]));
        }
        for (int at = measured - 1; at >= 0; at--) {
            go(band, area.x(batches.get(at)), area.y(curve.lowMedianHigh().get(at)[2]));
        }
        band.closePath();
        Color color = curve.color();
        graphics.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), 45));
        graphics.fill(band);
    }

    private static void line(Graphics2D graphics, Layer.Area area, List<Integer> batches, Curve curve) {
        Path2D line = new Path2D.Double();
        for (int at = 0; at < curve.lowMedianHigh().size(); at++) {
            go(line, area.x(batches.get(at)), area.y(curve.lowMedianHigh().get(at)[1]));
        }
        graphics.setColor(curve.color());
        graphics.setStroke(new BasicStroke(curve.ours() ? 2.8f : 1.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(line);
    }

    private static void go(Path2D path, double x, double y) {
        if (path.getCurrentPoint() == null) {
            path.moveTo(x, y);
        } else {
            path.lineTo(x, y);
        }
    }
}
