package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Path epochs read through in a process with a small heap; a stub takes the place of reading and decoding images. */
class LargeEpochTest {

    @TempDir
    Path folder;

    @Test
    void hundredThousandRecords_fitAHeapOf24Megabytes() throws Exception {
        assertReadsInHeap(100_000, "24m");
    }

    @Test
    @Tag("slow")
    void tenMillionRecords_fitAHeapOf256Megabytes() throws Exception {
        assertReadsInHeap(10_000_000, "256m");
    }

    private void assertReadsInHeap(int records, String heap) throws Exception {
        SmallDataset dataset = new SmallDataset(folder, records, 4);
        dataset.publish(new EpochId(3, 0), RecordKind.PATH, 4);
        Process reading = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reading.class.getName(),
                        dataset.folder())
                .redirectErrorStream(true)
                .start();
        String said = new String(reading.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(reading.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThat(said).contains("published: %,d images".formatted(records), "derived: %,d images".formatted(records));
        assertThat(reading.exitValue()).isZero();
        System.out.print(said);
    }

    /** Reads epoch 0, which is published, and epoch 1, which is not. */
    static final class Reading {

        private Reading() {}

        public static void main(String[] arguments) throws IOException {
            DatasetFolder dataset = DatasetFolder.open(Storage.local(), arguments[0]);
            read("published", EpochShards.of(EpochFolder.open(dataset, 0)), false);
            read("derived", EpochShards.derived(dataset, new EpochId(3, 1)), true);
        }

        private static void read(String name, EpochShards epoch, boolean isDerived) throws IOException {
            RecordOrder order = isDerived ? new DerivedOrder(epoch) : new PublishedOrder(epoch);
            Permutation permutation = epoch.permutation();
            long next = 0;
            ReadOptions options = ReadOptions.defaults();
            BatchPool pool = new BatchPool(options.batchSize(), RecordKind.PATH, epoch.shape(), epoch.shape(), 11);
            try (EpochReader reader =
                    EpochReader.start(EpochReader.once(order), Stub::new, () -> {}, pool, epoch.shape(), options)) {
                while (reader.hasNext()) {
                    try (Batch batch = reader.next()) {
                        for (int i = 0; i < batch.size(); i++) {
                            if (batch.index(i) != permutation.index(next)) {
                                throw new IllegalStateException("position " + next + ": index " + batch.index(i));
                            }
                            next++;
                        }
                    }
                }
                Runtime runtime = Runtime.getRuntime();
                System.out.printf(
                        java.util.Locale.ROOT,
                        "%s: %,d images; %,d MB of heap used; %s%n",
                        name,
                        next,
                        (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                        reader.metrics());
            }
        }
    }

    private static final class Stub implements BatchLoader {

        @Override
        public DecodeThreads.Loaded load(RecordBatch batch) {
            ReaderMetrics cost = new ReaderMetrics(1, batch.size, 0, batch.shardBytes, 0, 0, 0, 0, 0, 0, 0);
            return new DecodeThreads.Loaded(batch, cost, List.of());
        }

        @Override
        public void close() {}
    }
}
