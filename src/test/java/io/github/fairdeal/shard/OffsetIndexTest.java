package io.github.fairdeal.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetIndexTest {

    private static final Storage STORAGE = Storage.local();
    private static final int RECORDS = 1_300;

    @TempDir
    Path folder;

    private Shard shard;
    private List<Long> offsets;

    @BeforeEach
    void write() throws IOException {
        shard = SortedShards.write(folder, RECORDS).shards().get(0);
        String path = Storage.child(folder.toString(), shard.name());
        offsets = new ArrayList<>();
        try (RecordReader reader = new RecordReader(STORAGE.open(path), path, shard.bytes())) {
            while (reader.next()) {
                offsets.add(reader.offset());
            }
        }
    }

    @Test
    void index_ofAShard_holdsEveryOffsetAsLittleEndianLong() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file())).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(file()).hasFileName("_path-00000-of-00001.offsets").hasSize(OffsetIndex.bytes(RECORDS));
        assertThat(offsets).hasSize(RECORDS);
        for (long offset : offsets) {
            assertThat(bytes.getLong()).isEqualTo(offset);
        }
    }

    @Test
    void seek_anyRecordInAnyOrder_knowsItsFrame() throws IOException {
        List<Integer> records = new ArrayList<>();
        for (int record = 0; record <= RECORDS; record++) {
            records.add(record);
        }
        try (OffsetIndex index = open()) {
            for (int pass = 0; pass < 2; pass++) {
                for (int record : records) {
                    index.seek(record);

                    assertThat(index.offset()).isEqualTo(offset(record));
                    assertThat(index.frameBytes()).isEqualTo(offset(record + 1) - offset(record));
                }
                Collections.shuffle(records, new Random(1));
            }
        }
    }

    /** An offset that is another record's: only the checksum of its block can tell. */
    @Test
    void seekAll_offsetOfAnotherRecord_isRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(file());
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(8 * 600, offset(599));
        Files.write(file(), bytes);
        try (OffsetIndex index = open()) {
            long[] begins = new long[3];
            index.seekAll(new long[] {0, 511, 1_299}, 0, 3, begins, new long[3]);
            assertThat(begins).containsExactly(offset(0), offset(511), offset(1_299));

            assertThatThrownBy(() -> index.seekAll(new long[] {700}, 0, 1, new long[1], new long[1]))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("offset index does not fit its shard at record 700");
        }
    }

    /** Who opens a mapped index after another shares what that one has verified, and only that. */
    @Test
    void seekAll_inABlockThatNobodyVerified_verifiesIt() throws IOException {
        byte[] bytes = Files.readAllBytes(file());
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(8 * 600, offset(599));
        Files.write(file(), bytes);
        try (OffsetIndex first = scattered();
                OffsetIndex second = scattered()) {
            long[] begins = new long[2];
            first.seekAll(new long[] {0, 1_299}, 0, 2, begins, new long[2]);
            second.seekAll(new long[] {1, 1_298}, 0, 2, begins, new long[2]);
            assertThat(begins).containsExactly(offset(1), offset(1_298));

            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> second.seekAll(new long[] {700}, 0, 1, new long[1], new long[1]))
                        .isInstanceOf(BadInputException.class)
                        .hasMessageContaining("offset index does not fit its shard at record 700");
            }
        }
    }

    @Test
    void index_atItsEnd_hasChecksumsOfItsBlocks_andOfItsShard() throws IOException {
        byte[] file = Files.readAllBytes(file());
        ByteBuffer tail =
                ByteBuffer.wrap(file, 8 * RECORDS, file.length - 8 * RECORDS).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(tail.remaining()).isEqualTo(3 * 4 + 16);
        assertThat(tail.getInt()).isEqualTo(crc32c(file, 0, 8 * 513));
        assertThat(tail.getInt()).isEqualTo(crc32c(file, 8 * 512, 8 * 513));
        assertThat(tail.getInt()).isEqualTo(crc32c(file, 8 * 1_024, 8 * (RECORDS - 1_024)));
        assertThat(tail.getLong()).isEqualTo(shard.bytes());
        assertThat("%08x".formatted(tail.getInt())).isEqualTo(shard.crc32c());
        assertThat(tail.getInt()).isEqualTo(crc32c(file, 8 * RECORDS, 3 * 4 + 12));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 512, 513, 1_024, 1_025})
    void index_ofAnyNumberOfRecords_isRead(int records) throws IOException {
        Path file = folder.resolve(OffsetIndex.fileName("other.tfrecord"));
        try (OffsetIndexWriter writer = new OffsetIndexWriter(Files.newOutputStream(file))) {
            for (int record = 0; record < records; record++) {
                writer.add(20L * record);
            }
            writer.finish(20L * records, "89abcdef");
        }
        Shard other = new Shard(
                "other.tfrecord", 0, records, 20L * records, "89abcdef", Collections.emptySortedMap(), List.of());

        try (OffsetIndex index =
                OffsetIndex.find(STORAGE, folder.toString(), other).orElseThrow()) {
            for (int record = 0; record < records; record++) {
                index.seek(record);
                assertThat(index.offset()).isEqualTo(20L * record);
                assertThat(index.frameBytes()).isEqualTo(20);
            }
        }
    }

    @Test
    void everyFlippedBit_isFound() throws IOException {
        byte[] sound = Files.readAllBytes(file());
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = sound.clone();
            int at = i < 28 ? damaged.length - 1 - i : random.nextInt(damaged.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file(), damaged);

            assertThatThrownBy(this::seekAll)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining(file() + ": offset index ")
                    .hasMessageContaining("delete it");
        }
    }

    @Test
    void find_indexOfAnotherShardOfTheSameSize_saysSo() throws IOException {
        Shard other = new Shard(
                shard.name(), 0, shard.records(), shard.bytes(), "00000001", shard.labelCounts(), shard.seekPoints());

        assertThatThrownBy(() -> OffsetIndex.find(STORAGE, folder.toString(), other))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("offset index is of a shard of %,d bytes with checksum %s, expected"
                        .formatted(shard.bytes(), shard.crc32c()))
                .hasMessageContaining("of another shard?");
    }

    @Test
    void find_noIndexOrAnotherSize_saysSo() throws IOException {
        Files.write(file(), new byte[8 * RECORDS]);
        assertThatThrownBy(this::open)
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("has 10,400 bytes, expected 10,428 for 1,300 records");
        assertThatThrownBy(() -> ShardWriter.settle(STORAGE, folder.toString(), List.of(shard)))
                .isInstanceOf(BadInputException.class);

        Files.delete(file());
        assertThat(OffsetIndex.find(STORAGE, folder.toString(), shard)).isEmpty();
        assertThatThrownBy(() -> ShardWriter.settle(STORAGE, folder.toString(), List.of(shard)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("offset index is missing");
    }

    private void seekAll() throws IOException {
        try (OffsetIndex index = open()) {
            for (int record = 0; record <= RECORDS; record += 100) {
                index.seek(record);
            }
        }
    }

    private static int crc32c(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    private OffsetIndex scattered() throws IOException {
        return OffsetIndex.findScattered(STORAGE, folder.toString(), shard).orElseThrow();
    }

    private OffsetIndex open() throws IOException {
        return OffsetIndex.find(STORAGE, folder.toString(), shard).orElseThrow();
    }

    private long offset(int record) {
        return record < RECORDS ? offsets.get(record) : shard.bytes();
    }

    private Path file() {
        return Path.of(OffsetIndex.path(folder.toString(), shard));
    }
}
