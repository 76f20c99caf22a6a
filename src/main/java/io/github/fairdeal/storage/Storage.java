package io.github.fairdeal.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
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

    private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]+:.*");
    private static final String DEFAULT_FILE_SYSTEM = "fs.defaultFS";
    private static final FileStore LOCAL = new LocalFiles();

    private final Map<String, String> settings;
    private transient volatile FileStore hadoop;

    private Storage(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
    }

    /** Local files, and remote ones with Hadoop's default settings. */
    public static Storage local() {
        return new Storage(Map.of());
    }

    /** Local files, and remote ones with these Hadoop settings. */
    public static Storage of(Configuration configuration) {
        Map<String, String> settings = new HashMap<>();
        configuration.forEach(entry -> settings.put(entry.getKey(), entry.getValue()));
        return new Storage(settings);
    }

    /**
     * The absolute form of a path that a person typed. Without a scheme it belongs to Hadoop's default file system, as
     * everywhere in Spark: the local one unless {@code fs.defaultFS} says otherwise.
     */
    public String resolve(String typed) {
        if (typed.startsWith("file:")) {
            return Path.of(java.net.URI.create(typed).getPath()).normalize().toString();
        }
        if (SCHEME.matcher(typed).matches()) {
            return withoutTrailingSlash(typed);
        }
        String defaultFileSystem = settings.getOrDefault(DEFAULT_FILE_SYSTEM, "file:///");
        if (!defaultFileSystem.startsWith("file:") && typed.startsWith("/")) {
            return withoutTrailingSlash(withoutTrailingSlash(defaultFileSystem) + typed);
        }
        return Path.of(typed).toAbsolutePath().normalize().toString();
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
            return named.startsWith("file:") ? resolve(named) : named;
        }
        return Path.of(named).isAbsolute() ? named : child(folder, named);
    }

    /** True if the path is a full URI, false if it is local or relative. */
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

    /** The entries of a folder by name. */
    public List<FileStatus> list(String folder) throws IOException {
        return store(folder).list(folder).stream()
                .sorted(Comparator.comparing(FileStatus::name))
                .toList();
    }

    /** Opens a file for reading; the stream is not buffered. */
    public InputStream open(String path) throws IOException {
        return open(path, 0);
    }

    /** Opens a file for reading from a byte offset; the stream is not buffered. */
    public InputStream open(String path, long offset) throws IOException {
        return store(path).open(path, offset);
    }

    /** A whole file that is known to be small. */
    public byte[] read(String path) throws IOException {
        try (InputStream in = open(path)) {
            return in.readAllBytes();
        }
    }

    /** Creates a file, with the folders above it; fails if it exists. The stream is not buffered. */
    public OutputStream create(String path) throws IOException {
        return store(path).create(path);
    }

    /** Creates a small file in one go; fails if it exists. */
    public void write(String path, byte[] content) throws IOException {
        try (OutputStream out = create(path)) {
            out.write(content);
        }
    }

    /** Writes a small file in one go, over an existing one if there is one. */
    public void overwrite(String path, byte[] content) throws IOException {
        store(path).overwrite(path, content);
    }

    /** Creates a folder and those above it. */
    public void createFolders(String folder) throws IOException {
        store(folder).createFolders(folder);
    }

    /** Renames a file or folder within one file system in one atomic step; fails if the target exists. */
    public void rename(String from, String to) throws IOException {
        store(from).rename(from, to);
    }

    /** Renames a file onto another one, which it replaces, in one atomic step. */
    public void replace(String from, String to) throws IOException {
        store(from).replace(from, to);
    }

    /** Deletes a file, or a folder with all that is in it; does nothing if there is none. */
    public void delete(String path) throws IOException {
        store(path).delete(path);
    }

    private FileStore store(String path) {
        return isRemote(path) ? hadoop() : LOCAL;
    }

    private FileStore hadoop() {
        FileStore store = hadoop;
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

    private static String withoutTrailingSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
