package io.github.fairdeal.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** What a file system must do; contracts as in {@link Storage}. */
interface FileStore {

    Optional<FileStatus> status(String path) throws IOException;

    List<FileStatus> list(String folder) throws IOException;

    default String realPath(String path) throws IOException {
        return path;
    }

    InputStream open(String path, long offset) throws IOException;

    PositionedFile openPositioned(String path) throws IOException;

    default PositionedFile openScattered(String path) throws IOException {
        return openPositioned(path);
    }

    OutputStream create(String path) throws IOException;

    void overwrite(String path, byte[] content) throws IOException;

    void createFolders(String folder) throws IOException;

    void rename(String from, String to) throws IOException;

    void replace(String from, String to) throws IOException;

    void delete(String path) throws IOException;

    void deleteEmptyFolder(String folder) throws IOException;

    void sync(String folder) throws IOException;

    boolean renamesAtomically(String path);

    default int callsAtOnce(String path) {
        return 1;
    }
}
