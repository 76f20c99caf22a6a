package io.github.fairdeal.storage;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local disk as a file system of Hadoop's under schemes of its own, so that nothing mistakes it for local. */
public final class RawFiles {

    private static final AtomicInteger CONTEXTS = new AtomicInteger();

    private RawFiles() {}

    /** How many file systems of {@code raw:} were made for a FileContext since it was asked last. */
    static int contexts() {
        return CONTEXTS.getAndSet(0);
    }

    /** Knows {@code raw:} with a FileContext, {@code rawfs:} without. */
    static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.setClass("fs.raw.impl", Raw.class, org.apache.hadoop.fs.FileSystem.class);
        configuration.setClass("fs.rawfs.impl", WithoutContext.class, org.apache.hadoop.fs.FileSystem.class);
        configuration.setClass("fs.abfs.impl", Azure.class, org.apache.hadoop.fs.FileSystem.class);
        configuration.setClass(
                "fs.AbstractFileSystem.raw.impl", RawContext.class, org.apache.hadoop.fs.AbstractFileSystem.class);
        return configuration;
    }

    /** {@code raw:}. */
    public static class Raw extends RawLocalFileSystem {

        @Override
        public URI getUri() {
            return URI.create(getScheme() + ":///");
        }

        @Override
        public String getScheme() {
            return "raw";
        }
    }

    /** {@code rawfs:}. */
    public static final class WithoutContext extends Raw {

        @Override
        public String getScheme() {
            return "rawfs";
        }
    }

    /** {@code raw:} for Hadoop's FileContext. */
    public static final class RawContext extends DelegateToFileSystem {

        /** As Hadoop calls it. */
        public RawContext(URI uri, Configuration configuration) throws IOException, URISyntaxException {
            super(uri, new Raw(), configuration, "raw", false);
            CONTEXTS.incrementAndGet();
        }
    }

    /** {@code abfs:}, with a hierarchical namespace where the container is {@code folders}. */
    public static final class Azure extends Raw {

        @Override
        public String getScheme() {
            return "abfs";
        }

        @Override
        public boolean hasPathCapability(Path path, String capability) {
            return capability.equals(CommonPathCapabilities.FS_ACLS)
                    && path.toUri().getUserInfo().equals("folders");
        }
    }
}
