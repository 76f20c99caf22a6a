package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

    @TempDir
    Path folder;

    @Test
    void demo_tellsItsStory_drawsTwoPictures_andReplacesAnEarlierDemoOnly() throws IOException {
        Path output = folder.resolve("my demo");
        Path sorted = output.resolve("order-sorted.png");
        Path epoch = output.resolve("order-epoch.png");

        Outcome first = Launcher.in(folder).run("demo", "--count", "5000", "--output", "my demo");

        assertThat(first.complaints()).isEmpty();
        assertThat(first.exitCode()).isZero();
        assertThat(first.out())
                .containsPattern("1\\. prepare  5,000 images of 10 classes")
                .containsPattern("2\\. audit .*BIASED")
                .containsPattern("3\\. shuffle .*16 shards")
                .containsPattern("4\\. verify .*every index exactly once")
                .containsPattern("5\\. feed .*TensorFlow saw 5,000 images")
                .containsPattern("6\\. audit .*EVEN")
                .contains("" + sorted, "" + epoch);
        assertPicture(sorted);
        assertPicture(epoch);
        assertThat(Files.mismatch(sorted, epoch)).isNotEqualTo(-1);

        Outcome second = Launcher.in(folder).run("demo", "--count", "400", "--output", "my demo", "--json");

        assertThat(second.exitCode()).as(second.err()).isZero();
        JsonNode summary = second.json();
        assertThat(summary.path("records").asLong()).isEqualTo(400);
        assertThat(summary.path("sortedVerdict").asText()).isEqualTo("BIASED");
        assertThat(summary.path("epochVerdict").asText()).isEqualTo("EVEN");
        assertPicture(Path.of(summary.path("pictures").path("epoch").asText()));

        Files.writeString(output.resolve("thesis.txt"), "mine");
        Outcome third = Launcher.in(folder).run("demo", "--count", "400", "--output", "my demo");

        assertThat(third.exitCode()).isEqualTo(2);
        assertThat(third.complaints()).singleElement().asString().contains("thesis.txt", "choose another --output");
        assertThat(output.resolve("thesis.txt")).hasContent("mine");
        assertThat(sorted).exists();
        assertThat(output.resolve("dataset/dataset.json")).exists();
    }

    private static void assertPicture(Path file) throws IOException {
        BufferedImage picture = ImageIO.read(file.toFile());
        assertThat(picture.getWidth()).isEqualTo(1600);
        assertThat(picture.getHeight()).isEqualTo(700);
    }
}
