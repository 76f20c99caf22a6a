package io.github.fairdeal.job;

import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import io.github.fairdeal.source.DrawnDigits;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeEach;

/**
 * Tests that need Spark. They share one {@code local[2]} session, which the first of them in a JVM starts, and one dataset
 * of drawn digits, which none of them changes.
 */
abstract class SparkTest extends JavaDatasetSuiteBase {

    /** Images of the shared dataset. */
    static final DrawnDigits DIGITS = DrawnDigits.of(3_000);

    private static TestDataset shared;

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
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    }

    /** The dataset that tests share: {@link #DIGITS} in 4 sorted shards of both kinds, absolute paths, no epochs. */
    TestDataset sharedDigits() throws IOException {
        synchronized (SparkTest.class) {
            if (shared == null) {
                shared = TestDataset.prepare(spark(), DIGITS, folderOfThisJvm("fairdeal-digits"));
            }
            return shared;
        }
    }

    /** A new folder that goes when the JVM does. */
    static Path folderOfThisJvm(String name) throws IOException {
        Path folder = Files.createTempDirectory(name);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                Storage.local().delete(folder.toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
        return folder;
    }
}
