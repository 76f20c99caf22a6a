package io.github.fairdeal.report;

import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.ShardLine;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jfree.chart.axis.NumberAxis;

/**
 * Each shard as a dot: its number from left to right, and upwards how improbable its labels, or its mean index, are. The
 * axis is the exponent of the p-value, up for more than expected, down for less, so that both tails are seen.
 */
final class ShardDeviation {

    private static final int PANEL_HEIGHT = 230;

    /** An even order has a dot beyond the band once in a thousand. */
    private static final double BEYOND_BAND = 1e-3;

    /** More shards are pixels. */
    private static final int MOST_SHAPES = 400;

    private static final int MOST_NAMED = 5;

    private record Dot(int shard, double height, boolean located) {}

    private ShardDeviation() {}

    /** The figure, with a panel for labels and one for indexes, as far as shards were judged by them; empty if by none. */
    static List<Figure> of(BiasReport report) {
        List<Panel> panels = new ArrayList<>();
        add(
                panels,
                "Labels (χ²): up is uneven, down is too even",
                report,
                ShardLine::chiSquareP,
                shard -> shard.chiSquare() < shard.chiSquareExpected());
        add(
                panels,
                "Mean index: up is from the end of the data, down from its beginning",
                report,
                ShardLine::meanIndexP,
                shard -> shard.meanIndexZ() < 0);
        if (panels.isEmpty()) {
            return List.of();
        }
        return List.of(new Figure(
                "shards",
                "Every shard's deviation from chance",
                "A dot is a shard. Grey: where all dots of an even order lie, 999 times of 1,000. Orange: located as uneven.",
                1,
                PANEL_HEIGHT,
                panels));
    }

    private static void add(
            List<Panel> panels,
            String heading,
            BiasReport report,
            Function<ShardLine, Double> pValue,
            Predicate<ShardLine> below) {
        List<Dot> dots = new ArrayList<>();
        for (ShardLine shard : report.shardLines()) {
            if (pValue.apply(shard) != null) {
                double height = -Math.log10(Math.max(pValue.apply(shard), Numbers.LEAST_P));
                dots.add(new Dot(shard.shard(), below.test(shard) ? -height : height, shard.located()));
            }
        }
        if (!dots.isEmpty()) {
            panels.add(panel(heading, dots, report.shards()));
        }
    }

    private static Panel panel(String heading, List<Dot> dots, int shards) {
        double band = -Math.log10(BEYOND_BAND / dots.size());
        double furthest =
                dots.stream().mapToDouble(dot -> Math.abs(dot.height())).max().orElse(0);
        double reach = Math.max(band, furthest) + 1.2;
        Layer chance = Layer.shapes((graphics, area) -> {
            graphics.setColor(Palette.CHANCE);
            graphics.fill(area.rectangle(0 - 0.01 * shards, -band, 1.01 * shards, band));
        });
        double size = Math.max(1.5, Math.min(6, 60 / Math.sqrt(dots.size())));
        Layer marks = dots.size() <= MOST_SHAPES
                ? Layer.shapes((graphics, area) -> paint(graphics, area, dots, size))
                : Layer.pixels(
                        List.of(Palette.EVEN, Palette.ODD), (graphics, area) -> paint(graphics, area, dots, size));
        Layer names = Layer.shapes((graphics, area) -> name(graphics, area, dots, size));
        NumberAxis across = Axes.count("shard", shards);
        NumberAxis upwards = Axes.number("p-value", -reach, reach, reach > 9 ? 5 : 2, new SignedExponent());
        return new Panel(heading, Axes.plot(across, upwards, List.of(chance, marks, names)));
    }

    private static void paint(Graphics2D graphics, Layer.Area area, List<Dot> dots, double size) {
        for (boolean located : new boolean[] {false, true}) {
            Color color = located ? Palette.ODD : Palette.EVEN;
            graphics.setColor(color);
            double side = located ? Math.max(3, size) : size;
            for (Dot dot : dots) {
                if (dot.located() == located) {
                    double x = area.x(dot.shard() + 0.5) - side / 2;
                    double y = area.y(dot.height()) - side / 2;
                    graphics.fill(
                            dots.size() <= MOST_SHAPES
                                    ? new Ellipse2D.Double(x, y, side, side)
                                    : new Rectangle2D.Double(x, y, side, side));
                }
            }
        }
    }

    /** The numbers of the most improbable shards, if there are few. */
    private static void name(Graphics2D graphics, Layer.Area area, List<Dot> dots, double size) {
        List<Dot> located = dots.stream()
                .filter(Dot::located)
                .sorted(Comparator.comparingDouble(dot -> -Math.abs(dot.height())))
                .toList();
        if (located.size() > MOST_NAMED) {
            return;
        }
        graphics.setFont(Axes.SMALL);
        graphics.setColor(Palette.INK);
        for (Dot dot : located) {
            String number = Integer.toString(dot.shard());
            double width = graphics.getFontMetrics().stringWidth(number);
            double x = area.x(dot.shard() + 0.5);
            boolean leftOfDot = x + size + width > area.bounds().getMaxX();
            graphics.drawString(
                    number, (float) (leftOfDot ? x - size - width : x + size), (float) area.y(dot.height()) + 4);
        }
    }

    /** −6 and 6 are the p-value 10⁻⁶. */
    private static final class SignedExponent extends NumberFormat {

        @Override
        public StringBuffer format(double number, StringBuffer into, FieldPosition position) {
            int exponent = (int) Math.round(Math.abs(number));
            return into.append(exponent == 0 ? "1" : Numbers.powerOfTen(-exponent));
        }

        @Override
        public StringBuffer format(long number, StringBuffer into, FieldPosition position) {
            return format((double) number, into, position);
        }

        @Override
        public Number parse(String source, ParsePosition position) {
            throw new UnsupportedOperationException("for axes only");
        }
    }
}
