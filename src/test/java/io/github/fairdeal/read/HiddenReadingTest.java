package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A training step that takes longer than decoding a batch does not wait for the reader. The step sleeps, as a thread does whose
 * step runs on an accelerator. Other work on the machine only ever adds waiting, so that the best of five tries counts.
 */
class HiddenReadingTest {

    /** What a sleeping thread takes to wake, about; without it a short step would be longer than it says. */
    private static final long OVERSLEPT_NANOS = 80_000;

    @TempDir
    Path folder;

    /** The step is a hundred times as long as decoding, so that other work on the machine counts little. */
    @Test
    void reading_behindALongStep_isHidden() throws IOException {
        assertThat(leastWaitShare(write(600), 100, ReadOptions.defaults().withPrefetchBatches(8), 0.05))
                .isLessThan(0.05);
    }

    /** Twice as long, as a machine with nothing else to do must show. 16 batches ahead, so that one slow batch is hidden, too. */
    @ParameterizedTest
    @ValueSource(ints = {20, 128})
    @Tag("slow")
    void reading_behindAStepOfTwiceItsTime_isHidden(int batchSize) throws IOException {
        ReadOptions options = ReadOptions.defaults().withBatchSize(batchSize).withPrefetchBatches(16);
        double share = leastWaitShare(write(600 * batchSize), 2, options, 0.02);
        System.out.printf(
                "batch %d, step of twice the decoding time: the session waited %.2f %% of its time%n",
                batchSize, 100 * share);
        assertThat(share).isLessThan(0.02);
    }

    private SmallDataset write(int records) throws IOException {
        SmallDataset dataset = new SmallDataset(folder, records, 1).withImages();
        dataset.publish(new EpochId(1, 0), RecordKind.PATH, 1);
        return dataset;
    }

    private static double leastWaitShare(SmallDataset dataset, int times, ReadOptions options, double enough)
            throws IOException {
        double share = 1;
        for (int tries = 0; tries < 5 && share >= enough; tries++) {
            share = Math.min(share, waitShare(dataset, times, options));
        }
        return share;
    }

    /**
     * Reads to learn how long a batch takes, then with steps of so many times that. The wait for the very first batch, while
     * nothing can be hidden yet, does not count.
     */
    private static double waitShare(SmallDataset dataset, int times, ReadOptions options) throws IOException {
        long batchNanos = 0;
        for (int pass = 0; pass < 3; pass++) {
            try (EpochReader reader = EpochReader.open(Storage.local(), dataset.folder(), 0, options)) {
                reader.forEachRemaining(Batch::close);
                batchNanos = reader.metrics().elapsedNanos() / reader.metrics().batches();
            }
        }
        try (EpochReader reader = EpochReader.open(Storage.local(), dataset.folder(), 0, options)) {
            reader.next().close();
            ReaderMetrics first = reader.metrics();
            while (reader.hasNext()) {
                reader.next().close();
                long end = System.nanoTime() + times * batchNanos;
                LockSupport.parkNanos(end - System.nanoTime() - OVERSLEPT_NANOS);
                while (System.nanoTime() < end) {
                    Thread.onSpinWait();
                }
            }
            ReaderMetrics last = reader.metrics();
            return (double) (last.consumerWaitNanos() - first.consumerWaitNanos())
                    / (last.elapsedNanos() - first.elapsedNanos());
        }
    }
}
