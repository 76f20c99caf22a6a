package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.ExampleEncoder;
import io.github.fairdeal.tfrecord.RecordWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterleavedFilesTest {

    @TempDir
    private Path folder;

    /** The example in tf.data's documentation of {@code Dataset.interleave}: five inputs of six, cycle 2, block 4. */
    @Test
    void order_isThatOfTensorFlowsDocumentation() throws IOException {
        assertThat(labels(files(6, 6, 6, 6, 6), 2, 4))
                .containsExactly(
                        1, 1, 1, 1, 2, 2, 2, 2, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 3, 3, 4, 4, 5, 5, 5, 5, 5, 5);
    }

    @Test
    void oneReader_readsFileAfterFile() throws IOException {
        assertThat(labels(files(2, 0, 3), 1, 5)).containsExactly(1, 1, 3, 3, 3);
    }

    @Test
    void moreReadersThanFiles_takeTurnsAmongThoseThereAre() throws IOException {
        assertThat(labels(files(1, 3, 2), 100, 1)).containsExactly(1, 2, 3, 2, 3, 2);
    }

    @Test
    void fileThatEnds_isReplacedWhenItsTurnComesAgain() throws IOException {
        assertThat(labels(files(1, 4, 2), 2, 1)).containsExactly(1, 2, 2, 3, 2, 3, 2);
    }

    private List<Integer> labels(List<AuditedFile> files, int cycle, int block) throws IOException {
        List<Integer> labels = new ArrayList<>();
        try (InterleavedFiles records = new InterleavedFiles(Storage.local(), files, cycle, block)) {
            records.forEachRemaining(record -> labels.add((int) record.label()));
        }
        return labels;
    }

    /** File k holds so many records of label k, from 1. */
    private List<AuditedFile> files(int... sizes) throws IOException {
        List<AuditedFile> files = new ArrayList<>();
        ExampleEncoder encoder = new ExampleEncoder(RecordKind.PATH);
        for (int size : sizes) {
            Path file = folder.resolve("part-%05d".formatted(files.size()));
            try (RecordWriter writer = new RecordWriter(Files.newOutputStream(file))) {
                for (int i = 0; i < size; i++) {
                    encoder.encode(i, files.size() + 1L, new byte[0]);
                    writer.write(encoder.buffer(), 0, encoder.length());
                }
            }
            files.add(new AuditedFile(files.size(), file.toString(), Files.size(file), 0, size));
        }
        return files;
    }
}
