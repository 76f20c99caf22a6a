package io.github.fairdeal;

import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeEach;

/** Tests that need Spark. They share one {@code local[2]} session, which the first of them in a JVM starts. */
public abstract class SparkSessionTest extends JavaDatasetSuiteBase {

    @BeforeEach
    void joinSpark() {
        // JUnit 5 runs no JUnit 4 hooks: this one starts the session, and the one that would stop it after every class
        // is not called.
        runBefore();
    }

    @Override
    public boolean enableHiveSupport() {
        return false;
    }

    @Override
    public SparkConf conf() {
        return new SparkConf()
                .setMaster("local[2]")
                .setAppName("fairdeal tests")
                .set("spark.app.id", appID())
                .set("spark.ui.enabled", "false")
                .set("spark.sql.shuffle.partitions", "2")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    }
}
