package io.github.fairdeal.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Names to the right of a plot, where its lines end, moved apart where lines end close together. */
final class EndLabels {

    private static final double LINE_HEIGHT = 15;
    private static final double GAP = 18;
    private static final double DOT = 5;

    /** The name of a line, and where the line ends. */
    record Label(String text, Color color, boolean bold, double x, double y) {}

    private EndLabels() {}

    /** A layer that draws {@code labels} right of the plot's area. */
    static Layer of(List<Label> labels) {
        return Layer.unclipped((graphics, area) -> paint(graphics, area, labels));
    }

    private static void paint(Graphics2D graphics, Layer.Area area, List<Label> labels) {
        List<Label> downwards = labels.stream()
                .sorted(Comparator.comparingDouble((Label label) -> area.y(label.y())))
                .toList();
        List<Double> wanted = downwards.stream().map(label -> area.y(label.y())).toList();
        List<Double> places =
                apart(wanted, area.bounds().getMinY() + 4, area.bounds().getMaxY() - 4);
        double left = area.bounds().getMaxX();
        for (int i = 0; i < downwards.size(); i++) {
            Label label = downwards.get(i);
            double end = area.x(label.x());
            graphics.setColor(label.color());
            graphics.fill(new Ellipse2D.Double(end - DOT / 2, wanted.get(i) - DOT / 2, DOT, DOT));
            Path2D leader = new Path2D.Double();
            leader.moveTo(end + DOT, wanted.get(i));
            leader.lineTo(left + 4, wanted.get(i));
            leader.lineTo(left + GAP - 3, places.get(i));
            graphics.setStroke(new BasicStroke(0.7f));
            graphics.setColor(Palette.tint(label.color(), 0.6));
            graphics.draw(leader);
            graphics.setColor(label.color());
            graphics.setFont(label.bold() ? Axes.PANEL_HEADING : Axes.SMALL);
            graphics.drawString(
                    label.text(), (float) (left + GAP), places.get(i).floatValue() + 4);
        }
    }

    /**
     * Places near {@code wanted}, which ascend, at least a line apart: what overlaps becomes a block around its middle,
     * and blocks that then overlap become one.
     */
    static List<Double> apart(List<Double> wanted, double top, double bottom) {
        List<Block> blocks = new ArrayList<>();
        for (double place : wanted) {
            Block block = new Block(place, 1);
            while (!blocks.isEmpty() && blocks.get(blocks.size() - 1).overlaps(block, top, bottom)) {
                block = blocks.remove(blocks.size() - 1).plus(block);
            }
            blocks.add(block);
        }
        List<Double> places = new ArrayList<>();
        for (Block block : blocks) {
            for (int line = 0; line < block.lines(); line++) {
                places.add(block.first(top, bottom) + line * LINE_HEIGHT);
            }
        }
        return places;
    }

    /** Lines without room between them. */
    private record Block(double middle, int lines) {

        double first(double top, double bottom) {
            double length = (lines - 1) * LINE_HEIGHT;
            return Math.max(top, Math.min(bottom - length, middle - length / 2));
        }

        boolean overlaps(Block below, double top, double bottom) {
            return first(top, bottom) + lines * LINE_HEIGHT > below.first(top, bottom);
        }

        Block plus(Block below) {
            return new Block(
                    (middle * lines + below.middle * below.lines) / (lines + below.lines), lines + below.lines);
        }
    }
}
