package io.github.fairdeal.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.RecordKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TensorFlowException;

/** TensorFlow's own kernels read what we write, and we read what they write, byte for byte. */
final class TensorFlowInteropTest {

    private static final long[] INT64_EDGES = {
        0,
        1,
        9,
        127,
        128,
        16_383,
        16_384,
        Integer.MAX_VALUE,
        1L << 35,
        Long.MAX_VALUE,
        -1,
        Integer.MIN_VALUE,
        Long.MIN_VALUE
    };

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void tensorFlow_readsTheRecordsWeWrite(RecordKind kind) throws IOException {
        List<TensorFlowRecords.Row> rows = rows(2_345, kind);
        List<Path> files = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += 800) {
            files.add(write(kind, rows.subList(from, Math.min(from + 800, rows.size()))));
        }

        assertThat(TensorFlowRecords.read(kind, files)).containsExactlyElementsOf(rows);
    }

    @Test
    void tensorFlow_readsEveryIntegerAndPayloadSizeWeWrite() throws IOException {
        List<TensorFlowRecords.Row> rows = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(7);
        for (long index : INT64_EDGES) {
            for (long label : INT64_EDGES) {
                byte[] payload = new byte[random.nextInt(300)];
                random.nextBytes(payload);
                rows.add(new TensorFlowRecords.Row(index, label, payload));
            }
        }
        for (int length : new int[] {0, 1, 100_000, 1 << 18, 3 << 20}) {
            rows.add(new TensorFlowRecords.Row(length, -length, new byte[length]));
        }

        assertThat(TensorFlowRecords.read(RecordKind.IMAGE, List.of(write(RecordKind.IMAGE, rows))))
                .containsExactlyElementsOf(rows);
    }

    @Test
    void tensorFlow_readingAnotherKind_fails() throws IOException {
        Path file = write(RecordKind.PATH, rows(3, RecordKind.PATH));

        assertThatThrownBy(() -> TensorFlowRecords.read(RecordKind.IMAGE, List.of(file)))
                .isInstanceOf(TFInvalidArgumentException.class)
                .hasMessageContaining("image_string");
    }

    @Test
    void tensorFlow_readingADamagedRecord_fails() throws IOException {
        Path file = write(RecordKind.PATH, rows(3, RecordKind.PATH));
        byte[] content = Files.readAllBytes(file);
        content[content.length - 10] ^= 1;
        Files.write(file, content);

        assertThatThrownBy(() -> TensorFlowRecords.read(RecordKind.PATH, List.of(file)))
                .isInstanceOf(TensorFlowException.class)
                .hasMessageContaining("corrupted record");
    }

    @Test
    void file_writtenByTensorFlow_isTheFileWeWrite() throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        List<byte[]> payloads = new ArrayList<>();
        for (int length : new int[] {0, 1, 5, 16, 1_000, (1 << 18) - 16, 1 << 18, (1 << 20) + 3, 0, 2}) {
            byte[] payload = new byte[length];
            random.nextBytes(payload);
            payloads.add(payload);
        }
        Path theirs = folder.resolve("theirs.tfrecord");
        TensorFlowRecords.write(payloads, theirs);
        Path ours = Files.write(folder.resolve("ours.tfrecord"), Records.file(payloads));

        assertThat(theirs).hasSameBinaryContentAs(ours);
        assertThat(Records.payloads(Records.reader(Files.readAllBytes(theirs)))).containsExactlyElementsOf(payloads);
        assertThat(TensorFlowRecords.payloads(List.of(ours))).containsExactlyElementsOf(payloads);
    }

    private Path write(RecordKind kind, List<TensorFlowRecords.Row> rows) throws IOException {
        Path file = Files.createTempFile(folder, kind.word(), ".tfrecord");
        ExampleEncoder encoder = new ExampleEncoder(kind);
        try (OutputStream out = Files.newOutputStream(file);
                RecordWriter writer = new RecordWriter(out)) {
            for (TensorFlowRecords.Row row : rows) {
                encoder.encode(row.index(), row.label(), row.payload());
                writer.write(encoder.buffer(), 0, encoder.length());
            }
        }
        return file;
    }

    private static List<TensorFlowRecords.Row> rows(int count, RecordKind kind) {
        SplittableRandom random = new SplittableRandom(count);
        List<TensorFlowRecords.Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] payload = new byte[784];
            random.nextBytes(payload);
            if (kind == RecordKind.PATH) {
                payload = "/data/Bücher/images/%05d/%d.png"
                        .formatted(i / 10_000, i)
                        .getBytes(StandardCharsets.UTF_8);
            }
            rows.add(new TensorFlowRecords.Row(i, random.nextInt(10), payload));
        }
        return rows;
    }
}
