package io.github.fairdeal.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.job.SeparateSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Attempts that fail, and attempts that run twice at a time on two executors: every row is there once. */
final class RetriedWritesSparkTest extends SparkSourceTest {

    @Test
    void retriesAndSpeculation_leaveNoDoubleRowsAndNoOtherFiles() throws Exception {
        Map<String, String> settings = new HashMap<>();
        settings.put("spark.executor.memory", "512m");
        settings.put("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        settings.put("spark.speculation", "true");
        settings.put("spark.speculation.interval", "100ms");
        // Not before all others are done, the failed one's second attempt among them.
        settings.put("spark.speculation.quantile", "0.75");
        settings.put("spark.speculation.minTaskRuntime", "100ms");
        settings.put("spark.executor.extraClassPath", System.getProperty("java.class.path"));

        try (SeparateSpark spark = SeparateSpark.start(
                UnluckyWriteProgram.class,
                folder,
                settings,
                "spark",
                path("spark"),
                "tensorflow",
                path("tensorflow"))) {
            assertThat(spark.lastLine()).matches("failed 2, speculative 2");
        }

        assertThat(dataFiles(folder.resolve("tensorflow")))
                .containsExactly(
                        "part-00000-of-00004.tfrecord",
                        "part-00001-of-00004.tfrecord",
                        "part-00002-of-00004.tfrecord",
                        "part-00003-of-00004.tfrecord");
        for (String naming : List.of("spark", "tensorflow")) {
            Dataset<Row> rows = spark().read().format("tfrecord").load(path(naming));
            assertThat(rows.selectExpr("count(*)", "count(DISTINCT id)", "sum(id)")
                            .first())
                    .isEqualTo(row(
                            UnluckyWriteProgram.ROWS,
                            UnluckyWriteProgram.ROWS,
                            UnluckyWriteProgram.ROWS * (UnluckyWriteProgram.ROWS - 1) / 2));
            assertThat(files(folder.resolve(naming))).as(naming).hasSize(5).contains("_SUCCESS");
        }
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.endsWith(".crc"))
                    .toList();
        }
    }
}
