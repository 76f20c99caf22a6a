package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images that are missing, damaged or of another size, and what the three policies make of them. */
class DamagePolicyTest {

    private static final int RECORDS = 100;
    /** All of the batch from 60 on, and one in others. */
    private static final Set<Long> BAD = Set.of(7L, 33L, 60L, 61L, 62L, 63L, 64L, 65L, 66L, 67L, 68L, 69L, 99L);

    @TempDir
    static Path folder;

    private static TestShards shards;
    private static String paths;
    private static String images;

    @BeforeAll
    static void write() throws IOException {
        shards = new TestShards(folder.resolve("dataset")).images(0, RECORDS);
        paths = shards.pathShard(
                "bad.tfrecord",
                0,
                RECORDS,
                index -> BAD.contains(index)
                        ? "/nowhere/" + index
                        : shards.image(index).toString());
        images = shards.shard(
                "short.tfrecord",
                RecordKind.IMAGE,
                0,
                RECORDS,
                index -> BAD.contains(index) ? new byte[3] : TestShards.pixels(index));
    }

    @ParameterizedTest
    @EnumSource(RecordKind.class)
    void skip_badImages_leavesThemOutAndCountsThem(RecordKind kind) throws IOException {
        List<Long> positions = new ArrayList<>();
        try (EpochReader reader = open(kind, DamagePolicy.SKIP)) {
            while (reader.hasNext()) {
                try (Batch batch = reader.next()) {
                    assertThat(batch.nextPosition() - batch.firstPosition()).isEqualTo(10);
                    for (int i = 0; i < batch.size(); i++) {
                        assertThat(batch.index(i)).isEqualTo(batch.position(i));
                        assertThat(batch.label(i)).isEqualTo(TestShards.label(batch.index(i)));
                        assertThat(batch.isSubstitute(i)).isFalse();
                        assertThat(pixels(batch, i)).isEqualTo(TestShards.pixels(batch.index(i)));
                        positions.add(batch.position(i));
                    }
                }
            }
            assertDamages(reader);
            assertThat(reader.metrics().records()).isEqualTo(RECORDS - BAD.size());
            assertThat(reader.metrics().batches()).isEqualTo(9);
        }
        assertThat(positions)
                .containsExactlyElementsOf(LongStream.range(0, RECORDS)
                        .filter(position -> !BAD.contains(position))
                        .boxed()
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(RecordKind.class)
    void substitute_badImages_putsBlackOnesInTheirPlaces(RecordKind kind) throws IOException {
        long next = 0;
        try (EpochReader reader = open(kind, DamagePolicy.SUBSTITUTE)) {
            while (reader.hasNext()) {
                try (Batch batch = reader.next()) {
                    assertThat(batch.size()).isEqualTo(10);
                    for (int i = 0; i < batch.size(); i++) {
                        assertThat(batch.index(i)).isEqualTo(next);
                        assertThat(batch.isSubstitute(i)).isEqualTo(BAD.contains(next));
                        assertThat(pixels(batch, i))
                                .isEqualTo(BAD.contains(next) ? new byte[784] : TestShards.pixels(next));
                        next++;
                    }
                }
            }
            assertDamages(reader);
        }
        assertThat(next).isEqualTo(RECORDS);
    }

    @Test
    void skip_damagedShard_isAnErrorAllTheSame() throws IOException {
        byte[] bytes = Files.readAllBytes(Path.of(images));
        bytes[bytes.length / 2] ^= 4;
        Path damaged = Files.write(folder.resolve("flipped.tfrecord"), bytes);
        try (EpochReader reader = EpochReader.openShards(
                Storage.local(),
                folder.toString(),
                List.of(damaged.toString()),
                RecordKind.IMAGE,
                TestShards.SHAPE,
                options(DamagePolicy.SKIP))) {
            assertThatThrownBy(() -> reader.forEachRemaining(batch -> {}))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("checksum mismatch");
        }
    }

    @Test
    void fail_mixedSizes_namesTwoFiles() throws IOException {
        Path other = Files.write(folder.resolve("other.png"), new TestPng(27, 30, 0, 8).write(1));
        String mixed = shards.pathShard(
                "mixed.tfrecord", 0, 20, index -> (index == 5 ? other : shards.image(index)).toString());
        try (EpochReader reader = open(mixed, RecordKind.PATH, ReadOptions.defaults())) {
            assertThatThrownBy(reader::next)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("Image is 30x27, expected 28x28 (height x width) as " + shards.image(4))
                    .hasMessageContaining(other + " (" + mixed + ", record 5, index 5)");
        }
        ReadOptions resizing = ReadOptions.defaults().withResize(ResizeMethod.BILINEAR, new ImageShape(14, 14, 1));
        try (EpochReader reader = open(mixed, RecordKind.PATH, resizing)) {
            assertThat(reader.next().pixels().remaining()).isEqualTo(20 * 14 * 14);
        }
    }

    @Test
    void imageRecordsOfFiles_ofMixedSizes_areResized_orNameTwoRecords() throws IOException {
        byte[] other = new TestPng(27, 30, 0, 8).write(1);
        String mixed = shards.encodedShard(
                "encoded.tfrecord", 0, 20, index -> index == 5 ? other : TestShards.bytes(shards.image(index)));

        ReadOptions resizing = ReadOptions.defaults().withResize(ResizeMethod.CROP_OR_PAD, TestShards.SHAPE);
        try (EpochReader reader = open(mixed, RecordKind.IMAGE, resizing)) {
            Batch batch = reader.next();
            assertThat(batch.size()).isEqualTo(20);
            for (int i = 0; i < batch.size(); i++) {
                if (i != 5) {
                    assertThat(pixels(batch, i)).isEqualTo(TestShards.pixels(i));
                }
            }
            assertThat(reader.metrics().imageBytes()).isZero();
        }
        try (EpochReader reader = open(mixed, RecordKind.IMAGE, ReadOptions.defaults())) {
            assertThatThrownBy(reader::next)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("Image is 30x27, expected 28x28 (height x width) as " + mixed + ", record 4")
                    .hasMessageContaining("(" + mixed + ", record 5, index 5)");
        }
    }

    @Test
    void imageRecordsOfPixels_cannotBeResized_butToTheirOwnShape() throws IOException {
        ReadOptions own = ReadOptions.defaults().withResize(ResizeMethod.AREA, TestShards.SHAPE);
        String sound = shards.imageShard("pixels.tfrecord", 0, 20);
        try (EpochReader reader = open(sound, RecordKind.IMAGE, own)) {
            assertThat(pixels(reader.next(), 7)).isEqualTo(TestShards.pixels(7));
        }
        ReadOptions sameBytes = ReadOptions.defaults().withResize(ResizeMethod.AREA, new ImageShape(14, 56, 1));
        try (EpochReader reader = open(sound, RecordKind.IMAGE, sameBytes)) {
            assertThatThrownBy(reader::next)
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("(28x28x1) cannot be resized to 14x56x1")
                    .hasMessageContaining(sound + ", record 0");
        }
    }

    @Test
    void imageRecordOfAFileAboveTheLimit_isRefused() throws IOException {
        byte[] large = new byte[(64 << 20) + 2 * TestShards.SHAPE.bytes()];
        String shard = shards.encodedShard("large.tfrecord", 0, 1, index -> large);
        try (EpochReader reader = open(shard, RecordKind.IMAGE, ReadOptions.defaults())) {
            assertThatThrownBy(reader::next).hasMessageContaining("Image file of 67,110,432 bytes or more");
        }
    }

    @Test
    void closedBatch_answersNothing_andItsMemoryComesAgain() throws IOException {
        String path = shards.imageShard("pool.tfrecord", 0, RECORDS);
        ReadOptions options = options(DamagePolicy.FAIL).withPrefetchBatches(1).withDecodeThreads(1);
        try (EpochReader reader = open(path, RecordKind.IMAGE, options)) {
            Batch kept = reader.next();
            Batch closed = reader.next();
            byte[] memory = closed.pixels().array();
            closed.close();
            closed.close();
            boolean comesAgain = false;
            while (reader.hasNext()) {
                try (Batch batch = reader.next()) {
                    comesAgain |= batch.pixels().array() == memory;
                    assertThat(batch.pixels().array()).isNotSameAs(kept.pixels().array());
                }
            }
            assertThat(comesAgain).isTrue();
            assertThat(pixels(kept, 3)).isEqualTo(TestShards.pixels(3));
            assertThatThrownBy(closed::pixels).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> closed.index(0)).isInstanceOf(IllegalStateException.class);
            assertThat(closed.nextPosition()).isEqualTo(20);
        }
    }

    @Test
    @Timeout(60)
    void prefetchBytes_belowPrefetchBatches_boundWhatIsReady() throws Exception {
        String path = shards.imageShard("bytes.tfrecord", 0, RECORDS);
        ReadOptions options = options(DamagePolicy.FAIL).withPrefetchBytes(3 * 7_840 + 1);
        try (EpochReader reader = open(path, RecordKind.IMAGE, options)) {
            while (reader.readyBatches() < 3) {
                Thread.sleep(1);
            }
            Thread.sleep(20);
            assertThat(reader.readyBatches()).isEqualTo(3);
            reader.next().close();
            assertThat(reader.metrics().producerWaitNanos()).isPositive();
        }
    }

    private static void assertDamages(EpochReader reader) {
        assertThat(reader.metrics().damagedImages()).isEqualTo(BAD.size());
        assertThat(reader.metrics().line()).endsWith("; 13 images damaged");
        assertThat(reader.damages()).hasSize(10);
        assertThat(reader.damages().get(0)).contains("record 7, index 7");
    }

    private static byte[] pixels(Batch batch, int i) {
        int bytes = TestShards.SHAPE.bytes();
        return Arrays.copyOfRange(batch.pixels().array(), i * bytes, (i + 1) * bytes);
    }

    private static EpochReader open(RecordKind kind, DamagePolicy policy) {
        return open(kind == RecordKind.PATH ? paths : images, kind, options(policy));
    }

    private static EpochReader open(String shard, RecordKind kind, ReadOptions options) {
        return EpochReader.openShards(
                Storage.local(), folder.toString(), List.of(shard), kind, TestShards.SHAPE, options);
    }

    private static ReadOptions options(DamagePolicy policy) {
        return ReadOptions.defaults().withBatchSize(10).withDamagePolicy(policy);
    }
}
