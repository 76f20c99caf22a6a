package io.github.fairdeal.storage;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.UsageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * Files by path, wherever they are. A path is absolute: plain ({@code /data/mnist}) for the local file system, a full
 * URI ({@code hdfs://host/data/mnist}) for the rest. {@link #resolve} makes one from what a person typed.
 *
 * <p>Serialisable: an executor gets the settings and opens its own connections. Thread-safe.
 */
public final class Storage implements Serializable {

    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:/.*", Pattern.DOTALL);
    private static final String DEFAULT_FILE_SYSTEM = "fs.defaultFS";
    private static final FileStore LOCAL = new LocalFiles();

    private final Map<String, String> settings;
    private final transient FileStore everywhere;
    private transient volatile HadoopFiles hadoop;

    private Storage(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
        this.everywhere = null;
    }

    /** Everything in one store, whatever the path; does not travel. */
    Storage(FileStore everywhere) {
        this.settings = Map.of();
        this.everywhere = everywhere;
    }

    /** Local files, and remote ones with Hadoop's default settings. */
    public static Storage local() {
        return new Storage(Map.of());
    }

    /** Local files, and remote ones with these Hadoop settings. */
    public static Storage of(Configuration configuration) {
        Map<String, String> settings = new HashMap<>();
        for (Map.Entry<String, String> entry : configuration) {
            if (!isDefault(configuration.getPropertySources(entry.getKey()))) {
                settings.put(entry.getKey(), entry.getValue());
            }
        }
        return new Storage(settings);
    }

    /** True for what the jars' own core-default.xml and the like say: executors have these, so they need not travel. */
    private static boolean isDefault(String[] sources) {
        return sources != null && sources.length > 0 && sources[sources.length - 1].endsWith("-default.xml");
    }

    /**
     * The absolute form of a path that a person typed, without a trailing slash. As everywhere in Hadoop and Spark it is
     * taken literally (no percent-decoding), and without a scheme it belongs to the default file system: the local one
     * unless {@code fs.defaultFS} says otherwise.
     *
     * @throws UsageException if the path is empty, or a {@code file:} URI of another host or with a relative path
     */
    public String resolve(String typed) {
        if (typed.isEmpty()) {
            throw new UsageException("a path is empty; give a folder or file");
        }
        if (LocalFiles.isUri(typed)) {
            return Path.of(LocalFiles.plain(typed)).normalize().toString();
        }
        if (isRemote(typed)) {
            return withoutTrailingSlash(typed);
        }
        String defaultFileSystem = settings.getOrDefault(DEFAULT_FILE_SYSTEM, "file:///");
        if (LocalFiles.isUri(defaultFileSystem)) {
            return Path.of(typed).toAbsolutePath().normalize().toString();
        }
        if (typed.startsWith("/")) {
            return withoutTrailingSlash(defaultFileSystem.substring(0, pathStart(defaultFileSystem)) + typed);
        }
        try {
            return withoutTrailingSlash(hadoop().resolve(typed));
        } catch (IOException e) {
            throw new UsageException(
                    "%s: a relative path cannot be resolved against %s=%s (%s); give an absolute path or URI"
                            .formatted(typed, DEFAULT_FILE_SYSTEM, defaultFileSystem, e.getMessage()),
                    e);
        }
    }

    /** The path of {@code name} inside {@code folder}. */
    public static String child(String folder, String name) {
        return folder.endsWith("/") ? folder + name : folder + "/" + name;
    }

    /**
     * Where the file is that a record names: plain absolute paths and URIs as they are, {@code file:} URIs as plain
     * paths, anything else inside {@code folder}.
     */
    public String locate(String folder, String named) {
        if (named.startsWith("/")) {
            return named;
        }
        if (isRemote(named)) {
            return LocalFiles.isUri(named) ? resolve(named) : named;
        }
        return Path.of(named).isAbsolute() ? named : child(folder, named);
    }

    /** True if the path is a full URI, false if it is a plain local path or relative. */
    public static boolean isRemote(String path) {
        return SCHEME.matcher(path).matches();
    }

    /** What is at a path, if anything is. */
    public Optional<FileStatus> status(String path) throws IOException {
        return store(path).status(path);
    }

    /** True if there is a file or a folder. */
    public boolean exists(String path) throws IOException {
        return status(path).isPresent();
    }

    /**
     * Size of a file in bytes.
     *
     * @throws FileNotFoundException if there is none
     */
    public long bytes(String path) throws IOException {
        return status(path)
                .orElseThrow(() -> new FileNotFoundException(path + ": no such file"))
                .bytes();
    }

    /** The path without links on the way; where a file system has no links, the path itself. */
    public String realPath(String path) throws IOException {
        return store(path).realPath(path);
    }

    /**
     * The entries of a folder by name.
     *
     * @throws FileNotFoundException if there is no such folder
     * @throws BadInputException if a local name is not text in the encoding that Java has for names
     */
    public List<FileStatus> list(String folder) throws IOException {
        return store(folder).list(folder).stream()
                .sorted(Comparator.comparing(FileStatus::name))
                .toList();
    }

    /**
     * Opens a file for reading; the stream is not buffered.
     *
     * @throws FileNotFoundException if there is none
     */
    public InputStream open(String path) throws IOException {
        return open(path, 0);
    }

    /**
     * Opens a file for reading from a byte offset; the stream is not buffered.
     *
     * @throws FileNotFoundException if there is none
     */
    public InputStream open(String path, long offset) throws IOException {
        return store(path).open(path, offset);
    }

    /**
     * Opens a file for reading at any offset, many times.
     *
     * @throws FileNotFoundException if there is none
     */
    public PositionedFile openPositioned(String path) throws IOException {
        return store(path).openPositioned(path);
    }

    /**
     * Opens a file that does not change any more for very many reads at scattered offsets. A local one is mapped into
     * memory if ranges are short, and no file handle is held in any case.
     *
     * @param rangeBytes about how long each range will be
     * @throws FileNotFoundException if there is none
     */
    public PositionedFile openScattered(String path, long rangeBytes) throws IOException {
        return store(path).openScattered(path, rangeBytes);
    }

    /** A whole file that is known to be small. */
    public byte[] read(String path) throws IOException {
        try (InputStream in = open(path)) {
            return in.readAllBytes();
        }
    }

    /**
     * Creates a file, with the folders above it. The stream is not buffered. When it is closed, the content will survive a
     * power cut; on an object store the file is visible from then on only, and of two that create it at once both may
     * succeed: the last one counts.
     *
     * @throws FileAlreadyExistsException if there is something at that path
     */
    public OutputStream create(String path) throws IOException {
        return store(path).create(path);
    }

    /**
     * Creates a small file in one go.
     *
     * @throws FileAlreadyExistsException if there is something at that path
     */
    public void write(String path, byte[] content) throws IOException {
        try (OutputStream out = create(path)) {
            out.write(content);
        }
    }

    /**
     * Writes a small file in one go, over an existing one if there is one, with the folders above it. A local one may be
     * lost in a power cut: for many files, each of which can be made again.
     */
    public void overwrite(String path, byte[] content) throws IOException {
        store(path).overwrite(path, content);
    }

    /** Creates a folder and those above it; does nothing if it exists. */
    public void createFolders(String folder) throws IOException {
        store(folder).createFolders(folder);
    }

    /**
     * Renames a file or folder within one file system, into a folder that exists, in one atomic step where the file
     * system has one ({@link #renamesAtomically}); the new name then survives a power cut.
     *
     * @throws FileAlreadyExistsException if there is something at {@code to}, even an empty folder
     * @throws FileNotFoundException if there is nothing at {@code from}
     */
    public void rename(String from, String to) throws IOException {
        store(from).rename(from, to);
    }

    /**
     * Renames a file onto another one, which it replaces if it exists, in one atomic step where the file system has one.
     *
     * @throws FileNotFoundException if there is nothing at {@code from}
     */
    public void replace(String from, String to) throws IOException {
        store(from).replace(from, to);
    }

    /**
     * Renames a file to where other attempts at it put the same bytes, before, after, or this very moment: from when one of
     * them has returned, the file is there. Where replacing is not one step, it begins with deleting; so there a file of
     * this size that has the name stays, and the other is dropped.
     *
     * @throws FileNotFoundException if there is nothing at {@code from}
     */
    public void replaceSame(String from, String to) throws IOException {
        store(to).replaceSame(from, to);
    }

    /** Deletes a file, a link (not what it points to), or a folder with all that is in it; nothing there is fine. */
    public void delete(String path) throws IOException {
        store(path).delete(path);
    }

    /**
     * Deletes a folder unless there is anything in it.
     *
     * @throws IOException if there is, or no such folder
     */
    public void deleteEmptyFolder(String folder) throws IOException {
        store(folder).deleteEmptyFolder(folder);
    }

    /** Makes the names in a folder, and its own, survive a power cut. */
    public void sync(String folder) throws IOException {
        store(folder).sync(folder);
    }

    /**
     * True if renaming is one atomic step there: on local disks, HDFS and Azure Data Lake with a hierarchical namespace.
     * False for all the rest, object stores above all, where it is a copy of every file and nobody may rely on it.
     */
    public boolean renamesAtomically(String path) {
        return store(path).renamesAtomically(path);
    }

    /** How many calls for files below a path it is worth to make at once: more than one where each waits for a server's copy. */
    public int callsAtOnce(String path) {
        return store(path).callsAtOnce(path);
    }

    private FileStore store(String path) {
        if (everywhere != null) {
            return everywhere;
        }
        return isRemote(path) && !LocalFiles.isUri(path) ? hadoop() : LOCAL;
    }

    private HadoopFiles hadoop() {
        HadoopFiles store = hadoop;
        if (store == null) {
            Configuration configuration = new Configuration();
            for (Map.Entry<String, String> setting : settings.entrySet()) {
                configuration.set(setting.getKey(), setting.getValue());
            }
            store = new HadoopFiles(configuration);
            hadoop = store;
        }
        return store;
    }

    private static String withoutTrailingSlash(String uri) {
        int end = uri.length();
        while (end > pathStart(uri) + 1 && uri.charAt(end - 1) == '/') {
            end--;
        }
        return uri.substring(0, end);
    }

    /** Where the path begins in a URI, after scheme and authority. */
    private static int pathStart(String uri) {
        int afterScheme = uri.indexOf(':') + 1;
        if (!uri.startsWith("//", afterScheme)) {
            return afterScheme;
        }
        int slash = uri.indexOf('/', afterScheme + 2);
        return slash < 0 ? uri.length() : slash;
    }
}
