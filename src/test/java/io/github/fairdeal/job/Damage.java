package io.github.fairdeal.job;

import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.tfrecord.ExampleEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** What happens to files. */
final class Damage {

    private Damage() {}

    /** Turns over one bit of the byte at {@code offset}. */
    static void flipBit(Path file, long offset) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[Math.toIntExact(offset)] ^= 0x10;
        Files.write(file, bytes);
    }

    /** Cuts a file off. */
    static void truncate(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
    }

    /** Lengthens a file. */
    static void append(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.APPEND);
    }

    /** Gives one path record of a shard another label of the same length, with right checksums everywhere. */
    static void relabel(Path shard, int record) throws IOException {
        List<TestRecord> records = new ArrayList<>(TestRecord.read(List.of(shard)));
        TestRecord old = records.get(record);
        ExampleEncoder encoder = new ExampleEncoder(RecordKind.PATH);
        encoder.encode(old.index(), old.label() ^ 1, old.payload());
        records.set(record, new TestRecord(old.index(), old.label() ^ 1, encoder.copy(), old.payload()));
        TestRecord.write(records, shard);
    }

    /** CRC-32C of a whole file, as manifests have it. */
    static String crc32c(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        crc.update(Files.readAllBytes(file));
        return "%08x".formatted(crc.getValue());
    }

    /** Size of a file, for lambdas. */
    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
