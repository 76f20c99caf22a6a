package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileReadAheadTest {

    private static final int FILE_BYTES = 24 << 20;
    private static final int READS = 4;

    @TempDir
    Path folder;

    private final OpenPacks packs = new OpenPacks(Storage.local());
    private final AtomicInteger memories = new AtomicInteger();

    /** One more read is begun only in memory of its own, as long as what was taken is not given back. */
    @Test
    void filesThatWait_above64MiB_keepFurtherOnesFromBeingRead() throws Exception {
        RecordBatch batch = batch(8);
        try (FileReadAhead ahead = new FileReadAhead(READS, this::memory)) {
            ahead.add(batch, files(8));
            awaitHeld(ahead, READS * FILE_BYTES);
            int before = memories.get();

            assertThat(ahead.take(batch, 0).length()).isEqualTo(FILE_BYTES);
            assertThat(memories).as("72 MiB wait").hasValue(before);
            assertThat(ahead.heldBytes()).isEqualTo(3 * FILE_BYTES);

            ahead.take(batch, 1);
            awaitHeld(ahead, READS * FILE_BYTES); // 48 MiB waited: two more were begun
            for (int record = 2; record < 8; record++) {
                assertThat(ahead.take(batch, record).length()).isEqualTo(FILE_BYTES);
            }
            assertThat(ahead.heldBytes()).isZero();
        }
    }

    @Test
    void smallFilesThatWait_keepNobodyFromBeingRead() throws Exception {
        RecordBatch batch = batch(8);
        try (FileReadAhead ahead = new FileReadAhead(READS, this::memory)) {
            List<ImageRun.Part> images = new ArrayList<>();
            for (int record = 0; record < 8; record++) {
                images.add(ImageRun.Part.of(record, sparse("small", 100)));
            }
            ahead.add(batch, images);
            awaitHeld(ahead, READS * 100);
            ahead.take(batch, 0);
            awaitHeld(ahead, READS * 100);
        }
    }

    private FileBytes memory() {
        memories.incrementAndGet();
        return new FileBytes(Storage.local(), packs, 64 << 20);
    }

    private List<ImageRun.Part> files(int count) throws IOException {
        List<ImageRun.Part> images = new ArrayList<>();
        for (int record = 0; record < count; record++) {
            images.add(ImageRun.Part.of(record, sparse("large", FILE_BYTES)));
        }
        return images;
    }

    private String sparse(String name, int bytes) throws IOException {
        Path path = folder.resolve(name);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(bytes);
        }
        return path.toString();
    }

    private static RecordBatch batch(int records) {
        return new RecordBatch(records, RecordKind.PATH, ImageShape.MNIST, ImageShape.MNIST);
    }

    private static void awaitHeld(FileReadAhead ahead, long bytes) throws InterruptedException {
        while (ahead.heldBytes() < bytes) {
            Thread.sleep(1);
        }
        assertThat(ahead.heldBytes()).isEqualTo(bytes);
    }
}
