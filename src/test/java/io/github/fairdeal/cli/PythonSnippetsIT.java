package io.github.fairdeal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fairdeal.read.Batch;
import io.github.fairdeal.read.EpochReader;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.storage.Storage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the Python of docs/from-tf-data.md, as it stands, on an epoch of each sort: the same images in the same order must
 * come as from {@link EpochReader}. The build brings no Python with TensorFlow or PyTorch: {@code FAIRDEAL_PYTHON} names one,
 * {@code python3} is asked otherwise.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PythonSnippetsIT {

    private static final String PYTHON = System.getenv().getOrDefault("FAIRDEAL_PYTHON", "python3");
    private static final int CLASSES = 3;
    private static final int IMAGES_OF_CLASS = 30;
    private static final int HEIGHT = 24;
    private static final int WIDTH = 32;

    /** What the page has a function or a class for. */
    private enum Sort {
        PATHS("path", "path", "load", "Epoch"),
        PIXELS("image", "image", "load_pixels", null),
        ENCODED("image --payload encoded", "image", "load_encoded", "EncodedEpoch"),
        PACKED("pack", "path", "load_packed", "PackedEpoch");

        private final String prepared;
        private final String shuffled;
        private final String function;
        private final String dataset;

        Sort(String prepared, String shuffled, String function, String dataset) {
            this.prepared = prepared;
            this.shuffled = shuffled;
            this.function = function;
            this.dataset = dataset;
        }
    }

    /** Where {@code dataset} is one of this sort. */
    private final Map<Sort, Path> folders = new EnumMap<>(Sort.class);

    private MarkdownPage page;

    /** An image a line, in the epoch's order. */
    private List<String> expected;

    @BeforeAll
    void prepare(@TempDir Path folder) throws IOException {
        assume("PIL");
        page = MarkdownPage.of("from-tf-data.md");
        draw(folder);
        for (Sort sort : Sort.values()) {
            Path own = Files.createDirectories(folder.resolve(sort.name()));
            run(own, "prepare --source manifest --input ../photos.csv --output dataset --kinds " + sort.prepared);
            run(own, "shuffle --seed 5 --shards 3 --dataset dataset --kind " + sort.shuffled);
            folders.put(sort, own);
        }
        expected = read(folders.get(Sort.PATHS).resolve("dataset"));
    }

    @Test
    void tensorFlow_yieldsTheImagesOfTheEpochInItsOrder() throws Exception {
        assume("tensorflow");
        String first = page.blockWith("def load(");
        for (Sort sort : Sort.values()) {
            String own = page.blockWith("def " + sort.function + "(");
            List<String> lines = python(
                    sort,
                    own.equals(first) ? first : first + own,
                    """
                    import hashlib
                    if %1$s is load:
                        for images, labels in batches:
                            print("BATCH", images.shape, labels.shape)
                    tf.image.resize = lambda image, size: image  # all have one size, and their own pixels can be compared
                    for image, label in tf.data.TFRecordDataset(files).map(%1$s):
                        print("IMAGE", label.numpy(), hashlib.sha256(image.numpy().tobytes()).hexdigest())
                    """
                            .formatted(sort.function));

            assertThat(images(lines)).as("%s", sort).isEqualTo(expected);
            if (sort == Sort.PATHS) {
                assertThat(lines)
                        .containsSubsequence(
                                "BATCH (32, 224, 224, 3) (32,)",
                                "BATCH (32, 224, 224, 3) (32,)",
                                "BATCH (26, 224, 224, 3) (26,)");
            }
        }
    }

    @Test
    void pyTorch_yieldsTheImagesOfTheEpochInItsOrder() throws Exception {
        assume("torch");
        String snippets = page.blockWith("class Epoch(") + page.blockWith("class PackedEpoch(");
        String loader = page.blockWith("DataLoader(");
        for (Sort sort : Sort.values()) {
            if (sort.dataset == null) {
                continue; // the page has none for raw pixels
            }
            List<String> lines = python(
                    sort,
                    snippets,
                    """
                    import hashlib, numpy
                    for image, label in %s("dataset/epochs/epoch-000000", numpy.array):
                        print("IMAGE", label, hashlib.sha256(image.tobytes()).hexdigest())
                    def transform(image):
                        return numpy.array(image)
                    """
                                    .formatted(sort.dataset)
                            + loader.replace("Epoch(", sort.dataset + "(")
                            + """
                            for images, labels in batches:
                                for image, label in zip(images, labels):
                                    print("LOADED", label.item(), hashlib.sha256(image.numpy().tobytes()).hexdigest())
                            """);

            assertThat(images(lines)).as("%s", sort).isEqualTo(expected);
            assertThat(lines.stream()
                            .filter(line -> line.startsWith("LOADED "))
                            .map(line -> line.substring("LOADED ".length())))
                    .as("%s, with workers", sort)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static void draw(Path folder) throws IOException {
        Random random = new Random(1);
        List<String> rows = new ArrayList<>(List.of("path,label"));
        for (int label = 0; label < CLASSES; label++) {
            Path files = Files.createDirectories(folder.resolve("photos/class " + label));
            for (int i = 0; i < IMAGES_OF_CLASS; i++) {
                BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
                for (int pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
                    image.setRGB(pixel % WIDTH, pixel / WIDTH, random.nextInt(1 << 24));
                }
                Path file = files.resolve(i + ".png");
                ImageIO.write(image, "png", file.toFile());
                rows.add("%s,%d".formatted(folder.relativize(file), label - 1)); // one of them is negative
            }
        }
        Files.write(folder.resolve("photos.csv"), rows);
    }

    private static void run(Path folder, String command) throws IOException {
        Launcher.in(folder).run(command.split(" ")).requireDone();
    }

    private static List<String> read(Path dataset) throws IOException {
        List<String> images = new ArrayList<>();
        byte[] pixels = new byte[HEIGHT * WIDTH * 3];
        try (EpochReader reader = EpochReader.open(Storage.local(), dataset.toString(), 0, ReadOptions.defaults())) {
            while (reader.hasNext()) {
                try (Batch batch = reader.next()) {
                    for (int i = 0; i < batch.size(); i++) {
                        batch.pixels().get(i * pixels.length, pixels);
                        images.add(batch.label(i) + " " + sha256(pixels));
                    }
                }
            }
        }
        assertThat(images).hasSize(CLASSES * IMAGES_OF_CLASS).doesNotHaveDuplicates();
        return images;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static List<String> images(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("IMAGE "))
                .map(line -> line.substring("IMAGE ".length()))
                .toList();
    }

    private List<String> python(Sort sort, String... parts) throws IOException, InterruptedException {
        Path folder = folders.get(sort);
        Path script = Files.writeString(folder.resolve("snippet.py"), String.join("\n", parts));
        Process process = new ProcessBuilder(PYTHON, script.toString())
                .directory(folder.toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        process.getInputStream().transferTo(out);
        assertThat(process.waitFor())
                .as("%s: %s", sort, Files.readString(folder.resolve("err")))
                .isZero();
        return out.toString(UTF_8).lines().toList();
    }

    private static void assume(String module) {
        boolean isThere;
        try {
            isThere = new ProcessBuilder(PYTHON, "-c", "import " + module)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            isThere = false; // no Python at all
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (!isThere) {
            System.err.printf(
                    "Skipped: Python: %s cannot import %s; FAIRDEAL_PYTHON names one that can%n", PYTHON, module);
        }
        assumeTrue(isThere, PYTHON + " cannot import " + module);
    }
}
