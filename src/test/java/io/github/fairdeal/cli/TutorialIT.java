package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs docs/tutorial.md: its commands, in order, in a folder with some photos, and its program. */
class TutorialIT {

    private static final int IMAGES_OF_CLASS = 100;

    @TempDir
    Path folder;

    @Test
    void commandsOfTheTutorial_inOrder_work() throws IOException {
        for (String name : List.of("jobs", "conf", "target")) {
            Files.createSymbolicLink(folder.resolve(name), Launcher.HOME.resolve(name));
        }
        draw("cat", Color.ORANGE);
        draw("dog", Color.GRAY);

        StringBuilder out = new StringBuilder();
        for (MarkdownPage.Block block : MarkdownPage.of("tutorial.md").blocks()) {
            switch (block.language()) {
                case "java" -> Files.writeString(folder.resolve("Train.java"), block.text());
                case "bash" -> out.append(run(block.text()));
                default -> throw new AssertionError("neither command nor program: " + block);
            }
        }

        assertThat(out)
                .containsSubsequence(
                        "prepared 200 images with 2 labels",
                        "cat",
                        "dog",
                        "BIASED",
                        "shuffled 200 path records into 4 shards",
                        "sound: 200 records",
                        "EVEN",
                        "record 0, offset 0: index ",
                        "position 20: ",
                        "position 200: ");
    }

    private String run(String commands) throws IOException {
        return Launcher.of(Path.of("/bin/bash"), folder)
                .with("FAIRDEAL_BUILD", "never")
                .with("FAIRDEAL_HEAP", "1g")
                .with("FAIRDEAL_JAVA", "-XX:TieredStopAtLevel=1")
                .run("-euo", "pipefail", "-c", commands)
                .requireDone()
                .out();
    }

    /** Pictures of a class, PNG and JPEG in turn, no two of a size. */
    private void draw(String name, Color color) throws IOException {
        Path files = Files.createDirectories(folder.resolve("photos").resolve(name));
        for (int i = 0; i < IMAGES_OF_CLASS; i++) {
            BufferedImage image = new BufferedImage(40 + i, 60 + i, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            graphics.setColor(color);
            graphics.fillOval(i % 20, i % 30, 30, 40);
            graphics.dispose();
            String format = i % 2 == 0 ? "png" : "jpg";
            ImageIO.write(image, format, files.resolve(i + "." + format).toFile());
        }
    }
}
