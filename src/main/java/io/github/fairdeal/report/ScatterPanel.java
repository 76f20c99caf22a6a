package io.github.fairdeal.report;

import io.github.fairdeal.bias.OrderSample;
import io.github.fairdeal.bias.ShardRecorder;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYDataset;

/** The two panels of {@link OrderScatter}: a dot per sampled record, coloured by label. */
final class ScatterPanel {

    /** With more labels than this the axis counts them instead of naming each. */
    private static final int MOST_LABELS_NAMED = 20;

    /** Height of the band in which a label's dots are spread, so that their density is seen; bands are 1 apart. */
    private static final double BAND = 0.7;

    /** Diameter of a dot among 20,000, in points; fewer are larger, to the second number. */
    private static final double LEAST_DOT = 1.2;

    private static final double LARGEST_DOT = 4;

    private static final int MOST_TICKS = 7;

    private final OrderSample sample;
    private final long[] labels;
    private final int[] ranks;

    ScatterPanel(OrderSample sample) {
        this.sample = sample;
        this.labels = sample.distinctLabels();
        this.ranks = IntStream.range(0, sample.points())
                .map(i -> sample.label(i) == ShardRecorder.NO_LABEL ? 0 : Arrays.binarySearch(labels, sample.label(i)))
                .toArray();
    }

    XYPlot ofIndex() {
        return plot(countAxis("index in the sorted data", sample.maxIndex() + 1), sample::index);
    }

    XYPlot ofLabel() {
        ValueAxis axis;
        if (labels.length <= MOST_LABELS_NAMED) {
            SymbolAxis named = new SymbolAxis(
                    "label", Arrays.stream(labels).mapToObj(Long::toString).toArray(String[]::new));
            named.setGridBandsVisible(false);
            named.setRange(-0.6, labels.length - 0.4);
            axis = named;
        } else {
            axis = countAxis("label, counted from the smallest", labels.length);
        }
        return plot(axis, i -> ranks[i] + BAND * jitter(sample.position(i)));
    }

    private XYPlot plot(ValueAxis upwards, IntToDoubleFunction height) {
        DefaultXYDataset dots = new DefaultXYDataset();
        double dot = Math.max(LEAST_DOT, Math.min(LARGEST_DOT, LEAST_DOT * Math.sqrt(20_000.0 / sample.points())));
        DotRenderer renderer = new DotRenderer(dot);
        for (int rank = 0; rank < Math.max(1, labels.length); rank++) {
            int wanted = rank;
            int[] points = IntStream.range(0, sample.points())
                    .filter(i -> ranks[i] == wanted)
                    .toArray();
            dots.addSeries(rank, new double[][] {
                Arrays.stream(points).mapToDouble(sample::position).toArray(),
                Arrays.stream(points).mapToDouble(height).toArray()
            });
            renderer.setSeriesPaint(rank, Palette.ofLabel(rank));
        }
        NumberAxis reading = countAxis("order of reading (records)", sample.records());
        style(upwards);
        XYPlot plot = new XYPlot(dots, reading, upwards, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinePaint(Palette.GRID);
        plot.setRangeGridlinePaint(Palette.GRID);
        plot.setDomainGridlineStroke(new BasicStroke(0.6f));
        plot.setRangeGridlineStroke(new BasicStroke(0.6f));
        plot.setAxisOffset(new RectangleInsets(4, 4, 4, 4));
        plot.setInsets(new RectangleInsets(2, 10, 6, 14));
        return plot;
    }

    /** An axis from 0 to {@code count} with a little room, so that dots on the edge are whole. */
    private static NumberAxis countAxis(String label, long count) {
        NumberAxis axis = new NumberAxis(label);
        NumberFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        axis.setNumberFormatOverride(format);
        axis.setTickUnit(new NumberTickUnit(tickStep(count), format));
        axis.setRange(-0.012 * count, 1.012 * count);
        style(axis);
        return axis;
    }

    /** The smallest of 1, 2, 5, 10, 20, 50, … that needs no more than {@value #MOST_TICKS} steps. */
    private static double tickStep(long count) {
        double step = Math.pow(10, Math.max(0, Math.floor(Math.log10(Math.max(1.0, (double) count / MOST_TICKS)))));
        for (int factor : new int[] {1, 2, 5}) {
            if (count <= factor * step * MOST_TICKS) {
                return factor * step;
            }
        }
        return 10 * step;
    }

    private static void style(ValueAxis axis) {
        axis.setLabelFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        axis.setTickLabelFont(new Font(Font.SANS_SERIF, Font.PLAIN, 10));
        axis.setLabelPaint(Palette.INK);
        axis.setTickLabelPaint(Palette.MUTED_INK);
        axis.setAxisLinePaint(Palette.MUTED_INK);
        axis.setTickMarksVisible(false);
    }

    /** In [−½, ½), the same for the same position: multiples of the golden ratio are spread evenly. */
    private static double jitter(long position) {
        return ((position * 0x9E3779B97F4A7C15L) >> 11) * 0x1p-53;
    }
}
