package io.github.fairdeal.job;

import io.github.fairdeal.SparkSessionTest;
import io.github.fairdeal.source.DrawnDigits;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tests of jobs. They share one dataset of drawn digits, which none of them changes. */
abstract class SparkTest extends SparkSessionTest {

    /** Images of the shared dataset. */
    static final DrawnDigits DIGITS = DrawnDigits.of(3_000);

    private static TestDataset shared;

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
