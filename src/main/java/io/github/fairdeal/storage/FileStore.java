package io.github.fairdeal.storage;

import java.io.FileNotFoundException;
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

    default PositionedFile openScattered(String path, long rangeBytes) throws IOException {
        return openPositioned(path);
    }

    OutputStream create(String path) throws IOException;

    void overwrite(String path, byte[] content) throws IOException;

    void createFolders(String folder) throws IOException;

    void rename(String from, String to) throws IOException;

    void replace(String from, String to) throws IOException;

    default void replaceSame(String from, String to) throws IOException {
        if (renamesAtomically(to)) {
            replace(from, to);
            return;
        }
        long bytes = status(from)
                .orElseThrow(() -> new FileNotFoundException(from + ": no such file"))
                .bytes();
        Optional<FileStatus> there = status(to);
        if (there.isEmpty()) {
            try {
                rename(from, to); // overwrites what another attempt copies there meanwhile, and deletes nothing
            } catch (IOException e) {
                if (status(to).filter(found -> found.bytes() == bytes).isEmpty()) {
                    throw e;
                }
                delete(from); // another attempt was faster
            }
        } else if (there.get().bytes() == bytes) {
            delete(from);
        } else {
            replace(from, to); // half a copy, where a file system makes such
        }
    }

    void delete(String path) throws IOException;

    void deleteEmptyFolder(String folder) throws IOException;

    void sync(String folder) throws IOException;

    boolean renamesAtomically(String path);

    default int callsAtOnce(String path) {
        return 1;
    }
}
