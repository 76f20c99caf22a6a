package io.github.fairdeal.report;

import io.github.fairdeal.bias.OrderSample;
import io.github.fairdeal.bias.ShardRecorder;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jfree.chart.axis.ValueAxis;

/** The two panels of {@link OrderScatter}: a dot per sampled record, coloured by label. */
final class ScatterPanel {

    /** With more labels than this the axis counts them instead of naming each. */
    private static final int MOST_LABELS_NAMED = 20;

    /** Height of the band in which a label's dots are spread, so that their density is seen; bands are 1 apart. */
    private static final double BAND = 0.7;

    /** Side of a dot among 20,000, in points; fewer are larger, to the second number. */
    private static final double LEAST_DOT = 1.2;

    private static final double LARGEST_DOT = 4;

    private final OrderSample sample;
    private final long records;
    private final long[] labels;
    private final int[] ranks;

    /**
     * The panels of a sample.
     *
     * @param records length of the axes that count records
     * @param labels on the axis of labels, ascending
     */
    ScatterPanel(OrderSample sample, long records, long[] labels) {
        this.sample = sample;
        this.records = records;
        this.labels = labels;
        this.ranks = IntStream.range(0, sample.points())
                .map(i -> sample.label(i) == ShardRecorder.NO_LABEL ? 0 : Arrays.binarySearch(labels, sample.label(i)))
                .toArray();
    }

    Panel ofIndex() {
        return panel(Axes.count("index in the sorted data", records), sample::index);
    }

    Panel ofLabel() {
        ValueAxis axis = labels.length <= MOST_LABELS_NAMED
                ? Axes.names(
                        "label", Arrays.stream(labels).mapToObj(Long::toString).toList())
                : Axes.count("label, counted from the smallest", labels.length);
        return panel(axis, i -> ranks[i] + BAND * jitter(sample.position(i)));
    }

    private Panel panel(ValueAxis upwards, IntToDoubleFunction height) {
        double dot = Math.max(LEAST_DOT, Math.min(LARGEST_DOT, LEAST_DOT * Math.sqrt(20_000.0 / sample.points())));
        List<Color> colors = IntStream.range(0, 10).mapToObj(Palette::ofLabel).toList();
        Layer dots = Layer.pixels(colors, (graphics, area) -> {
            for (int i = 0; i < sample.points(); i++) {
                graphics.setColor(Palette.ofLabel(ranks[i]));
                double x = area.x((double) sample.position(i));
                double y = area.y(height.applyAsDouble(i));
                graphics.fill(new Rectangle2D.Double(x - dot / 2, y - dot / 2, dot, dot));
            }
        });
        return new Panel("", Axes.plot(Axes.count("order of reading (records)", records, 5), upwards, List.of(dots)));
    }

    /** In [−½, ½), the same for the same position: multiples of the golden ratio are spread evenly. */
    private static double jitter(long position) {
        return ((position * 0x9E3779B97F4A7C15L) >> 11) * 0x1p-53;
    }
}
