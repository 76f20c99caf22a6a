package io.github.fairdeal.datasource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Vectors of Spark ML. */
final class VectorSparkTest extends SparkSourceTest {

    private static final StructType SCHEMA = new StructType().add("v", SQLDataTypes.VectorType());

    @Test
    void vectors_areWrittenAsAllTheirValues() {
        frame(
                        SCHEMA,
                        row(Vectors.dense(1, 2.5, -3)),
                        row(Vectors.sparse(4, new int[] {1, 3}, new double[] {7, 8})),
                        row(Vectors.sparse(2, new int[0], new double[0])),
                        row(Vectors.dense(new double[0])))
                .write()
                .format("tfrecord")
                .save(path("out"));

        assertThat(json(spark().read().format("tfrecord").load(path("out"))))
                .containsExactly(
                        "{\"v\":[0.0,0.0]}", "{\"v\":[0.0,7.0,0.0,8.0]}", "{\"v\":[1.0,2.5,-3.0]}", "{\"v\":[]}");
    }

    @Test
    void vectorsAsAColumnToRead_areRefusedWithWhatToDo() {
        frame(SCHEMA, row(Vectors.dense(1))).write().format("tfrecord").save(path("out"));

        assertThatThrownBy(() -> spark().read()
                        .format("tfrecord")
                        .schema(SCHEMA)
                        .load(path("out"))
                        .collect())
                .hasMessageContaining("read vectors as array<float>");
    }
}
