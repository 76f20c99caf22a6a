package io.github.fairdeal.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.SeekPoint;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShardWriterTest {

    private static final Storage STORAGE = Storage.local();
    private static final String NAME = "path-00000-of-00001.tfrecord";
    private static final String INDEX = "_path-00000-of-00001.offsets";

    @TempDir
    Path folder;

    @Test
    void finish_describesTheFileThatIsThere() throws IOException {
        WrittenShard written = write(1, 1_000);

        Shard shard = written.shard();
        byte[] bytes = Files.readAllBytes(file());
        assertThat(shard.name()).isEqualTo(NAME);
        assertThat(shard.firstPosition()).isEqualTo(500);
        assertThat(shard.records()).isEqualTo(1_000);
        assertThat(shard.bytes()).isEqualTo(bytes.length);
        assertThat(shard.crc32c()).isEqualTo(crc32c(bytes));
        assertThat(shard.labelCounts()).hasSize(10).containsEntry(3L, 100L);
        assertThat(shard.seekPoints()).containsExactly(SeekPoint.START);
    }

    @Test
    void finish_seekPoints_areRecordBoundariesOfTheFile() throws IOException {
        Shard shard = write(1, 200_000).shard();

        assertThat(shard.seekPoints()).hasSizeGreaterThan(3);
        for (SeekPoint point : shard.seekPoints()) {
            try (RecordReader reader =
                    new RecordReader(STORAGE.open(file().toString(), point.offset()), NAME, shard.bytes(), point)) {
                assertThat(reader.next()).isTrue();
                assertThat(new String(reader.payload(), StandardCharsets.US_ASCII))
                        .isEqualTo("record " + point.record());
            }
        }
    }

    @Test
    void finish_moreLabelsThanAManifestLists_leavesThemOutThereButKeepsThem() throws IOException {
        try (ShardWriter writer = new ShardWriter(STORAGE, folder.toString(), NAME, 0, 0)) {
            for (int label = 0; label <= Shard.MAX_LABELS_LISTED; label++) {
                writer.write(label, label, new byte[1], 0, 1);
            }
            WrittenShard written = writer.finish();

            assertThat(written.shard().labelCounts()).isEmpty();
            assertThat(writer.labelCounts()).hasSize(Shard.MAX_LABELS_LISTED + 1);
        }
    }

    @Test
    void write_untilFinished_nothingHasTheFinalName() throws IOException {
        try (ShardWriter writer = new ShardWriter(STORAGE, folder.toString(), NAME, 0, 0)) {
            writer.write(0, 0, new byte[1 << 20], 0, 1 << 20);

            assertThat(file()).doesNotExist();

            writer.finish();
            assertThat(file()).exists();
        }
        assertThat(names()).containsExactlyInAnyOrder(NAME, INDEX);
    }

    @Test
    void close_unfinished_leavesNothing() throws IOException {
        try (ShardWriter writer = new ShardWriter(STORAGE, folder.toString(), NAME, 0, 0)) {
            writer.write(0, 0, new byte[1 << 20], 0, 1 << 20);
        }

        assertThat(names()).isEmpty();
    }

    @Test
    void close_afterFinishFailed_leavesNothing() throws IOException {
        Files.createDirectories(file().resolve("in-the-way"));
        try (ShardWriter writer = new ShardWriter(STORAGE, folder.toString(), NAME, 0, 0)) {
            writer.write(0, 0, new byte[1], 0, 1);

            assertThatThrownBy(writer::finish).isInstanceOf(IOException.class);
        }

        assertThat(names()).containsExactly(NAME);
        assertThat(file()).isDirectory();
    }

    @Test
    void twoAttemptsAtOnce_writeTheSameFile() throws IOException {
        try (ShardWriter first = new ShardWriter(STORAGE, folder.toString(), NAME, 0, 1);
                ShardWriter second = new ShardWriter(STORAGE, folder.toString(), NAME, 0, 2)) {
            for (ShardWriter writer : List.of(first, second)) {
                writer.write(0, 4, new byte[] {1, 2, 3}, 0, 3);
            }
            WrittenShard one = first.finish();
            byte[] bytes = Files.readAllBytes(file());
            byte[] index = Files.readAllBytes(folder.resolve(INDEX));
            WrittenShard other = second.finish();

            assertThat(other.shard()).isEqualTo(one.shard());
            assertThat(other.fingerprint().hex()).isEqualTo(one.fingerprint().hex());
            assertThat(file()).hasBinaryContent(bytes);
            assertThat(folder.resolve(INDEX)).hasBinaryContent(index);
            assertThat(index).startsWith(new byte[8]);
        }
        assertThat(names()).containsExactlyInAnyOrder(NAME, INDEX);
    }

    @Test
    void sameAttemptAgain_replacesWhatWasLeft() throws IOException {
        Files.writeString(folder.resolve("." + NAME + ".attempt-7"), "left by a killed executor");
        Files.writeString(folder.resolve("." + INDEX + ".attempt-7"), "left by a killed executor");

        write(7, 10);

        assertThat(names()).containsExactlyInAnyOrder(NAME, INDEX);
    }

    private WrittenShard write(long attempt, int records) throws IOException {
        try (ShardWriter writer = new ShardWriter(STORAGE, folder.toString(), NAME, 500, attempt)) {
            for (int record = 0; record < records; record++) {
                byte[] payload = ("record " + record).getBytes(StandardCharsets.US_ASCII);
                writer.write(500 + record, record % 10, payload, 0, payload.length);
            }
            return writer.finish();
        }
    }

    private Path file() {
        return folder.resolve(NAME);
    }

    private List<String> names() throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    private static String crc32c(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return "%08x".formatted(crc.getValue());
    }
}
