package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.storage.SlowFiles;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reading through Hadoop from a store where each open takes {@value SlowFiles#MILLIS} ms. */
@Timeout(180)
class SlowStorageTest {

    private static final int RECORDS = 80;

    @TempDir
    static Path folder;

    private static TestShards shards;

    @BeforeAll
    static void writeImages() throws IOException {
        shards = new TestShards(folder.resolve("dataset")).images(0, RECORDS);
    }

    @ParameterizedTest
    @CsvSource({"20, 1, 8, 8", "20, 2, 8, 16", "1, 2, 16, 12", "80, 2, 1, 16"})
    void reader_ofAStoreWithLatency_readsAsManyFilesAtOnceAsAsked(
            int batchSize, int decodeThreads, int prefetch, int readsInFlight) throws IOException {
        ReadOptions options = ReadOptions.defaults()
                .withBatchSize(batchSize)
                .withDecodeThreads(decodeThreads)
                .withPrefetchBatches(prefetch)
                .withReadsInFlight(readsInFlight);
        int perThread = readsInFlight / decodeThreads;
        int expected = Math.min(perThread, batchSize * prefetch);

        assertThat(mostAtOnce(options, expected)).isBetween(expected, readsInFlight);
    }

    @Test
    void reader_withMoreReadsInFlight_isFaster() throws IOException {
        ReadOptions options = ReadOptions.defaults().withBatchSize(20).withDecodeThreads(1);
        readAll(options.withReadsInFlight(40)); // loads Hadoop
        double one = readAll(options.withReadsInFlight(0)).elapsedNanos();
        double eight = one;
        for (int tries = 0; tries < 20 && eight >= one / 2; tries++) {
            eight = Math.min(
                    eight, (double) readAll(options.withReadsInFlight(8)).elapsedNanos());
        }

        // Eight times, less what a busy machine needs for the reading itself.
        assertThat(one / eight).isGreaterThan(2);
    }

    /** A batch takes 200 ms, and its consumer comes back at once. */
    @Test
    void reader_slowerThanItsConsumer_showsThatNothingIsReady() throws IOException {
        ReadOptions options =
                ReadOptions.defaults().withBatchSize(10).withDecodeThreads(1).withReadsInFlight(0);
        try (EpochReader reader = open(remoteShard(), options)) {
            int empty = 0;
            while (reader.hasNext()) {
                reader.next().close();
                empty += reader.readyBatches() == 0 ? 1 : 0;
            }
            assertThat(empty).isGreaterThan(4); // of 8, on a machine that stops the consumer for a while
            assertThat(reader.metrics().meanReadyBatches()).isLessThan(1);
            assertThat(reader.metrics().consumerWaitShare()).isGreaterThan(0.5);
        }
    }

    @Test
    void reader_byDefault_readsAheadThere_andNotFromLocalFiles() throws IOException {
        assertThat(mostAtOnce(ReadOptions.defaults(), 8)).isBetween(8, 16);

        String local = shards.pathShard("local.tfrecord", 0, RECORDS);
        try (EpochReader reader = open(local, ReadOptions.defaults())) {
            reader.next();
            assertThat(threadsOfReads()).isZero();
        }
        ReadOptions unfinished = ReadOptions.defaults()
                .withBatchSize(5)
                .withDecodeThreads(1)
                .withPrefetchBatches(1)
                .withReadsInFlight(4);
        try (EpochReader reader = open(local, unfinished)) {
            reader.next();
            assertThat(threadsOfReads()).isPositive();
        }
        assertThat(threadsOfReads()).isZero();
    }

    @Test
    void reader_missingFileThere_failsInItsTurn_orIsLeftOut() throws IOException {
        String shard = shards.pathShard(
                "missing.tfrecord",
                0,
                RECORDS,
                index -> SlowFiles.uri(shards.image(index)) + (index == 47 ? ".gone" : ""));
        try (EpochReader reader = open(shard, ReadOptions.defaults())) {
            assertThat(reader.next().firstPosition()).isZero();
            assertThat(reader.next().firstPosition()).isEqualTo(20);
            assertThatThrownBy(reader::next)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("Image file is missing: slow://")
                    .hasMessageContaining("index 47");
        }
        try (EpochReader reader = open(shard, ReadOptions.defaults().withDamagePolicy(DamagePolicy.SKIP))) {
            long records = 0;
            while (reader.hasNext()) {
                Batch batch = reader.next();
                for (int i = 0; i < batch.size(); i++) {
                    assertHolds(batch, i, batch.index(i));
                }
                records += batch.size();
            }
            assertThat(records).isEqualTo(RECORDS - 1);
        }
    }

    @Test
    void reader_closedEarlyThere_leavesNoThread() throws IOException {
        for (int batches : new int[] {0, 1, 3}) {
            try (EpochReader reader = open(remoteShard(), ReadOptions.defaults().withReadsInFlight(30))) {
                for (int i = 0; i < batches; i++) {
                    reader.next();
                }
            }
            assertThat(threadsOfReads()).isZero();
        }
    }

    @Test
    void datasetThere_isResumedAndDerivedByPositionedReads(@TempDir Path own) throws IOException {
        SmallDataset dataset = new SmallDataset(own, 60, 2).withImages();
        dataset.publish(new EpochId(1, 0), RecordKind.PATH, 2);
        Storage storage = SlowFiles.storage();
        String there = SlowFiles.uri(own);
        ReadOptions options = ReadOptions.defaults().withBatchSize(10).derivingEpochs(1);

        List<Long> whole = indexes(EpochReader.readEpochs(storage, there, 0, 2, options));
        List<Long> rest = indexes(EpochReader.readEpochs(storage, there, 0, 2, options.withFirstPosition(37)));

        assertThat(whole).hasSize(120);
        assertThat(rest).isEqualTo(whole.subList(37, 120));
        assertThat(whole).isEqualTo(indexes(EpochReader.readEpochs(Storage.local(), own.toString(), 0, 2, options)));
    }

    private static List<Long> indexes(EpochReader opened) throws IOException {
        List<Long> indexes = new java.util.ArrayList<>();
        try (EpochReader reader = opened) {
            while (reader.hasNext()) {
                try (Batch batch = reader.next()) {
                    for (int i = 0; i < batch.size(); i++) {
                        indexes.add(batch.index(i));
                    }
                }
            }
        }
        return indexes;
    }

    /** Files being opened at once at most; on a busy machine it may take several readings until so many threads are at it. */
    private static int mostAtOnce(ReadOptions options, int expected) throws IOException {
        SlowFiles.mostAtOnce();
        int most = 0;
        for (int tries = 0; tries < 20 && most < expected; tries++) {
            readAll(options);
            most = Math.max(most, SlowFiles.mostAtOnce());
        }
        return most;
    }

    private static ReaderMetrics readAll(ReadOptions options) throws IOException {
        try (EpochReader reader = open(remoteShard(), options)) {
            long next = 0;
            while (reader.hasNext()) {
                Batch batch = reader.next();
                for (int i = 0; i < batch.size(); i++) {
                    assertHolds(batch, i, next++);
                }
            }
            assertThat(next).isEqualTo(RECORDS);
            return reader.metrics();
        }
    }

    private static void assertHolds(Batch batch, int i, long index) {
        int bytes = TestShards.SHAPE.bytes();
        assertThat(batch.index(i)).isEqualTo(index);
        assertThat(Arrays.copyOfRange(batch.pixels().array(), i * bytes, (i + 1) * bytes))
                .isEqualTo(TestShards.pixels(index));
    }

    private static String remoteShard() throws IOException {
        return shards.pathShard("remote.tfrecord", 0, RECORDS, index -> SlowFiles.uri(shards.image(index)));
    }

    private static EpochReader open(String shard, ReadOptions options) {
        return EpochReader.openShards(
                SlowFiles.storage(), folder.toString(), List.of(shard), RecordKind.PATH, TestShards.SHAPE, options);
    }

    private static long threadsOfReads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("fairdeal-reader-file"))
                .count();
    }
}
