package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a picture of little ink: the chart of notebook 03, a red curve and a blue one on white. */
class PictureDifferenceTest {

    private BufferedImage chart;

    @BeforeEach
    void readChart() throws IOException {
        Path notebook = Notebook.FOLDER.resolve("03-train-from-an-epoch.ipynb");
        for (Notebook.Cell cell : Notebook.read(notebook).code()) {
            if (cell.source().contains("JFreeChart")) {
                chart = Notebook.picture(cell.pictures().get(0));
            }
        }
    }

    @Test
    void pictureMovedByAPixel_isTheSame() {
        assertThat(PictureDifference.between(chart, moved(1, 0))).isLessThan(0.001);
        assertThat(PictureDifference.between(chart, moved(0, -1))).isLessThan(0.001);
        assertThat(PictureDifference.between(chart, moved(1, 1))).isLessThan(0.001);
    }

    @Test
    void pictureWithoutACurve_isAnother_bothWays() {
        BufferedImage withoutRed = without(colour -> red(colour) > blue(colour) + 20);
        BufferedImage withoutBlue = without(colour -> blue(colour) > red(colour) + 20);

        assertThat(PictureDifference.between(chart, withoutRed)).isGreaterThan(PictureDifference.MOST_OF_THE_SAME);
        assertThat(PictureDifference.between(withoutRed, chart)).isGreaterThan(PictureDifference.MOST_OF_THE_SAME);
        assertThat(PictureDifference.between(chart, withoutBlue)).isGreaterThan(PictureDifference.MOST_OF_THE_SAME);
        assertThat(PictureDifference.between(withoutRed, withoutBlue))
                .isGreaterThan(PictureDifference.MOST_OF_THE_SAME);
    }

    @Test
    void curvesWhoseColoursAreExchanged_areOthers() {
        BufferedImage exchanged = copy();
        for (int y = 0; y < chart.getHeight(); y++) {
            for (int x = 0; x < chart.getWidth(); x++) {
                int colour = chart.getRGB(x, y);
                exchanged.setRGB(x, y, new Color(blue(colour), green(colour), red(colour)).getRGB());
            }
        }

        assertThat(PictureDifference.between(chart, exchanged)).isGreaterThan(PictureDifference.MOST_OF_THE_SAME);
    }

    @Test
    void emptyPicture_isAnother_andTheSameAsItself() {
        BufferedImage empty = without(colour -> true);

        assertThat(PictureDifference.between(chart, empty)).isEqualTo(1);
        assertThat(PictureDifference.between(empty, chart)).isEqualTo(1);
        assertThat(PictureDifference.between(empty, empty)).isZero();
    }

    private BufferedImage moved(int right, int down) {
        BufferedImage moved = copy();
        Graphics2D graphics = moved.createGraphics();
        graphics.drawImage(chart, right, down, null);
        graphics.dispose();
        return moved;
    }

    private BufferedImage without(IntPredicate erased) {
        BufferedImage rest = copy();
        for (int y = 0; y < rest.getHeight(); y++) {
            for (int x = 0; x < rest.getWidth(); x++) {
                if (erased.test(rest.getRGB(x, y))) {
                    rest.setRGB(x, y, Color.WHITE.getRGB());
                }
            }
        }
        return rest;
    }

    private BufferedImage copy() {
        BufferedImage copy = new BufferedImage(chart.getWidth(), chart.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = copy.createGraphics();
        graphics.drawImage(chart, 0, 0, null);
        graphics.dispose();
        return copy;
    }

    private static int red(int colour) {
        return colour >> 16 & 0xFF;
    }

    private static int green(int colour) {
        return colour >> 8 & 0xFF;
    }

    private static int blue(int colour) {
        return colour & 0xFF;
    }
}
