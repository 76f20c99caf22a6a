package io.github.fairdeal.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
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

    /**
     * The process would get a SIGBUS for it, of which Java makes an error; and sometimes the same error once more at some later
     * safepoint, which is why each reading has a thread of its own.
     */
    @Test
    void reads_afterTheFileWasCutShort_areExceptionsThatNameIt() throws Exception {
        Path path = Files.write(folder.resolve("file"), content());
        try (MappedFile file = MappedFile.open(path)) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
            assertThat(thrownBy(() -> file.readFully(5_000, new byte[10], 0, 10)))
                    .hasMessage(
                            "%s: cannot be read from offset 5,000 on; cut short while it was open, or a failing disk?"
                                    .formatted(path));
            assertThat(thrownBy(() -> file.readAll(ranges(), new byte[30])))
                    .hasMessageContaining(path + ": cannot be read from offset 700,000 on");
        }
    }

    private interface Reading {
        void run() throws IOException;
    }

    private static IOException thrownBy(Reading reading) throws InterruptedException {
        AtomicReference<IOException> thrown = new AtomicReference<>();
        for (int tries = 0; tries < 5 && thrown.get() == null; tries++) {
            Thread thread = new Thread(() -> {
                try {
                    reading.run();
                } catch (IOException e) {
                    thrown.set(e);
                }
            });
            thread.setUncaughtExceptionHandler((ended, late) -> assertThat(late).isInstanceOf(InternalError.class));
            thread.start();
            thread.join();
        }
        return thrown.get();
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
