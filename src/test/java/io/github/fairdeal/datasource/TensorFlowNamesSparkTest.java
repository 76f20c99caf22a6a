package io.github.fairdeal.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.UsageException;
import java.io.IOException;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Test;

/** {@code shardNaming=tensorflow}: names that count the tasks, and never take the place of files of another job. */
final class TensorFlowNamesSparkTest extends SparkSourceTest {

    @Test
    void names_countTheTasks() throws IOException {
        writer(spark().range(0, 100, 1, 3).toDF(), SaveMode.ErrorIfExists)
                .option("codec", "gzip")
                .save(path("out"));

        assertThat(dataFiles(folder.resolve("out")))
                .containsExactly(
                        "part-00000-of-00003.tfrecord.gz",
                        "part-00001-of-00003.tfrecord.gz",
                        "part-00002-of-00003.tfrecord.gz");
        assertThat(sum()).isEqualTo(4950);
    }

    @Test
    void folderWithFiles_isNotAppendedTo() {
        writer(spark().range(0, 100, 1, 3).toDF(), SaveMode.ErrorIfExists).save(path("out"));

        assertThatThrownBy(
                        () -> writer(spark().range(5).toDF(), SaveMode.Append).save(path("out")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("cannot write beside other files");
        assertThat(sum()).isEqualTo(4950);
    }

    @Test
    void secondFileOfATask_isRefused() {
        assertThatThrownBy(() -> writer(spark().range(0, 100, 1, 1).toDF(), SaveMode.ErrorIfExists)
                        .option("maxRecordsPerFile", 10)
                        .save(path("out")))
                .hasStackTraceContaining("leave maxRecordsPerFile out");
    }

    @Test
    void partitionWithFiles_isNotAppendedToButANewOneIs() throws IOException {
        partitioned(0, 0, SaveMode.ErrorIfExists).save(path("out"));

        assertThatThrownBy(() -> partitioned(1, 0, SaveMode.Append).save(path("out")))
                .hasStackTraceContaining("there are some in partition p=0: use mode overwrite");
        partitioned(1, 1, SaveMode.Append).save(path("out"));

        assertThat(sum()).isEqualTo(10 + 110);
        assertThat(dataFiles(folder.resolve("out")))
                .containsExactly(
                        "p=0/part-00000-of-00002.tfrecord",
                        "p=0/part-00001-of-00002.tfrecord",
                        "p=1/part-00000-of-00002.tfrecord",
                        "p=1/part-00001-of-00002.tfrecord");
    }

    @Test
    void dynamicOverwrite_replacesThePartitionsItHasWhole() throws IOException {
        partitioned(0, 0, SaveMode.ErrorIfExists).save(path("out"));
        partitioned(1, 1, SaveMode.Append).save(path("out"));

        partitioned(2, 1, SaveMode.Overwrite)
                .option("partitionOverwriteMode", "dynamic")
                .save(path("out"));

        assertThat(sum()).isEqualTo(10 + 210);
        assertThat(dataFiles(folder.resolve("out"))).hasSize(4);
    }

    /** Spark deletes that partition before anything of ours is asked: it must not be refused then. */
    @Test
    void staticOverwriteOfOnePartition_replacesItBesideTheOthers() {
        spark().sql("CREATE TABLE named (id BIGINT, p INT) USING tfrecord OPTIONS (shardNaming 'tensorflow') "
                + "PARTITIONED BY (p) LOCATION '" + path("out") + "'");
        try {
            spark().sql("INSERT INTO named VALUES (1, 0), (2, 1)");
            spark().sql("INSERT OVERWRITE TABLE named PARTITION (p = 1) SELECT 30 AS id");
        } finally {
            spark().sql("DROP TABLE named");
        }

        assertThat(sum()).isEqualTo(31);
    }

    /** Five numbers from {@code 20 * twenty}, all in one partition, by two tasks. */
    private DataFrameWriter<Row> partitioned(long twenty, int partition, SaveMode mode) {
        Dataset<Row> rows = spark().range(0, 5, 1, 2).selectExpr("id + " + 20 * twenty + " AS id", partition + " AS p");
        return writer(rows, mode).partitionBy("p");
    }

    private static DataFrameWriter<Row> writer(Dataset<Row> rows, SaveMode mode) {
        return rows.write()
                .format("tfrecord")
                .option("shardNaming", "tensorflow")
                .mode(mode);
    }

    private long sum() {
        return spark().read()
                .format("tfrecord")
                .load(path("out"))
                .selectExpr("sum(id)")
                .first()
                .getLong(0);
    }
}
