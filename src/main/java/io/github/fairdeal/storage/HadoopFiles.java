package io.github.fairdeal.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.Rename;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Every file system that Hadoop knows, by URI. Hadoop keeps the connections. */
final class HadoopFiles implements FileStore {

    /** Setting: more schemes whose file systems rename in one atomic step, such as {@code ofs}, separated by commas. */
    static final String ATOMIC_SCHEMES = "fairdeal.atomic-rename.schemes";

    /** Where renaming is one step of a name node's; elsewhere a folder is copied file by file. */
    private static final Set<String> KNOWN_ATOMIC_SCHEMES = Set.of("hdfs", "webhdfs", "swebhdfs", "viewfs");

    /** Azure's, where renaming is one step if the account has a hierarchical namespace. */
    private static final Set<String> AZURE_SCHEMES = Set.of("abfs", "abfss");

    /** A copy of an object takes the store a while, and the asking side nothing. */
    private static final int OBJECT_STORE_CALLS = 16;

    private final Configuration configuration;

    // By file system. Hadoop keeps no FileContext, and one of s3a is a client with threads and connections of its own.
    private final Map<String, FileContext> contexts = new ConcurrentHashMap<>();
    private final Map<String, Boolean> hierarchies = new ConcurrentHashMap<>();

    HadoopFiles(Configuration configuration) {
        this.configuration = configuration;
    }

    /** The full URI of a path in the default file system; a relative one begins at the user's home there. */
    String resolve(String path) throws IOException {
        return FileSystem.get(configuration).makeQualified(new Path(path)).toString();
    }

    @Override
    public Optional<FileStatus> status(String path) throws IOException {
        try {
            return Optional.of(status(of(path).getFileStatus(new Path(path))));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<FileStatus> list(String folder) throws IOException {
        List<FileStatus> entries = new ArrayList<>();
        try {
            for (org.apache.hadoop.fs.FileStatus entry : of(folder).listStatus(new Path(folder))) {
                entries.add(status(entry));
            }
        } catch (FileNotFoundException e) {
            throw missing(folder, e);
        }
        return entries;
    }

    @Override
    public FSDataInputStream open(String path, long offset) throws IOException {
        FSDataInputStream in;
        try {
            in = of(path).open(new Path(path));
        } catch (FileNotFoundException e) {
            throw missing(path, e);
        }
        try {
            in.seek(offset);
            return in;
        } catch (IOException | RuntimeException e) {
            try (in) {
                throw e;
            }
        }
    }

    /**
     * For small reads at scattered offsets: s3a asks for no more than is read, and keeps no connection in between, since
     * it has fewer of them than there may be open files.
     */
    @Override
    public PositionedFile openPositioned(String path) throws IOException {
        FSDataInputStream in = openRandom(path);
        if (in.hasCapability(StreamCapabilities.READAHEAD)) {
            in.setReadahead(0L);
        }
        return new PositionedFile() {
            @Override
            public void readFully(long position, byte[] target, int offset, int length) throws IOException {
                in.readFully(position, target, offset, length);
                in.unbuffer();
            }

            @Override
            public void close() throws IOException {
                in.close();
            }
        };
    }

    private FSDataInputStream openRandom(String path) throws IOException {
        try {
            return of(path).openFile(new Path(path))
                    .opt("fs.option.openfile.read.policy", "random")
                    .opt("fs.s3a.experimental.input.fadvise", "random") // the name of the same before Hadoop 3.3.5
                    .build()
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while opening " + path).initCause(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FileNotFoundException missing) {
                throw missing(path, missing);
            }
            throw e.getCause() instanceof IOException failure
                    ? failure
                    : new IOException(path + ": " + e.getCause(), e);
        } catch (FileNotFoundException e) {
            throw missing(path, e);
        }
    }

    @Override
    public OutputStream create(String path) throws IOException {
        try {
            return new DurableStream(of(path).create(new Path(path), false));
        } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
            throw exists(path, e);
        }
    }

    @Override
    public void overwrite(String path, byte[] content) throws IOException {
        try (OutputStream out = new DurableStream(of(path).create(new Path(path), true))) {
            out.write(content);
        }
    }

