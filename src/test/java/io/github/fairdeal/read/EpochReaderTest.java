package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.DamagedRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochReaderTest {

    private static final int RECORDS = 230;

    @TempDir
    static Path folder;

    private static TestShards shards;

    @BeforeAll
    static void writeImages() throws IOException {
        shards = new TestShards(folder.resolve("dataset")).images(0, RECORDS);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "1,3,2", "7,1,8", "20,2,8", "20,4,3", "230,2,2", "1000,2,1"})
    void reader_anyThreadsAndSizes_givesTheFilesOrderAndPixels(int batchSize, int threads, int prefetch)
            throws IOException {
        List<String> paths = List.of(
                shards.pathShard("order-0.tfrecord", 0, 100),
                shards.pathShard("order-1.tfrecord", 100, 100),
                shards.pathShard("order-2.tfrecord", 100, RECORDS));

        try (EpochReader reader = open(paths, RecordKind.PATH, options(batchSize, threads, prefetch))) {
            assertHoldsAllRecords(reader, batchSize, 5_000);
            assertThat(reader.metrics().records()).isEqualTo(RECORDS);
            assertThat(reader.metrics().batches()).isEqualTo((RECORDS + batchSize - 1) / batchSize);
            assertThat(reader.metrics().imageBytes()).isEqualTo(bytesOfImages());
            assertThat(reader.metrics().shardBytes()).isEqualTo(bytesOf(paths));
            assertThat(reader.metrics().readNanos()).isPositive();
            assertThat(reader.metrics().decodeNanos()).isPositive();
            assertThat(reader.metrics().consumerWaitNanos()).isPositive();
        }
    }

    @Test
    void reader_imageRecords_givesTheirPixels() throws IOException {
        List<String> paths = List.of(
                shards.imageShard("image-0.tfrecord", 0, 33), shards.imageShard("image-1.tfrecord", 33, RECORDS));

        try (EpochReader reader = open(paths, RecordKind.IMAGE, ReadOptions.defaults())) {
            assertHoldsAllRecords(reader, 20, 5_000);
            assertThat(reader.metrics().imageBytes()).isZero();
        }
    }

    @Test
    void reader_everyStyleOfPath_findsTheFile() throws IOException {
        List<LongFunction<String>> styles = List.of(
                index -> shards.image(index).toString(),
                index -> "images/00000/" + index + ".png",
                index -> shards.image(index).toUri().toString(),
                index -> "file:" + shards.image(index));
        String path = shards.pathShard("styles.tfrecord", 0, 100, index -> styles.get((int) (index % styles.size()))
                .apply(index));

        try (EpochReader reader = open(List.of(path), RecordKind.PATH, ReadOptions.defaults())) {
            Batch batch = reader.next();
            for (int i = 0; i < batch.size(); i++) {
                assertThat(pixels(batch, i)).isEqualTo(TestShards.pixels(batch.index(i)));
            }
        }
    }

    @Test
    void reader_noRecords_hasNoBatch() throws IOException {
        String empty = shards.pathShard("empty.tfrecord", 0, 0);

        try (EpochReader reader = open(List.of(empty), RecordKind.PATH, ReadOptions.defaults())) {
            assertThat(reader.hasNext()).isFalse();
            assertThat(reader.hasNext()).isFalse();
            assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
            assertThat(reader.metrics().records()).isZero();
        }
    }

    @Test
    void reader_missingImage_failsAtItsOwnBatch() throws IOException {
        String path = shards.pathShard(
                "missing.tfrecord",
                0,
                RECORDS,
                index -> index == 95 ? "/nowhere/95.png" : shards.image(index).toString());

        assertFailsInBatch(
                List.of(path),
                RecordKind.PATH,
                4,
                "Image file is missing: /nowhere/95.png (" + path
                        + ", record 95, index 95); deleted, moved, or not mounted here?");
    }

    @Test
    void reader_nameThatIsNoPath_namesTheRecord() throws IOException {
        for (String name : List.of("a\0b.png", "file:a b.png", "nosuchscheme://x/y.png")) {
            String path = shards.pathShard("names.tfrecord", 0, 1, index -> name);
            assertFailsInBatch(List.of(path), RecordKind.PATH, 0, name + " (" + path + ", record 0, index 0); ");
        }
    }

    @Test
    void reader_damagedImage_failsAtItsOwnBatchWithFileAndRecord() throws IOException {
        byte[] png = Files.readAllBytes(shards.image(7));
        png[png.length / 2] ^= 1;
        Path damaged = Files.write(folder.resolve("damaged.png"), png);
        String first = shards.pathShard("sound.tfrecord", 0, 50);
        String second = shards.pathShard(
                "damaged.tfrecord",
                50,
                100,
                index -> index == 57 ? damaged.toString() : shards.image(index).toString());

        BadInputException e = assertFailsInBatch(List.of(first, second), RecordKind.PATH, 2, "PNG checksum mismatch");
        assertThat(e)
                .hasMessageContaining(damaged.toString())
                .hasMessageContaining(second + ", record 7, index 57")
                .hasMessageNotContaining("\n");
    }

    @Test
    void reader_imageOfAnotherSize_saysBothSizes() throws IOException {
        Path other = Files.write(folder.resolve("other.png"), new TestPng(27, 30, 0, 8).write(1));
        String path = shards.pathShard("other.tfrecord", 0, 1, index -> other.toString());

        assertFailsInBatch(
                List.of(path), RecordKind.PATH, 0, "Image is 30x27, expected 28x28 (height x width): " + other);
    }

    @Test
    void reader_imageRecordOfAnotherSize_failsAtItsOwnBatch() throws IOException {
        String path =
                shards.shard("short.tfrecord", RecordKind.IMAGE, 0, 100, index -> new byte[index == 41 ? 783 : 784]);

        assertFailsInBatch(
                List.of(path),
                RecordKind.IMAGE,
                2,
                "Image of 783 bytes, expected 784 for shape 28x28x1 (" + path + ", record 41, index 41)");
    }

    @Test
    void reader_damagedShard_deliversTheBatchesBefore() throws IOException {
        String path = shards.imageShard("flipped.tfrecord", 0, 100);
        byte[] bytes = Files.readAllBytes(Path.of(path));
        bytes[bytes.length * 3 / 4] ^= 4;
        Files.write(Path.of(path), bytes);

        BadInputException e = assertFailsInBatch(List.of(path), RecordKind.IMAGE, 3, "checksum mismatch");
        assertThat(e).isInstanceOf(DamagedRecordException.class);
        assertThat(((DamagedRecordException) e).record()).isBetween(74L, 76L);
    }

    @Test
    void reader_missingShard_deliversTheShardsBefore() throws IOException {
        String sound = shards.pathShard("first.tfrecord", 0, 40);

        assertFailsInBatch(
                List.of(sound, "/nowhere/second.tfrecord"),
                RecordKind.PATH,
                2,
                "/nowhere/second.tfrecord: no such shard");
    }

    @Test
    void reader_otherKind_saysWhichFeatureIsMissing() throws IOException {
        String path = shards.pathShard("kind.tfrecord", 0, 10);

        assertFailsInBatch(List.of(path), RecordKind.IMAGE, 0, "Record has no feature 'image_string'");
    }

    @Test
    void reader_closedEarly_leavesNoThreadAndNoFile() throws IOException {
        String path = shards.pathShard("early.tfrecord", 0, RECORDS);
        for (int taken = 0; taken < 4; taken++) {
            EpochReader reader = open(List.of(path), RecordKind.PATH, options(3, 4, 2));
            for (int i = 0; i < taken; i++) {
                reader.next();
            }
            assertThat(readerThreads()).isNotEmpty();
            reader.close();
            reader.close();

            assertThat(readerThreads()).isEmpty();
            assertThat(openFiles()).noneMatch(file -> file.startsWith(folder.toString()));
            assertThatThrownBy(reader::next).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void reader_readToTheEndOrFailed_leavesNoThreadBehind() throws IOException {
        String path = shards.pathShard("end.tfrecord", 0, RECORDS);
        try (EpochReader reader = open(List.of(path), RecordKind.PATH, ReadOptions.defaults())) {
            reader.forEachRemaining(batch -> {});
        }
        try (EpochReader reader = open(List.of("/nowhere"), RecordKind.PATH, ReadOptions.defaults())) {
            assertThatThrownBy(reader::next).isInstanceOf(BadInputException.class);
        }

        assertThat(readerThreads()).isEmpty();
        assertThat(openFiles()).noneMatch(file -> file.startsWith(folder.toString()));
    }

    @Test
    void reader_consumerInterrupted_saysSoAndStaysInterrupted() throws IOException {
        String path = shards.pathShard("interrupted.tfrecord", 0, RECORDS);
        try (EpochReader reader = open(List.of(path), RecordKind.PATH, ReadOptions.defaults())) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(reader::next).isInstanceOf(UncheckedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(reader.next().firstPosition()).isEqualTo(5_000);
            Thread.currentThread().interrupt();
        }

        assertThat(Thread.interrupted()).isTrue();
        assertThat(readerThreads()).isEmpty();
    }

    @Test
    void reader_batchAboveTwoGigabytes_isRefused() {
        assertThatThrownBy(() -> EpochReader.openShards(
                        Storage.local(),
                        "/",
                        List.of(),
                        RecordKind.PATH,
                        new ImageShape(10_000, 10_000, 3),
                        ReadOptions.defaults()))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("6,000,000,000 bytes");
    }

    @Test
    void options_belowOne_areRefused() {
        assertThatThrownBy(() -> ReadOptions.defaults().withBatchSize(0)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> ReadOptions.defaults().withDecodeThreads(-1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> ReadOptions.defaults().withPrefetchBatches(0))
                .isInstanceOf(UsageException.class)
                .hasMessage("prefetched batches must be at least 1, found 0");
    }

    private static EpochReader open(List<String> paths, RecordKind kind, ReadOptions options) {
        return EpochReader.openShards(
                Storage.local(),
                shards.folder().toString(),
                paths,
                kind,
                TestShards.SHAPE,
                options.withFirstPosition(5_000));
    }

    private static ReadOptions options(int batchSize, int threads, int prefetch) {
        return ReadOptions.defaults()
                .withBatchSize(batchSize)
                .withDecodeThreads(threads)
                .withPrefetchBatches(prefetch);
    }

    private static void assertHoldsAllRecords(EpochReader reader, int batchSize, long firstPosition) {
        long next = 0;
        while (reader.hasNext()) {
            Batch batch = reader.next();
            assertThat(batch.firstPosition()).isEqualTo(firstPosition + next);
            assertThat(batch.size()).isEqualTo((int) Math.min(batchSize, RECORDS - next));
            assertThat(batch.pixels().remaining()).isEqualTo(batch.size() * TestShards.SHAPE.bytes());
            for (int i = 0; i < batch.size(); i++) {
                assertThat(batch.index(i)).isEqualTo(next);
                assertThat(batch.label(i)).isEqualTo(TestShards.label(next));
                assertThat(pixels(batch, i)).isEqualTo(TestShards.pixels(next));
                next++;
            }
            assertThat(batch.nextPosition()).isEqualTo(firstPosition + next);
        }
        assertThat(next).isEqualTo(RECORDS);
    }

    /** Reads with many threads, so that later batches are ready long before the bad one. */
    private static BadInputException assertFailsInBatch(
            List<String> paths, RecordKind kind, int soundBatches, String message) throws IOException {
        try (EpochReader reader = open(paths, kind, options(20, 4, 8))) {
            for (int i = 0; i < soundBatches; i++) {
                assertThat(reader.next().firstPosition()).isEqualTo(5_000 + 20L * i);
            }
            assertThat(reader.hasNext()).isTrue();
            Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(reader::next);
            assertThat(thrown).isInstanceOf(BadInputException.class).hasMessageContaining(message);
            assertThatThrownBy(reader::next).isSameAs(thrown);
            return (BadInputException) thrown;
        }
    }

    private static byte[] pixels(Batch batch, int i) {
        int bytes = TestShards.SHAPE.bytes();
        return Arrays.copyOfRange(batch.pixels().array(), i * bytes, (i + 1) * bytes);
    }

    private static long bytesOfImages() throws IOException {
        long bytes = 0;
        for (long index = 0; index < RECORDS; index++) {
            bytes += Files.size(shards.image(index));
        }
        return bytes;
    }

    private static long bytesOf(List<String> paths) throws IOException {
        long bytes = 0;
        for (String path : paths) {
            bytes += Files.size(Path.of(path));
        }
        return bytes;
    }

    private static List<String> readerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("fairdeal-reader-"))
                .toList();
    }

    private static List<String> openFiles() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        assumeThat(Files.isDirectory(descriptors))
                .as("open files can be listed only on Linux")
                .isTrue();
        try (Stream<Path> entries = Files.list(descriptors)) {
            return entries.filter(Files::isSymbolicLink)
                    .map(EpochReaderTest::target)
                    .toList();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "closed meanwhile";
        }
    }
}
