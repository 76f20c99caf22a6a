package io.github.fairdeal.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/** Every file system that Hadoop knows, by URI. Hadoop keeps the connections. */
final class HadoopFiles implements FileStore {

    private final Configuration configuration;

    HadoopFiles(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public Optional<FileStatus> status(String path) throws IOException {
        try {
            return Optional.of(status(of(path).getFileStatus(new Path(path))));
        } catch (java.io.FileNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<FileStatus> list(String folder) throws IOException {
        List<FileStatus> entries = new ArrayList<>();
        for (org.apache.hadoop.fs.FileStatus entry : of(folder).listStatus(new Path(folder))) {
            entries.add(status(entry));
        }
        return entries;
    }

    @Override
    public InputStream open(String path, long offset) throws IOException {
        FSDataInputStream in = of(path).open(new Path(path));
        in.seek(offset);
        return in;
    }

    @Override
    public OutputStream create(String path) throws IOException {
        return of(path).create(new Path(path), false);
    }

    @Override
    public void overwrite(String path, byte[] content) throws IOException {
        try (OutputStream out = of(path).create(new Path(path), true)) {
            out.write(content);
        }
    }

    @Override
    public void createFolders(String folder) throws IOException {
        of(folder).mkdirs(new Path(folder));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        FileSystem files = of(from);
        // FileSystem.rename moves a folder *into* an existing one, hence the check.
        if (files.exists(new Path(to))) {
            throw new FileAlreadyExistsException(to);
        }
        if (!files.rename(new Path(from), new Path(to))) {
            throw new IOException("cannot rename " + from + " to " + to);
        }
    }

    @Override
    public void replace(String from, String to) throws IOException {
        FileContext.getFileContext(new Path(from).toUri(), configuration)
                .rename(new Path(from), new Path(to), Options.Rename.OVERWRITE);
    }

    @Override
    public void delete(String path) throws IOException {
        of(path).delete(new Path(path), true);
    }

    private FileSystem of(String path) throws IOException {
        return new Path(path).getFileSystem(configuration);
    }

    private static FileStatus status(org.apache.hadoop.fs.FileStatus status) {
        return new FileStatus(
                status.getPath().toString(),
                status.getPath().getName(),
                status.isDirectory() ? 0 : status.getLen(),
                status.isDirectory());
    }
}