    @Override
    public void createFolders(String folder) throws IOException {
        of(folder).mkdirs(new Path(folder));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        // FileSystem.rename moves a folder *into* an existing one, and not every FileContext refuses an empty folder.
        if (of(to).exists(new Path(to))) {
            throw new FileAlreadyExistsException(to);
        }
        rename(from, to, Rename.NONE);
    }

    @Override
    public void replace(String from, String to) throws IOException {
        rename(from, to, Rename.OVERWRITE);
    }

    @Override
    public void delete(String path) throws IOException {
        of(path).delete(new Path(path), true);
    }

    @Override
    public void deleteEmptyFolder(String folder) throws IOException {
        of(folder).delete(new Path(folder), false);
    }

    /** Nothing: a name node's journal, and an object, are durable as soon as the call returns. */
    @Override
    public void sync(String folder) {}

    @Override
    public boolean renamesAtomically(String path) {
        String scheme = new Path(path).toUri().getScheme();
        return KNOWN_ATOMIC_SCHEMES.contains(scheme)
                || configuration.getTrimmedStringCollection(ATOMIC_SCHEMES).contains(scheme)
                || isHierarchical(scheme, path);
    }

    private boolean isHierarchical(String scheme, String path) {
        return AZURE_SCHEMES.contains(scheme)
                && hierarchies.computeIfAbsent(fileSystem(path), any -> hasHierarchy(path));
    }

    /** Of Azure's accounts those with a hierarchical namespace have access control lists, and no others. */
    private boolean hasHierarchy(String path) {
        try {
            return of(path).hasPathCapability(new Path(path), CommonPathCapabilities.FS_ACLS);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s: cannot find out whether the account has a hierarchical namespace: %s"
                            .formatted(path, e.getMessage()),
                    e);
        }
    }

    @Override
    public int callsAtOnce(String path) {
        return renamesAtomically(path) ? 1 : OBJECT_STORE_CALLS;
    }

    /** FileContext has the one-step rename; file systems that do not offer it get the two steps there are. */
    private void rename(String from, String to, Rename option) throws IOException {
        Path source = new Path(from);
        Path target = new Path(to);
        try {
            context(from).rename(source, target, option);
        } catch (UnsupportedFileSystemException e) {
            FileSystem files = of(from);
            if (!files.exists(source)) {
                throw missing(from, e);
            }
            if (option == Rename.OVERWRITE) {
                files.delete(target, false);
            }
            if (!files.rename(source, target)) {
                throw new IOException("cannot rename " + from + " to " + to + "; does the folder exist?", e);
            }
        } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
            throw exists(to, e);
        } catch (FileNotFoundException e) {
            throw missing(of(from).exists(source) ? "folder of " + to : from, e);
        }
    }

    private FileContext context(String path) throws UnsupportedFileSystemException {
        FileContext context = contexts.get(fileSystem(path));
        if (context == null) {
            FileContext made = FileContext.getFileContext(new Path(path).toUri(), configuration);
            context = contexts.putIfAbsent(fileSystem(path), made);
            return context == null ? made : context;
        }
        return context;
    }

    /** Scheme and authority. */
    private static String fileSystem(String path) {
        URI uri = new Path(path).toUri();
        return uri.getScheme() + "://" + uri.getAuthority();
    }

    private FileSystem of(String path) throws IOException {
        return new Path(path).getFileSystem(configuration);
    }

    private static FileStatus status(org.apache.hadoop.fs.FileStatus status) {
        return new FileStatus(
                status.getPath().toString(),
                status.getPath().getName(),
                status.isDirectory() ? 0 : status.getLen(),
                status.isDirectory(),
                status.getModificationTime());
    }

    private static FileNotFoundException missing(String path, IOException cause) {
        FileNotFoundException missing = new FileNotFoundException(path + ": no such file or folder");
        missing.initCause(cause);
        return missing;
    }

    private static FileAlreadyExistsException exists(String path, IOException cause) {
        FileAlreadyExistsException exists = new FileAlreadyExistsException(path);
        exists.initCause(cause);
        return exists;
    }
}
