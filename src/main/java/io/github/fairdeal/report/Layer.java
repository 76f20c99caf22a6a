package io.github.fairdeal.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.List;
import org.jfree.chart.annotations.AbstractXYAnnotation;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.PlotRenderingInfo;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleEdge;

/**
 * Marks drawn over the axes of a plot: as shapes, or, where there are thousands of them, as pixels of an image with few
 * colours, which keeps an SVG as small as a PNG.
 *
 * <p>JFreeChart's own renderers work item by item, which leaves no room for either images or labels that avoid each other.
 */
final class Layer extends AbstractXYAnnotation {

    /** Draws marks; the clip is the plot's area. */
    interface Painter {
        void paint(Graphics2D graphics, Area area);
    }

    /** Where the data of a plot is drawn, in points, and how data becomes points. */
    record Area(Rectangle2D bounds, ValueAxis across, ValueAxis upwards) {

        double x(double value) {
            return across.valueToJava2D(value, bounds, RectangleEdge.BOTTOM);
        }

        double y(double value) {
            return upwards.valueToJava2D(value, bounds, RectangleEdge.LEFT);
        }

        /** The rectangle between two corners, whichever way the axes run. */
        Rectangle2D rectangle(double x1, double y1, double x2, double y2) {
            Rectangle2D rectangle = new Rectangle2D.Double();
            rectangle.setFrameFromDiagonal(x(x1), y(y1), x(x2), y(y2));
            return rectangle;
        }
    }

    private final transient Painter painter;

    private Layer(Painter painter) {
        this.painter = painter;
    }

    /** Shapes and words. */
    static Layer shapes(Painter painter) {
        return new Layer(painter);
    }

    /** Shapes and words that may leave the plot's area. */
    static Layer unclipped(Painter painter) {
        return new Layer((graphics, area) -> {
            Shape clip = graphics.getClip();
            graphics.setClip(null);
            painter.paint(graphics, area);
            graphics.setClip(clip);
        });
    }

    /** Pixels, {@value Figure#SCALE} a point each way, of these opaque colours (at most 255) and none else. */
    static Layer pixels(List<Color> colors, Painter painter) {
        IndexColorModel model = colorModel(colors);
        return new Layer((graphics, area) -> {
            Rectangle2D bounds = area.bounds();
            double left = Math.floor(bounds.getMinX());
            double top = Math.floor(bounds.getMinY());
            int width = (int) Math.ceil(bounds.getMaxX() - left);
            int height = (int) Math.ceil(bounds.getMaxY() - top);
            BufferedImage image = new BufferedImage(
                    width * Figure.SCALE, height * Figure.SCALE, BufferedImage.TYPE_BYTE_INDEXED, model);
            Graphics2D onto = image.createGraphics();
            onto.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
            onto.scale(Figure.SCALE, Figure.SCALE);
            onto.translate(-left, -top);
            painter.paint(onto, area);
            onto.dispose();
            AffineTransform place = AffineTransform.getTranslateInstance(left, top);
            place.scale(1.0 / Figure.SCALE, 1.0 / Figure.SCALE);
            graphics.drawImage(image, place, null);
        });
    }

    @Override
    public void draw(
            Graphics2D graphics,
            XYPlot plot,
            Rectangle2D area,
            ValueAxis across,
            ValueAxis upwards,
            int renderer,
            PlotRenderingInfo info) {
        painter.paint(graphics, new Area(area, across, upwards));
    }

    /** Colour 0 is transparent: what is not drawn over. */
    private static IndexColorModel colorModel(List<Color> colors) {
        int size = colors.size() + 1;
        byte[] red = new byte[size];
        byte[] green = new byte[size];
        byte[] blue = new byte[size];
        for (int i = 1; i < size; i++) {
            red[i] = (byte) colors.get(i - 1).getRed();
            green[i] = (byte) colors.get(i - 1).getGreen();
            blue[i] = (byte) colors.get(i - 1).getBlue();
        }
        return new IndexColorModel(8, size, red, green, blue, 0);
    }
}
