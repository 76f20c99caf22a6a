package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the notebooks from top to bottom, where {@code -Pnotebooks} asks for it, as {@code notebooks/jupyter} does, and holds the results to the committed ones. */
@Tag("notebooks")
class NotebooksIT {

    private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d,]*(\\.\\d+)?(e-?\\d+)?");

    /** TensorFlow adds in an order that depends on the processor. */
    private static final Percentage TOLERANCE = Percentage.withPercentage(5);

    @TempDir
    Path folder;

    static List<Path> notebooks() throws IOException {
        return Notebook.files();
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void notebook_runAgain_showsWhatIsCommitted(Path file) throws IOException {
        assertThat(System.getenv("PATH").split(File.pathSeparator))
                .as("PATH; -Pnotebooks needs Debian's jupyter-nbconvert and jupyter-client, or pip's")
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "jupyter-nbconvert")));

        Notebook run = Notebook.read(run(file));

        List<Notebook.Cell> expected = Notebook.read(file).code();
        assertThat(run.code())
                .extracting(Notebook.Cell::source)
                .isEqualTo(expected.stream().map(Notebook.Cell::source).toList());
        for (int i = 0; i < expected.size(); i++) {
            assertSame(run.code().get(i), expected.get(i));
        }
    }

    private Path run(Path file) throws IOException {
        Launcher.of(Notebook.FOLDER.resolve("jupyter"), folder)
                .with("FAIRDEAL_BUILD", "never")
                .with("HOME", folder.toString()) // nobody's Jupyter settings
                .run(
                        "nbconvert",
                        "--to=notebook",
                        "--execute",
                        "--ExecutePreprocessor.startup_timeout=120",
                        "--output-dir=" + folder,
                        file.toString())
                .requireDone();
        return folder.resolve(file.getFileName());
    }

    /** The same words, numbers that are about the same, and for each picture one of the same size that shows the same. */
    private static void assertSame(Notebook.Cell run, Notebook.Cell committed) throws IOException {
        assertThat(NUMBER.matcher(run.printed()).replaceAll("#"))
                .as(run.source())
                .isEqualTo(NUMBER.matcher(committed.printed()).replaceAll("#"));
        List<Double> numbers = numbers(run.printed());
        List<Double> expected = numbers(committed.printed());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(numbers.get(i)).as(run.printed()).isCloseTo(expected.get(i), TOLERANCE);
        }
        assertThat(run.pictures()).as(run.source()).hasSameSizeAs(committed.pictures());
        for (int i = 0; i < committed.pictures().size(); i++) {
            BufferedImage picture = Notebook.picture(run.pictures().get(i));
            BufferedImage before = Notebook.picture(committed.pictures().get(i));
            assertThat(List.of(picture.getWidth(), picture.getHeight()))
                    .isEqualTo(List.of(before.getWidth(), before.getHeight()));
            assertThat(PictureDifference.between(picture, before))
                    .as(run.source())
                    .isLessThan(PictureDifference.MOST_OF_THE_SAME);
        }
    }

    private static List<Double> numbers(String text) {
        return NUMBER.matcher(text)
                .results()
                .map(MatchResult::group)
                .map(number -> Double.valueOf(number.replace(",", "")))
                .toList();
    }
}
