package io.github.fairdeal.report;

import io.github.fairdeal.bias.OrderSample;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;

/**
 * An order as a picture: order of reading from left to right, and upwards the record's index in one panel, its label in
 * the other. Sorted data is a line and a staircase, a buffer shuffle a band, an even shuffle a cloud.
 *
 * <p>The scale depends on the number of records only, so that pictures of the same records before and after a shuffle
 * compare. A panel for which the records have nothing to show is left out.
 */
public final class OrderScatter {

    /** Size in points; a PNG has {@link #SCALE} times as many pixels each way, for sharp print and screens. */
    private static final int WIDTH = 800;

    private static final int HEIGHT = 350;
    private static final int SCALE = 2;
    private static final int HEADING = 52;
    private static final int MARGIN = 14;

    private final OrderSample sample;
    private String title = "Order of reading against index and label";
    private String subtitle;

    private OrderScatter(OrderSample sample) {
        this.sample = sample;
        this.subtitle = sample.points() == sample.records()
                ? String.format(Locale.ROOT, "All %,d records.", sample.records())
                : String.format(Locale.ROOT, "%,d of %,d records, drawn at random.", sample.points(), sample.records());
    }

    /**
     * The picture of {@code sample}.
     *
     * @throws IllegalArgumentException if its records have neither index nor label
     */
    public static OrderScatter of(OrderSample sample) {
        if (sample.maxIndex() < 0 && sample.distinctLabels().length == 0) {
            throw new IllegalArgumentException("nothing to draw: " + sample + " has neither indexes nor labels");
        }
        return new OrderScatter(sample);
    }

    /** What is seen, in words: "As sorted: a batch sees one label." */
    public OrderScatter title(String words) {
        this.title = words;
        return this;
    }

    /** A second, smaller line. Default: how many records are shown. */
    public OrderScatter subtitle(String words) {
        this.subtitle = words;
        return this;
    }

    /** The picture, 1600×700 pixels. Same sample, same Java, same fonts: same bytes. */
    public byte[] png() {
        BufferedImage image = new BufferedImage(WIDTH * SCALE, HEIGHT * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.scale(SCALE, SCALE);
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, WIDTH, HEIGHT);
            drawHeading(graphics);
            drawPanels(graphics);
        } finally {
            graphics.dispose();
        }
        return encoded(image);
    }

    private void drawHeading(Graphics2D graphics) {
        graphics.setColor(Palette.INK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        graphics.drawString(title, MARGIN, 25);
        graphics.setColor(Palette.MUTED_INK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11));
        graphics.drawString(subtitle, MARGIN, 42);
    }

    private void drawPanels(Graphics2D graphics) {
        ScatterPanel panel = new ScatterPanel(sample);
        List<XYPlot> plots = new ArrayList<>();
        if (sample.maxIndex() >= 0) {
            plots.add(panel.ofIndex());
        }
        if (sample.distinctLabels().length > 0) {
            plots.add(panel.ofLabel());
        }
        double width = (WIDTH - MARGIN) / (double) plots.size();
        for (int i = 0; i < plots.size(); i++) {
            JFreeChart chart = new JFreeChart(null, null, plots.get(i), false);
            chart.setBackgroundPaint(Color.WHITE);
            chart.draw(graphics, new Rectangle2D.Double(i * width, HEADING, width, HEIGHT - HEADING));
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
