package io.github.fairdeal.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Local files that are read at scattered offsets, mapped where ranges are short, and read where they are long. */
class ScatteredFileTest {

    private static final int SHORT = 10;
    private static final int LONG = 100_000;
    private static final int BYTES = 1 << 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {SHORT, LONG})
    void reads_anywhere_giveTheFilesBytes(int length) throws IOException {
        byte[] content = new byte[BYTES];
        new Random(1).nextBytes(content);
        Path path = Files.write(folder.resolve("file"), content);
        byte[] target = new byte[3 * length];
        Ranges ranges = new Ranges();
        ranges.add(700_000, 0, length);
        ranges.add(5_000, length, length);
        ranges.add(BYTES - length, 2 * length, length);
        try (PositionedFile file = Storage.local().openScattered(path.toString(), length)) {
            file.readAll(ranges, target);
            for (int i = 0; i < ranges.count(); i++) {
                int position = (int) ranges.position(i);
                assertThat(Arrays.copyOfRange(target, ranges.offset(i), ranges.offset(i) + length))
                        .isEqualTo(Arrays.copyOfRange(content, position, position + length));
            }
            file.readFully(123, target, length, length);
            assertThat(Arrays.copyOfRange(target, length, 2 * length))
                    .isEqualTo(Arrays.copyOfRange(content, 123, 123 + length));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SHORT, LONG})
    void read_beyondTheEnd_namesTheFile(int length) throws IOException {
        Path path = Files.write(folder.resolve("file"), new byte[BYTES]);
        Ranges ranges = new Ranges();
        ranges.add(BYTES - length + 1, 0, length);
        try (PositionedFile file = Storage.local().openScattered(path.toString(), length)) {
            assertThatThrownBy(() -> file.readAll(ranges, new byte[length]))
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("file: ends before offset");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {SHORT, LONG})
    void open_noSuchFile_saysSo(int length) {
        assertThatThrownBy(() ->
                        Storage.local().openScattered(folder.resolve("none").toString(), length))
                .isInstanceOf(FileNotFoundException.class);
    }

    /** A mapping outlives its file; what is opened again says which file is missing. */
    @ParameterizedTest
    @CsvSource({"16383, false", "16384, true"})
    void read_ofAFileThatIsGone_saysSoIfItIsNotMapped(int length, boolean isMissing) throws IOException {
        Path path = Files.write(folder.resolve("file"), new byte[BYTES]);
        try (PositionedFile file = Storage.local().openScattered(path.toString(), length)) {
            Files.delete(path);
            ThrowingCallable read = () -> file.readFully(0, new byte[length], 0, length);
            if (isMissing) {
                assertThatThrownBy(read)
                        .isInstanceOf(FileNotFoundException.class)
                        .hasMessageContaining(path + ": no such file");
            } else {
                assertThatCode(read).doesNotThrowAnyException();
            }
        }
    }
}
