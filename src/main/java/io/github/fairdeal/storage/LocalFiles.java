package io.github.fairdeal.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The local file system through NIO. */
final class LocalFiles implements FileStore {

    @Override
    public Optional<FileStatus> status(String path) throws IOException {
        try {
            return Optional.of(status(Path.of(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<FileStatus> list(String folder) throws IOException {
        List<FileStatus> entries = new ArrayList<>();
        try (Stream<Path> paths = Files.list(Path.of(folder))) {
            for (Path path : (Iterable<Path>) paths::iterator) {
                entries.add(status(path));
            }
        } catch (NoSuchFileException e) {
            throw missing(folder, e);
        }
        return entries;
    }

    @Override
    public InputStream open(String path, long offset) throws IOException {
        try {
            SeekableByteChannel channel = Files.newByteChannel(Path.of(path));
            channel.position(offset);
            return Channels.newInputStream(channel);
        } catch (NoSuchFileException e) {
            throw missing(path, e);
        }
    }

    @Override
    public OutputStream create(String path) throws IOException {
        Path file = Path.of(path);
        Files.createDirectories(file.getParent());
        return Channels.newOutputStream(
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @Override
    public void overwrite(String path, byte[] content) throws IOException {
        Path file = Path.of(path);
        try {
            Files.write(file, content);
        } catch (NoSuchFileException e) {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        }
    }

    @Override
    public void createFolders(String folder) throws IOException {
        Files.createDirectories(Path.of(folder));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        // rename(2) moves a folder onto an empty one silently, hence the check; onto a full one it fails by itself.
        if (Files.exists(Path.of(to))) {
            throw new FileAlreadyExistsException(to);
        }
        Files.move(Path.of(from), Path.of(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void replace(String from, String to) throws IOException {
        Files.move(Path.of(from), Path.of(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String path) throws IOException {
        if (!Files.exists(Path.of(path))) {
            return;
        }
        Files.walkFileTree(Path.of(path), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
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

    private static FileStatus status(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        boolean folder = attributes.isDirectory();
        return new FileStatus(path.toString(), path.getFileName().toString(), folder ? 0 : attributes.size(), folder);
    }

    private static FileNotFoundException missing(String path, NoSuchFileException cause) {
        FileNotFoundException missing = new FileNotFoundException(path + ": no such file or folder");
        missing.initCause(cause);
        return missing;
    }
}
