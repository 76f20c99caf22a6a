package io.github.fairdeal.storage;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local disk as a file system of Hadoop's under schemes of its own, so that nothing mistakes it for local. */
public final class RawFiles {

    private RawFiles() {}

    /** Knows {@code raw:} with a FileContext, {@code rawfs:} without. */
    static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.setClass("fs.raw.impl", Raw.class, org.apache.hadoop.fs.FileSystem.class);
        configuration.setClass("fs.rawfs.impl", WithoutContext.class, org.apache.hadoop.fs.FileSystem.class);
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
        }
    }
}
