package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the committed notebooks show. That their code still does it is for {@link NotebooksIT} to see. */
class NotebooksTest {

    private static final long MAX_BYTES = 400_000;

    /** What a text says in bold is a result. */
    private static final Pattern RESULT = Pattern.compile("\\*\\*(.+?)\\*\\*");

    static List<Path> notebooks() throws IOException {
        return Notebook.files();
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void notebook_wasRunFromTopToBottomWithoutFailure(Path file) throws IOException {
        List<Notebook.Cell> code = Notebook.read(file).code();

        assertThat(code)
                .extracting(Notebook.Cell::count)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, code.size()).boxed().toList());
        assertThat(code).noneMatch(Notebook.Cell::hasFailed);
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void notebook_hasPictures_isSmall_andNamesNoMachine(Path file) throws IOException {
        assertThat(Notebook.read(file).code())
                .anySatisfy(cell -> assertThat(cell.pictures()).isNotEmpty());
        assertThat(Files.size(file)).isLessThan(MAX_BYTES);
        assertThat(Files.readString(file)).doesNotContainPattern("[ \"'(]/(home|root|tmp|Users|work|mnt)/");
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void resultsInTheText_areThoseOfTheCode(Path file) throws IOException {
        Notebook notebook = Notebook.read(file);
        List<String> results = notebook.cells().stream()
                .filter(cell -> !cell.isCode())
                .flatMap(cell -> RESULT.matcher(cell.source()).results().map(result -> result.group(1)))
                .toList();

        assertThat(results).isNotEmpty().allSatisfy(result -> assertThat(notebook.printed())
                .contains(result));
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void notebook_isInTheReadme(Path file) throws IOException {
        assertThat(Notebook.FOLDER.resolve("README.md")).content().contains("(" + file.getFileName() + ")");
    }
}
