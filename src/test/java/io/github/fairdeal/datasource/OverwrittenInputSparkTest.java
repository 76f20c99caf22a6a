package io.github.fairdeal.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Another job overwrites what this one reads: old rows up to one clear error, never old and new ones together. */
final class OverwrittenInputSparkTest extends SparkSourceTest {

    @Test
    void filesWithOtherNames_areMissing() {
        write("spark", 0);
        Dataset<Row> rows = reading();
        write("spark", 1_000);

        assertThatThrownBy(rows::collect)
                .rootCause()
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("part-0000");
    }

    /** TensorFlow's names do not change, and neither do these files' sizes. */
    @Test
    void filesWithTheSameNames_areKnownForOthers() throws IOException {
        write("tensorflow", 0);
        // Not the present time, which the file system's clock may not tell from that of the next files.
        for (String name : dataFiles(folder.resolve("in"))) {
            Files.setLastModifiedTime(folder.resolve("in").resolve(name), FileTime.from(Instant.EPOCH.plusSeconds(1)));
        }
        Dataset<Row> rows = reading();
        Iterator<Row> started = rows.toLocalIterator();
        List<Long> seen = new ArrayList<>(List.of(started.next().getLong(0)));
        write("tensorflow", 1_000);

        assertThatThrownBy(() -> started.forEachRemaining(row -> seen.add(row.getLong(0))))
                .hasStackTraceContaining("File was replaced since it was listed")
                .hasStackTraceContaining("-of-00002.tfrecord)");

        assertThat(seen).isNotEmpty().allMatch(id -> id < 1_000);
        assertThatThrownBy(rows::collect).hasStackTraceContaining("File was replaced since it was listed");
        assertThat(reading().count()).isEqualTo(200);
    }

    private Dataset<Row> reading() {
        return spark().read().format("tfrecord").schema("id bigint").load(path("in"));
    }

    private void write(String naming, long from) {
        // Two bytes a varint in both.
        spark().range(from + 200, from + 400, 1, 2)
                .write()
                .format("tfrecord")
                .option("shardNaming", naming)
                .mode("overwrite")
                .save(path("in"));
    }
}
