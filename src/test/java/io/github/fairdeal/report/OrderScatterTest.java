package io.github.fairdeal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.bias.OrderSample;
import io.github.fairdeal.bias.OrderSampler;
import io.github.fairdeal.bias.ShardRecorder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class OrderScatterTest {

    private static final int RECORDS = 70_000;

    @Test
    void sortedOrder_isADiagonalOfIndexes() throws IOException {
        BufferedImage image = drawn(
                "order-sorted.png",
                OrderScatter.of(sample(sorted(), 7_000))
                        .title("As sorted: order of reading against label. A batch sees one label."));
        assertThat(image.getWidth()).isEqualTo(1600);
        assertThat(image.getHeight()).isEqualTo(700);
        assertThat(ink(image, 150, 140, 350, 340))
                .as("upper left of the index panel")
                .isLessThan(0.05);
    }

    @Test
    void uniformOrder_fillsTheIndexPanel() throws IOException {
        int[] order = sorted();
        SplittableRandom random = new SplittableRandom(1);
        for (int last = RECORDS - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            int swapped = order[last];
            order[last] = order[other];
            order[other] = swapped;
        }
        BufferedImage image = drawn(
                "order-epoch.png",
                OrderScatter.of(sample(order, 7_000))
                        .title("As shuffled: order of reading against label. Every batch sees every label."));
        assertThat(ink(image, 150, 140, 350, 340))
                .as("upper left of the index panel")
                .isGreaterThan(0.2);
    }

    @Test
    void manyLabels_areCountedNotNamed() throws IOException {
        assertThat(drawn("order-many-labels.png", OrderScatter.of(sample(sorted(), 70)))
                        .getWidth())
                .isEqualTo(1600);
    }

    @Test
    void labelThatNeverComes_hasItsPlaceOnTheAxis_ifAllAreTold() throws IOException {
        OrderSampler sampler = new OrderSampler();
        for (int t = 0; t < 1_000; t++) {
            sampler.add(t, ShardRecorder.NONE, t / 500);
        }
        OrderScatter scatter = OrderScatter.of(sampler.snapshot());
        assertThat(text(scatter)).contains(">1<").doesNotContain(">77<");
        assertThat(text(scatter.labels(List.of(0L, 1L, 77L)))).contains(">1<", ">77<");
        assertThatThrownBy(() -> scatter.labels(List.of(0L, 77L))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void labelsAlone_areOnePanel() throws IOException {
        OrderSampler sampler = new OrderSampler();
        for (int t = 0; t < 1_000; t++) {
            sampler.add(t, ShardRecorder.NONE, t / 500);
        }
        assertThat(drawn("order-labels-alone.png", OrderScatter.of(sampler.snapshot()))
                        .getWidth())
                .isEqualTo(1600);
    }

    @Test
    void neitherIndexNorLabel_isRefused() {
        OrderSampler sampler = new OrderSampler();
        sampler.add(0, ShardRecorder.NONE, ShardRecorder.NO_LABEL);
        OrderSample nothing = sampler.snapshot();
        assertThatThrownBy(() -> OrderScatter.of(nothing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing to draw");
    }

    private static int[] sorted() {
        int[] order = new int[RECORDS];
        for (int t = 0; t < RECORDS; t++) {
            order[t] = t;
        }
        return order;
    }

    private static OrderSample sample(int[] order, int recordsALabel) {
        OrderSampler sampler = new OrderSampler();
        for (int t = 0; t < order.length; t++) {
            sampler.add(t, order[t], order[t] / recordsALabel);
        }
        return sampler.snapshot();
    }

    private static String text(OrderScatter scatter) {
        return new String(scatter.figure().svg(), StandardCharsets.UTF_8);
    }

    /** The picture, also left under target/ to be looked at. */
    private static BufferedImage drawn(String name, OrderScatter scatter) throws IOException {
        byte[] png = scatter.figure().png();
        Files.write(
                Files.createDirectories(Path.of("target", "figures")).resolve(name.replace(".png", ".svg")),
                scatter.figure().svg());
        Path folder = Files.createDirectories(Path.of("target", "figures"));
        Files.write(folder.resolve(name), png);
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    /** Share of pixels that are darker than gridlines. */
    private static double ink(BufferedImage image, int fromX, int fromY, int toX, int toY) {
        int dark = 0;
        for (int x = fromX; x < toX; x++) {
            for (int y = fromY; y < toY; y++) {
                int rgb = image.getRGB(x, y);
                if (Math.min(rgb & 0xFF, Math.min(rgb >> 8 & 0xFF, rgb >> 16 & 0xFF)) < 0xC0) {
                    dark++;
                }
            }
        }
        return (double) dark / ((toX - fromX) * (toY - fromY));
    }
}
