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
     * The process would get a SIGBUS for it, of which Java makes an error: an exception that names the file if the error comes
     * in time, and itself if it only comes at a later safepoint, which is why each reading has a thread of its own.
     */
    @Test
    void reads_afterTheFileWasCutShort_endInWords_orInAnErrorOfThisThread() throws Exception {
        Path path = Files.write(folder.resolve("file"), content());
        try (MappedFile file = MappedFile.open(path)) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.truncate(0);
            }
            assertNamesOrFails(path, () -> file.readFully(5_000, new byte[10], 0, 10));
            assertNamesOrFails(path, () -> file.readAll(ranges(), new byte[30]));
        }
    }

    private interface Reading {
        void run() throws IOException;
    }

    private static void assertNamesOrFails(Path path, Reading reading) throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                reading.run();
            } catch (IOException e) {
                thrown.set(e);
            }
        });
        thread.setUncaughtExceptionHandler((ended, error) -> thrown.compareAndSet(null, error));
        thread.start();
        thread.join();
        assertThat(thrown.get()).isInstanceOfAny(IOException.class, InternalError.class);
        if (thrown.get() instanceof IOException) {
            assertThat(thrown.get())
                    .hasMessageStartingWith(path + ": cannot be read from offset ")
                    .hasMessageEndingWith(" on; cut short while it was open, or a failing disk?");
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
