package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.tfrecord.ExampleCursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardValuesTest {

    @TempDir
    Path folder;

    @Test
    void valuesOfAllRecords_comeInOrder() throws IOException {
        DatasetFolder dataset = TestDataset.pathsOnly(1_003, folder).open();

        for (int recordsAtOnce : new int[] {1, 7, 250, 5_000}) {
            ShardValues indexes = values(dataset, recordsAtOnce);
            for (long index : LongStream.range(0, 1_003).toArray()) {
                assertThat(indexes.nextLong()).isEqualTo(index);
            }
            assertThat(indexes.hasNext()).isFalse();
        }
    }

    @Test
    void shard_isNotReadFurtherThanAsked() throws IOException {
        TestDataset dataset = TestDataset.pathsOnly(4_000, folder);
        Path shard = dataset.sorted(RecordKind.PATH).get(0);
        byte[] bytes = Files.readAllBytes(shard);
        bytes[bytes.length * 4 / 5] ^= 1;
        Files.write(shard, bytes);

        ShardValues indexes = values(dataset.open(), 100);

        for (long index : LongStream.range(0, 700).toArray()) {
            assertThat(indexes.nextLong()).isEqualTo(index);
        }
        assertThatThrownBy(() -> indexes.forEachRemaining((long index) -> {}))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(shard.getFileName().toString());
    }

    private static ShardValues values(DatasetFolder dataset, int recordsAtOnce) {
        return ShardValues.of(
                dataset.storage(),
                dataset.sortedFolder(),
                dataset.manifest().sorted(RecordKind.PATH),
                ExampleCursor::index,
                recordsAtOnce);
    }
}
