package io.github.fairdeal.storage;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.UsageException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The local file system through NIO, by plain paths and {@code file:} URIs. */
final class LocalFiles implements FileStore {

    private static final String SCHEME = "file:";
    /** What bytes that are no text in the platform's encoding are decoded to. */
    private static final char UNDECODABLE = '\uFFFD';
    /**
     * Ranges that are read by a call to the system, not out of a mapping, which comes from the disk in pieces, one after
     * another.
     */
    private static final int MAPPED_BELOW_BYTES = 16 << 10;
    /** Where folders cannot be opened, and their entries are not to be synced. */
    private static final boolean IS_WINDOWS = System.getProperty("os.name").startsWith("Windows");

    /** True for a {@code file:} URI. */
    static boolean isUri(String path) {
        return path.startsWith(SCHEME);
    }

    /**
     * The plain path of a {@code file:} URI ({@code file:/a}, {@code file:///a}, {@code file://localhost/a}), taken
     * literally as Hadoop does; other paths as they are.
     *
     * @throws UsageException if it names another host, or its path is relative
     */
    static String plain(String path) {
        if (!isUri(path)) {
            return path;
        }
        String rest = path.substring(SCHEME.length());
        if (rest.startsWith("//localhost/")) {
            return rest.substring("//localhost".length());
        }
        if (rest.startsWith("///")) {
            return rest.substring(2);
        }
        if (!rest.startsWith("/") || rest.startsWith("//")) {
            throw new UsageException(path + ": not a local file; expected file:///path or a plain path");
        }
        return rest;
    }

    @Override
    public Optional<FileStatus> status(String path) throws IOException {
        try {
            return Optional.of(status(of(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<FileStatus> list(String folder) throws IOException {
        List<FileStatus> entries = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(of(folder))) {
            for (Path path : paths) {
                requireText(path);
                try {
                    entries.add(status(path));
                } catch (NoSuchFileException e) {
                    // Deleted meanwhile, or a link to nothing.
                } catch (FileSystemException e) {
                    if (e instanceof AccessDeniedException || !Files.isSymbolicLink(path)) {
                        throw e;
                    } // else a link to itself
                }
            }
        } catch (NoSuchFileException e) {
            throw missing(folder, e);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    @Override
    public String realPath(String path) throws IOException {
        return of(path).toRealPath().toString();
    }

    @Override
    public InputStream open(String path, long offset) throws IOException {
        SeekableByteChannel channel;
        try {
            channel = Files.newByteChannel(of(path));
        } catch (NoSuchFileException e) {
            throw missing(path, e);
        }
        try {
            return Channels.newInputStream(channel.position(offset));
        } catch (IOException | RuntimeException e) {
            try (channel) {
                throw e;
            }
        }
    }

    @Override
    public PositionedFile openPositioned(String path) throws IOException {
        try {
            return new PositionedChannel(path, FileChannel.open(of(path), StandardOpenOption.READ));
        } catch (NoSuchFileException e) {
            throw missing(path, e);
        }
    }

    @Override
    public PositionedFile openScattered(String path, long rangeBytes) throws IOException {
        try {
            return rangeBytes < MAPPED_BELOW_BYTES ? MappedFile.open(of(path)) : ReopenedFile.of(path, of(path));
        } catch (NoSuchFileException e) {
            throw missing(path, e);
        }
    }

    @Override
    public OutputStream create(String path) throws IOException {
        Path file = of(path).toAbsolutePath();
        createFolders(file.getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new DurableFile(path, channel);
    }

    @Override
    public void overwrite(String path, byte[] content) throws IOException {
        Path file = of(path).toAbsolutePath();
        try {
            Files.write(file, content);
        } catch (NoSuchFileException e) {
            createFolders(file.getParent());
            Files.write(file, content);
        }
    }

    @Override
    public void createFolders(String folder) throws IOException {
        createFolders(of(folder));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        // rename(2) moves a folder onto an empty one silently, hence the check; onto a full one it fails by itself.
        if (Files.exists(of(to), LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(to);
        }
        replace(from, to);
        syncEntries(of(to).toAbsolutePath().getParent());
    }

    @Override
    public void replace(String from, String to) throws IOException {
        try {
            Files.move(of(from), of(to), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            // The system does not say which of the two is missing.
            boolean hasSource = Files.exists(of(from), LinkOption.NOFOLLOW_LINKS);
            throw missing(hasSource ? "folder of " + to : from, e);
        }
    }

    @Override
    public void delete(String path) throws IOException {
        if (!Files.exists(of(path), LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(of(path), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public void deleteEmptyFolder(String folder) throws IOException {
        Files.delete(of(folder));
    }

    @Override
    public void sync(String folder) throws IOException {
        Path path = of(folder).toAbsolutePath();
        syncEntries(path);
        syncEntries(path.getParent());
    }

    @Override
    public boolean renamesAtomically(String path) {
        return true;
    }

    /** A path that text cannot name is found by nobody who is handed its text. */
    private static void requireText(Path path) {
        if (path.toString().indexOf(UNDECODABLE) >= 0 && !isText(path)) {
            throw new BadInputException(
                    "%s: a name here is no text in %s (what cannot be read shows as %s); set LC_ALL=C.UTF-8, on every machine that reads, or rename it"
                            .formatted(path, System.getProperty("sun.jnu.encoding"), UNDECODABLE));
        }
    }

    private static boolean isText(Path path) {
        try {
            return Path.of(path.toString()).equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Path of(String path) {
        return Path.of(plain(path));
    }

    /** Which names a folder has is content of its own, lost in a power cut like that of a file. */
    private static void syncEntries(Path folder) throws IOException {
        if (folder != null && !IS_WINDOWS) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Files.createDirectories of JDK 17 refuses a link to a folder (JDK-8294193), hence the check. */
    private static void createFolders(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder);
        }
    }

    private static FileStatus status(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        boolean folder = attributes.isDirectory();
        Path name = path.getFileName();
        return new FileStatus(
                path.toString(),
                name == null ? "" : name.toString(),
                folder ? 0 : attributes.size(),
                folder,
                attributes.lastModifiedTime().toMillis());
    }

    /** What the store promises, of what NIO says. */
    static FileNotFoundException missing(String path, NoSuchFileException cause) {
        FileNotFoundException missing = new FileNotFoundException(path + ": no such file or folder");
        missing.initCause(cause);
        return missing;
    }
}
