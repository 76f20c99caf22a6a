package io.github.fairdeal;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Tests that need Spark. They share one {@code local[2]} session, which the first of them in a JVM starts. Without
 * spark-testing-base, of which there is none for Spark 4.
 */
public abstract class SparkSessionTest {

    /** The session of this JVM. */
    public static SparkSession spark() {
        return SparkSession.builder()
                .master("local[2]")
                .appName("fairdeal tests")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.shuffle.partitions", "2")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
    }

    /** Its context. */
    public static JavaSparkContext jsc() {
        return JavaSparkContext.fromSparkContext(spark().sparkContext());
    }
}
