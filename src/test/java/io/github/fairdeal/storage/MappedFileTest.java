package io.github.fairdeal.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedFileTest {

    private static final int BYTES = 1 << 20;

    @TempDir
    Path folder;

    @Test
    void reads_anywhere_giveTheFilesBytes() throws IOException {
        byte[] content = content();
        Path path = Files.write(folder.resolve("file"), content);
        byte[] target = new byte[30];
        Ranges ranges = ranges();
        try (MappedFile file = MappedFile.open(path)) {
            file.readAll(ranges, target);
            for (int i = 0; i < ranges.count(); i++) {
                int position = (int) ranges.position(i);
                assertThat(Arrays.copyOfRange(target, ranges.offset(i), ranges.offset(i) + 10))
                        .isEqualTo(Arrays.copyOfRange(content, position, position + 10));
            }
        }
    }

    private static Ranges ranges() {
        Ranges ranges = new Ranges();
        ranges.add(700_000, 0, 10);
        ranges.add(5_000, 10, 10);
        ranges.add(BYTES - 10, 20, 10);
        return ranges;
    }

    private static byte[] content() {
        byte[] content = new byte[BYTES];
        new Random(1).nextBytes(content);
        return content;
    }
}
