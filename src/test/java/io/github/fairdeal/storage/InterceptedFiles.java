package io.github.fairdeal.storage;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Optional;

/**
 * A file store every call of which goes through one place, the writing and closing of its files included, and where
 * files are not renamed in one step, each step of it.
 */
abstract class InterceptedFiles implements FileStore {

    private final FileStore files;

    InterceptedFiles(FileStore files) {
        this.files = files;
    }

    /** A call to the store. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws IOException;
    }

    /** A call without an answer. */
    @FunctionalInterface
    interface Step {
        void run() throws IOException;
    }

    /**
     * Makes a call, or does not.
     *
     * @param half what a crash in the middle of it leaves; nothing if the call is one step
     */
    abstract <T> T intercept(Call<T> call, Step half) throws IOException;

    /** Storage on top of these files. */
    public final Storage storage() {
        return new Storage(this);
    }

    @Override
    public Optional<FileStatus> status(String path) throws IOException {
        return intercept(() -> files.status(path), () -> {});
    }

    @Override
    public List<FileStatus> list(String folder) throws IOException {
        return intercept(() -> files.list(folder), () -> {});
    }

    @Override
    public InputStream open(String path, long offset) throws IOException {
        return intercept(() -> files.open(path, offset), () -> {});
    }

    @Override
    public PositionedFile openPositioned(String path) throws IOException {
        return intercept(() -> files.openPositioned(path), () -> {});
    }

    @Override
    public OutputStream create(String path) throws IOException {
        OutputStream out = intercept(() -> files.create(path), () -> {});
        return new FilterOutputStream(out) {
            private boolean isBroken;

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                isBroken = true;
                step(() -> out.write(bytes, offset, length), () -> out.write(bytes, offset, length / 2));
                isBroken = false;
            }

            /** A broken object is given up, as {@link HadoopFiles} does it; of a broken file stays what was written. */
            @Override
            public void close() throws IOException {
                if (!isBroken || files.renamesAtomically(path)) {
                    step(out::close, () -> {});
                }
            }
        };
    }

    @Override
    public void overwrite(String path, byte[] content) throws IOException {
        step(() -> files.overwrite(path, content), () -> {});
    }

    @Override
    public void createFolders(String folder) throws IOException {
        step(() -> files.createFolders(folder), () -> {});
    }

    @Override
    public void rename(String from, String to) throws IOException {
        if (files.renamesAtomically(to)) {
            step(() -> files.rename(from, to), () -> {});
        } else {
            if (status(to).isPresent()) {
                throw new FileAlreadyExistsException(to);
            }
            step(() -> copy(from, to), () -> {});
            step(() -> files.delete(from), () -> {});
        }
    }

    @Override
    public void replace(String from, String to) throws IOException {
        if (files.renamesAtomically(to)) {
            step(() -> files.replace(from, to), () -> {});
        } else {
            step(() -> files.delete(to), () -> {});
            rename(from, to);
        }
    }

    @Override
    public void delete(String path) throws IOException {
        step(() -> files.delete(path), () -> deleteFirstEntry(path));
    }

    @Override
    public void deleteEmptyFolder(String folder) throws IOException {
        step(() -> files.deleteEmptyFolder(folder), () -> {});
    }

    @Override
    public void sync(String folder) throws IOException {
        step(() -> files.sync(folder), () -> {});
    }

    @Override
    public boolean renamesAtomically(String path) {
        return files.renamesAtomically(path);
    }

    private void step(Step step, Step half) throws IOException {
        intercept(
                () -> {
                    step.run();
                    return true;
                },
                half);
    }

    private void copy(String from, String to) throws IOException {
        try (InputStream in = files.open(from, 0)) {
            files.overwrite(to, in.readAllBytes());
        }
    }

    private void deleteFirstEntry(String path) throws IOException {
        Optional<FileStatus> status = files.status(path);
        if (status.isPresent() && status.get().isFolder()) {
            for (FileStatus entry : files.list(path).stream().limit(1).toList()) {
                files.delete(entry.path());
            }
        }
    }
}
