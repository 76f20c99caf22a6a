package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bytes allocated for an image by the consumer and all decode threads, once they have run for a while, in the epoch with the
 * fewest: what the JVM allocates for itself on the way, and what a thread that was stopped catches up with, only adds. Prints them. What
 * opening an epoch takes (its manifest, a read buffer of 256 KiB) is another thread's.
 */
class EpochReaderAllocationTest {

    private static final int RECORDS = 1_000;
    private static final int WARM_UP_EPOCHS = 4;
    private static final int EPOCHS = 10;
    private static final int BATCH = 50;

    @TempDir
    Path folder;

    /** An image has 784 bytes. A pooled batch that is needed for the first time only now counts with 5 bytes an image. */
    @Test
    void imageRecords_inSteadyState_allocateAlmostNothing() throws IOException {
        assertThat(bytesAnImage(RecordKind.IMAGE)).isBetween(0.0, 100.0);
    }

    /** What is left is the path as text and the JDK's own objects for an open file. */
    @Test
    void pathRecords_inSteadyState_allocateNoPixelsAndNoBuffers() throws IOException {
        assertThat(bytesAnImage(RecordKind.PATH)).isBetween(0.0, 900.0);
    }

    private double bytesAnImage(RecordKind kind) throws IOException {
        SmallDataset dataset = new SmallDataset(folder, RECORDS, 1);
        if (kind == RecordKind.PATH) {
            dataset.withImages();
        }
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            dataset.publish(new EpochId(1, epoch), kind, 1);
        }
        ReadOptions options = ReadOptions.defaults().withBatchSize(BATCH);
        double least = Double.MAX_VALUE;
        try (EpochReader reader = EpochReader.readEpochs(Storage.local(), dataset.folder(), 0, EPOCHS, options)) {
            Allocation begin = null;
            long images = 0;
            while (reader.hasNext()) {
                try (Batch batch = reader.next()) {
                    if (batch.epoch() >= WARM_UP_EPOCHS && batch.firstPosition() == 0) {
                        begin = Allocation.ofReader();
                        images = 0;
                    } else if (begin != null) {
                        images += batch.size();
                    }
                    boolean isLast = batch.epoch() == EPOCHS - 1; // whose end the decode threads may not live to see
                    if (begin != null && batch.nextPosition() == RECORDS && !isLast) {
                        least = Math.min(least, (double) begin.bytesSince() / images);
                    }
                }
            }
        }
        System.out.printf("%s records: %.0f bytes allocated an image%n", kind.word(), least);
        return least;
    }

    /** What threads have allocated up to a moment. Finding the threads allocates itself, the more of them there are: it comes before. */
    private record Allocation(List<Long> threads, long bytes) {

        private static final ThreadMXBean SYSTEM = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        static Allocation ofReader() {
            List<Long> threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread == Thread.currentThread() || isDecoding(thread.getName()))
                    .map(Thread::getId)
                    .toList();
            return new Allocation(threads, bytes(threads));
        }

        long bytesSince() {
            return bytes(threads) - bytes;
        }

        private static boolean isDecoding(String name) {
            return name.startsWith("fairdeal-reader-") && !name.endsWith("next-epoch");
        }

        private static long bytes(List<Long> threads) {
            long sum = 0;
            for (long thread : threads) {
                sum += Math.max(0, SYSTEM.getThreadAllocatedBytes(thread));
            }
            return sum;
        }
    }
}
