package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.shard.PackLayout;
import io.github.fairdeal.shard.PackWriter;
import io.github.fairdeal.shard.PackedImage;
import io.github.fairdeal.storage.SlowFiles;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images in packs, from the local disk and from a store behind Hadoop, whole and damaged. */
@Timeout(60)
class PackedReaderTest {

    private static final int RECORDS = 100;

    @TempDir
    Path folder;

    private TestShards shards;
    private List<String> paths;

    @BeforeEach
    void writePacks() throws IOException {
        shards = new TestShards(folder).images(0, RECORDS);
        paths = new ArrayList<>();
        PackLayout layout = PackLayout.of(new ShardLayout(RECORDS, 1), 800, 20_000);
        try (PackWriter writer = new PackWriter(Storage.local(), folder.toString(), PathStyle.RELATIVE, layout, 0)) {
            for (long index = 0; index < RECORDS; index++) {
                byte[] file = Files.readAllBytes(shards.image(index));
                paths.add(writer.add(index, TestShards.label(index), file, "png", 28, 28));
            }
            assertThat(writer.finish()).hasSize(4);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "1, 4", "2, 8", "3, 16"})
    void packs_readInAnyOrder_giveEveryImage(int threads, int readsInFlight) throws IOException {
        ReadOptions options = options().withDecodeThreads(threads).withReadsInFlight(readsInFlight);
        for (int stride : new int[] {1, 37}) {
            String shard = shard("stride-" + stride, position -> paths.get((int) (position * stride % RECORDS)));
            for (String dataset : List.of(folder.toString(), SlowFiles.uri(folder))) {
                try (EpochReader reader = open(SlowFiles.storage(), dataset, shard, options)) {
                    long position = 0;
                    while (reader.hasNext()) {
                        try (Batch batch = reader.next()) {
                            for (int i = 0; i < batch.size(); i++, position++) {
                                assertThat(pixels(batch, i)).isEqualTo(TestShards.pixels(position * stride % RECORDS));
                            }
                        }
                    }
                    assertThat(position).isEqualTo(RECORDS);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "4"})
    void damagedPacks_failInWords_andNeighboursAreRead(int readsInFlight) throws IOException {
        PackedImage sound = PackedImage.parse(paths.get(50)).orElseThrow();
        PackedImage cut = PackedImage.parse(paths.get(99)).orElseThrow();
        try (FileChannel pack = FileChannel.open(folder.resolve(cut.pack()), StandardOpenOption.WRITE)) {
            pack.truncate(cut.end() - 1);
        }
        List<String> damaged = new ArrayList<>(paths);
        damaged.set(10, "packs/pack-00007-of-00004.tfrecord#offset=0&length=9");
        damaged.set(51, sound.pack() + "#offset=" + (sound.offset() + 1) + "&length=" + sound.length());
        damaged.set(52, sound.pack() + "#offset=" + sound.offset() + "&length=" + (sound.length() - 20));
        damaged.set(53, sound.pack() + "#offset=999999999999&length=10");
        damaged.set(54, sound.pack() + "#offset=0&length=2000000000");
        damaged.set(55, sound.pack() + "#offset=0&length=0");
        String shard = shard("damaged", position -> damaged.get((int) position));
        ReadOptions options = options().withReadsInFlight(readsInFlight).withDamagePolicy(DamagePolicy.SKIP);

        List<Long> read = new ArrayList<>();
        try (EpochReader reader = open(Storage.local(), folder.toString(), shard, options)) {
            reader.forEachRemaining(batch -> {
                for (int i = 0; i < batch.size(); i++) {
                    assertThat(pixels(batch, i)).isEqualTo(TestShards.pixels(batch.index(i)));
                    read.add(batch.index(i));
                }
            });
            assertThat(reader.damages()).hasSize(7);
            assertThat(reader.damages().get(0)).startsWith("Pack is missing: " + folder + "/packs/pack-00007-of");
            assertThat(reader.damages().get(1)).startsWith("Image file is neither PNG nor JPEG: ");
            assertThat(reader.damages().get(3))
                    .startsWith("Image file ends too early: ")
                    .contains("1,000,000,000,009");
            assertThat(reader.damages().get(4)).startsWith("Image file of 67,110,432 bytes or more: ");
            assertThat(reader.damages().get(5)).startsWith("Image file is empty: ");
            assertThat(reader.damages().get(6))
                    .startsWith("Image file ends too early: ")
                    .contains("ends before offset %,d".formatted(cut.end()), "index 99)", "truncated, or replaced");
        }
        assertThat(read).hasSize(RECORDS - 7).doesNotContain(10L, 51L, 52L, 53L, 54L, 55L, 99L);
    }

    @Test
    void replacedPack_isAnErrorThatNamesThePlace() throws IOException {
        PackedImage image = PackedImage.parse(paths.get(0)).orElseThrow();
        Files.write(folder.resolve(image.pack()), new byte[100_000]);
        String shard = shard("replaced", position -> paths.get((int) position));

        try (EpochReader reader = open(Storage.local(), folder.toString(), shard, options())) {
            assertThatThrownBy(reader::next)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("Image file is neither PNG nor JPEG: " + folder + "/" + paths.get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @EnabledOnOs(value = OS.LINUX, disabledReason = "asks the system for open files in /proc")
    void morePacksThanMayBeOpen_areReadAllTheSame_howeverManyThreads(int threads) throws IOException {
        int packs = OpenPacks.MAX_IDLE + 10;
        List<String> many = new ArrayList<>();
        for (int pack = 0; pack < packs; pack++) {
            Path file = folder.resolve("many-" + pack + ".tfrecord");
            Files.copy(shards.image(pack % RECORDS), file);
            many.add(file + "#offset=0&length=" + Files.size(file));
        }
        String shard = shards.pathShard("many.tfrecord", 0, 2L * packs, position -> many.get((int) position % packs));

        ReadOptions options = options().withDecodeThreads(threads).withPrefetchBatches(threads);
        try (EpochReader reader = open(Storage.local(), folder.toString(), shard, options)) {
            while (reader.hasNext()) {
                try (Batch batch = reader.next()) {
                    for (int i = 0; i < batch.size(); i++) {
                        assertThat(pixels(batch, i)).isEqualTo(TestShards.pixels(batch.index(i) % packs % RECORDS));
                    }
                    if (batch.firstPosition() == 330) { // past the first 266 packs, and not near the end
                        assertThat(openPacks())
                                .isBetween(OpenPacks.MAX_IDLE - (long) threads, OpenPacks.MAX_IDLE + (long) threads);
                    }
                }
            }
        }
        assertThat(openPacks()).isZero();
    }

    /** Files of this process that are in the test's folder. */
    private long openPacks() throws IOException {
        Path real = folder.toRealPath();
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(link -> names(link, real.resolve("many-"))).count();
        }
    }

    private static boolean names(Path link, Path prefix) {
        try {
            return Files.readSymbolicLink(link).toString().startsWith(prefix.toString());
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private String shard(String name, LongFunction<String> path) throws IOException {
        return shards.pathShard(name + ".tfrecord", 0, RECORDS, path);
    }

    private static ReadOptions options() {
        return ReadOptions.defaults().withBatchSize(30);
    }

    private static EpochReader open(Storage storage, String dataset, String shard, ReadOptions options) {
        return EpochReader.openShards(storage, dataset, List.of(shard), RecordKind.PATH, TestShards.SHAPE, options);
    }

    private static byte[] pixels(Batch batch, int i) {
        int bytes = TestShards.SHAPE.bytes();
        return Arrays.copyOfRange(batch.pixels().array(), i * bytes, (i + 1) * bytes);
    }
}
