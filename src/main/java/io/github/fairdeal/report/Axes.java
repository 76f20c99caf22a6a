package io.github.fairdeal.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.text.TextUtils;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYDataset;

/** Axes and empty plots that look alike in every figure. */
final class Axes {

    static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 16);
    static final Font PANEL_HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 12);
    static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    private static final int MOST_TICKS = 7;
    private static final DecimalFormatSymbols SYMBOLS = DecimalFormatSymbols.getInstance(Locale.ROOT);

    static {
        // Otherwise JFreeChart draws turned words as shapes, which an SVG cannot show in the reader's font.
        TextUtils.setUseDrawRotatedStringWorkaround(false);
    }

    private Axes() {}

    /** A plot without data: {@code layers} are drawn over its grid, first to last. */
    static XYPlot plot(ValueAxis across, ValueAxis upwards, List<Layer> layers) {
        // Without a renderer JFreeChart draws no grid.
        XYPlot plot = new XYPlot(new DefaultXYDataset(), across, upwards, new XYLineAndShapeRenderer());
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinePaint(Palette.GRID);
        plot.setRangeGridlinePaint(Palette.GRID);
        plot.setDomainGridlineStroke(new BasicStroke(0.6f));
        plot.setRangeGridlineStroke(new BasicStroke(0.6f));
        plot.setAxisOffset(new RectangleInsets(4, 4, 4, 4));
        plot.setInsets(new RectangleInsets(4, 10, 6, 18));
        layers.forEach(plot::addAnnotation);
        return plot;
    }

    /** From 0 to {@code count} with a little room, so that marks on the edge are whole. */
    static NumberAxis count(String label, long count) {
        return count(label, count, MOST_TICKS);
    }

    /** The same with fewer ticks, for narrow panels. */
    static NumberAxis count(String label, long count, int mostTicks) {
        double most = Math.max(1, count);
        return number(label, -0.012 * most, 1.012 * most, tickStep(most, mostTicks, 1), "#,##0");
    }

    /**
     * A linear axis.
     *
     * @param step between ticks
     * @param pattern of {@link DecimalFormat}
     */
    static NumberAxis number(String label, double from, double to, double step, String pattern) {
        return number(label, from, to, step, new DecimalFormat(pattern, SYMBOLS));
    }

    static NumberAxis number(String label, double from, double to, double step, NumberFormat format) {
        NumberAxis axis = new NumberAxis(label);
        axis.setNumberFormatOverride(format);
        axis.setTickUnit(new NumberTickUnit(step, format));
        axis.setRange(from, to);
        style(axis);
        return axis;
    }

    /** A name at each of 0, 1, 2, …, upwards. */
    static SymbolAxis names(String label, List<String> names) {
        SymbolAxis axis = new SymbolAxis(label, names.toArray(String[]::new));
        axis.setGridBandsVisible(false);
        axis.setRange(-0.6, names.size() - 0.4);
        style(axis);
        return axis;
    }

    /** The smallest of 1, 2, 5, 10, 20, 50, … times a power of ten, not below {@code least}, that needs no more than {@code mostTicks} steps. */
    static double tickStep(double length, int mostTicks, double least) {
        double step = Math.pow(10, Math.floor(Math.log10(Math.max(least, length / mostTicks))));
        for (int factor : new int[] {1, 2, 5}) {
            if (length <= factor * step * mostTicks) {
                return factor * step;
            }
        }
        return 10 * step;
    }

    private static void style(ValueAxis axis) {
        axis.setLabelFont(TEXT);
        axis.setTickLabelFont(SMALL);
        axis.setLabelPaint(Palette.INK);
        axis.setTickLabelPaint(Palette.MUTED_INK);
        axis.setAxisLinePaint(Palette.MUTED_INK);
        axis.setTickMarksVisible(false);
    }
}
