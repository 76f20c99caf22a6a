package io.github.fairdeal.datasource;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * File systems without Hadoop's own layer of checksums, which for local files keeps a {@code .crc} file beside each one:
 * TFRecords have checksums of their own, and computing two of every byte costs more than all the rest of reading them.
 */
final class RawFiles {

    private RawFiles() {}

    /** The file system of a path. */
    static FileSystem of(Path path, Configuration configuration) throws IOException {
        FileSystem files = path.getFileSystem(configuration);
        return files instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : files;
    }
}
