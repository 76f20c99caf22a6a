package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.tfrecord.TensorFlowRecords;
import io.github.fairdeal.tfrecord.TensorFlowRecords.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TensorFlow's own kernels read what prepare and shuffle write. */
final class TensorFlowReadsShardsSparkTest extends SparkTest {

    @TempDir
    Path above;

    @ParameterizedTest
    @EnumSource
    void sortedShards_areReadAlike(RecordKind kind) throws IOException {
        List<Row> rows = TensorFlowRecords.read(kind, sharedDigits().sorted(kind));

        assertThat(rows).hasSize(3_000).isEqualTo(rows(sharedDigits().sorted(kind)));
        for (Row row : kind == RecordKind.IMAGE ? rows : List.<Row>of()) {
            assertThat(row.label()).isEqualTo(DIGITS.image(row.index()).label());
            assertThat(row.payload()).isEqualTo(DIGITS.image(row.index()).pixels());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shuffledShards_areReadAlike(RecordKind kind) throws IOException {
        TestDataset dataset = sharedDigits().copyTo(above.resolve("dataset"));
        new Shuffle(spark()).dataset(dataset.path()).kind(kind).shards(7).execute();

        List<Row> rows = TensorFlowRecords.read(kind, dataset.epoch(0));

        assertThat(rows).hasSize(3_000).isEqualTo(rows(dataset.epoch(0)));
        assertThat(rows).containsExactlyInAnyOrderElementsOf(rows(dataset.sorted(kind)));
    }

    /** What our own reader makes of them. */
    private static List<Row> rows(List<Path> shards) throws IOException {
        return TestRecord.read(shards).stream()
                .map(record -> new Row(record.index(), record.label(), record.payload()))
                .toList();
    }
}
