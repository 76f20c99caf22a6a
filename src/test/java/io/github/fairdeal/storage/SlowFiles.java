package io.github.fairdeal.storage;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/** The local disk as a file system of Hadoop's that takes its time to open a file, as object stores do. */
public final class SlowFiles extends RawFiles.Raw {

    /** What an open takes. */
    public static final int MILLIS = 20;

    private static final AtomicInteger OPENING = new AtomicInteger();
    private static final AtomicInteger MOST_OPENING = new AtomicInteger();

    /** A storage that knows {@code slow:}. */
    public static Storage storage() {
        Configuration configuration = new Configuration();
        configuration.setClass("fs.slow.impl", SlowFiles.class, org.apache.hadoop.fs.FileSystem.class);
        return Storage.of(configuration);
    }

    /** The URI of a local file there. */
    public static String uri(java.nio.file.Path file) {
        return "slow://" + file.toAbsolutePath();
    }

    /** How many files were being opened at once at most since it was asked for last. */
    public static int mostAtOnce() {
        return MOST_OPENING.getAndSet(0);
    }

    @Override
    public String getScheme() {
        return "slow";
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        MOST_OPENING.accumulateAndGet(OPENING.incrementAndGet(), Math::max);
        try {
            Thread.sleep(MILLIS);
            return super.open(path, bufferSize);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("interrupted while opening " + path);
        } finally {
            OPENING.decrementAndGet();
        }
    }
}
