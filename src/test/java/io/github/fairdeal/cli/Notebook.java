package io.github.fairdeal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;

/** A Jupyter notebook as its file holds it (nbformat 4): texts, code, and what the code printed and drew when last run. */
record Notebook(Path file, List<Cell> cells) {

    /** Where the notebooks are. */
    static final Path FOLDER = Launcher.HOME.resolve("notebooks");

    /**
     * A cell.
     *
     * @param count of execution, 0 for text or code that was not run
     * @param pictures as PNG
     */
    record Cell(boolean isCode, int count, String source, String printed, boolean hasFailed, List<byte[]> pictures) {}

    /** All notebooks of the project, by name. */
    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList();
        }
    }

    static Notebook read(Path file) throws IOException {
        List<Cell> cells = new ArrayList<>();
        for (JsonNode cell : new ObjectMapper().readTree(file.toFile()).path("cells")) {
            cells.add(cell(cell));
        }
        return new Notebook(file, List.copyOf(cells));
    }

    List<Cell> code() {
        return cells.stream().filter(Cell::isCode).toList();
    }

    /** All that was printed. */
    String printed() {
        return String.join("\n", cells.stream().map(Cell::printed).toList());
    }

    static BufferedImage picture(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static Cell cell(JsonNode cell) {
        StringBuilder printed = new StringBuilder();
        List<byte[]> pictures = new ArrayList<>();
        boolean hasFailed = false;
        for (JsonNode output : cell.path("outputs")) {
            hasFailed |= output.path("output_type").asText().equals("error");
            if (!output.path("name").asText().equals("stderr")) { // remarks of the machine
                printed.append(text(output.path("text")));
            }
            JsonNode data = output.path("data");
            if (data.has("image/png")) {
                pictures.add(Base64.getMimeDecoder().decode(text(data.path("image/png"))));
            } else {
                printed.append(text(data.path("text/html")));
            }
        }
        return new Cell(
                cell.path("cell_type").asText().equals("code"),
                cell.path("execution_count").asInt(),
                text(cell.path("source")),
                printed.toString(),
                hasFailed,
                pictures);
    }

    /** A string, or the strings that it is made of. */
    private static String text(JsonNode lines) {
        return lines.isArray()
                ? String.join(
                        "",
                        StreamSupport.stream(lines.spliterator(), false)
                                .map(JsonNode::asText)
                                .toList())
                : lines.asText();
    }
}
