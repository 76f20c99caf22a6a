package io.github.fairdeal.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;

/**
 * A finished picture: a title that says what is seen, and panels in rows. Same values, same Java, same fonts: same bytes.
 */
public final class Figure {

    /** Pixels a point, for sharp print and screens. */
    static final int SCALE = 2;

    /** As wide as a README shows pictures. */
    private static final int WIDTH = 800;

    private static final int SLIDE_WIDTH = 1920;
    private static final int SLIDE_HEIGHT = 1080;

    private static final int HEADING_HEIGHT = 52;
    private static final int PANEL_HEADING_HEIGHT = 22;
    private static final int MARGIN = 14;

    private final String name;
    private final String title;
    private final String subtitle;
    private final int columns;
    private final int panelHeight;
    private final List<Panel> panels;

    /**
     * @param name of its files, without ending
     * @param title what is seen, in words
     * @param subtitle what is drawn, and how to read it
     * @param columns panels side by side
     * @param panelHeight in points, of the plot alone
     * @param panels row after row
     */
    Figure(String name, String title, String subtitle, int columns, int panelHeight, List<Panel> panels) {
        this.name = name;
        this.title = title;
        this.subtitle = subtitle;
        this.columns = columns;
        this.panelHeight = panelHeight;
        this.panels = List.copyOf(panels);
    }

    /** Stem of its file names: {@code order}, {@code accuracy}. */
    public String name() {
        return name;
    }

    /** What is seen, in words. */
    public String title() {
        return title;
    }

    /** What is drawn, and how to read it. */
    public String subtitle() {
        return subtitle;
    }

    /** The picture for a README, 1,600 pixels wide. */
    public byte[] png() {
        return png(WIDTH * SCALE, (HEADING_HEIGHT + bodyHeight()) * SCALE);
    }

    /** The picture for a slide, 1,920 by 1,080 pixels, in the middle and as large as fits. */
    public byte[] slide() {
        return png(SLIDE_WIDTH, SLIDE_HEIGHT);
    }

    private byte[] png(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        int ownHeight = HEADING_HEIGHT + bodyHeight();
        double scale = Math.min((double) width / WIDTH, (double) height / ownHeight);
        graphics.translate((width - scale * WIDTH) / 2, (height - scale * ownHeight) / 2);
        graphics.scale(scale, scale);
        smooth(graphics);
        drawHeading(graphics);
        graphics.translate(0, HEADING_HEIGHT);
        drawPanels(graphics);
        graphics.dispose();
        return encoded(image);
    }

    /** The picture as an SVG document. Where there are thousands of dots they are an image within. */
    public byte[] svg() {
        SvgDrawing drawing = new SvgDrawing(name, WIDTH, HEADING_HEIGHT + bodyHeight());
        Graphics2D graphics = drawing.graphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WIDTH, HEADING_HEIGHT + bodyHeight());
        drawHeading(graphics);
        graphics.translate(0, HEADING_HEIGHT);
        drawPanels(graphics);
        return drawing.text(title, subtitle).getBytes(StandardCharsets.UTF_8);
    }

    /** The panels alone, as an {@code svg} element for a page that has the title in its own words. */
    String svgElement() {
        SvgDrawing drawing = new SvgDrawing(name, WIDTH, bodyHeight());
        drawPanels(drawing.graphics());
        return drawing.text(title, subtitle);
    }

    private static void smooth(Graphics2D graphics) {
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    private int bodyHeight() {
        return (panels.size() + columns - 1) / columns * (panelHeight + panelHeading());
    }

    private int panelHeading() {
        return panels.stream().anyMatch(panel -> !panel.heading().isEmpty()) ? PANEL_HEADING_HEIGHT : 0;
    }

    private void drawHeading(Graphics2D graphics) {
        graphics.setColor(Palette.INK);
        graphics.setFont(Axes.HEADING);
        graphics.drawString(title, MARGIN, 25);
        graphics.setColor(Palette.MUTED_INK);
        graphics.setFont(Axes.SMALL);
        graphics.drawString(subtitle, MARGIN, 43);
    }

    private void drawPanels(Graphics2D graphics) {
        double width = (WIDTH - MARGIN) / (double) columns;
        for (int i = 0; i < panels.size(); i++) {
            double left = i % columns * width;
            int row = i / columns;
            double top = row * (double) (panelHeight + panelHeading());
            graphics.setColor(Palette.INK);
            graphics.setFont(Axes.PANEL_HEADING);
            graphics.drawString(panels.get(i).heading(), (float) left + MARGIN, (float) top + 16);
            JFreeChart chart = new JFreeChart(null, null, panels.get(i).plot(), false);
            chart.setBackgroundPaint(Color.WHITE);
            chart.draw(graphics, new Rectangle2D.Double(left, top + panelHeading(), width, panelHeight));
        }
    }

    private static byte[] encoded(BufferedImage image) {
        try {
            return ChartUtils.encodeAsPNG(image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
