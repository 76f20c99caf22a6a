package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBytesTest {

    private static final int LIMIT = 500_000;

    @TempDir
    Path folder;

    private final FileBytes file = new FileBytes(Storage.local(), new OpenPacks(Storage.local()), LIMIT);

    @Test
    void read_filesOfAnySize_givesTheirContent() throws Exception {
        for (int size : new int[] {300_000, 0, 1, 65_535, 65_536, 65_537, 131_072, 250, LIMIT - 1}) {
            byte[] content = new byte[size];
            new Random(size).nextBytes(content);
            Path path = Files.write(folder.resolve("file"), content);
            for (String name : new String[] {path.toString(), "file:" + path}) {
                file.read(name);

                assertThat(Arrays.copyOf(file.bytes(), file.length())).isEqualTo(content);
            }
        }
    }

    @Test
    void read_aboveTheLimit_isRefused() throws IOException {
        Path path = Files.write(folder.resolve("file"), new byte[LIMIT + 1]);

        assertThatThrownBy(() -> file.read(path.toString())).hasMessage("Image file of 500,000 bytes or more");
        assertThatThrownBy(() -> file.read("file:" + path)).hasMessage("Image file of 500,000 bytes or more");
    }

    @Test
    void read_notAFile_saysWhy() {
        assertThatThrownBy(() -> file.read(folder.resolve("none").toString())).hasMessage("Image file is missing");
        assertThatThrownBy(() -> file.read("file:" + folder.resolve("none"))).hasMessage("Image file is missing");
        assertThatThrownBy(() -> file.read(folder.toString())).hasMessageContaining("cannot be read: Is a directory");
        assertThatThrownBy(() -> file.read("/a\0b")).hasMessageContaining("is not a path");
        assertThatThrownBy(() -> file.read("noscheme://x/y")).hasMessageContaining("cannot be read");
    }
}
