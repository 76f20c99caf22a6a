package io.github.fairdeal.storage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * An object store in memory, with the manners of S3 behind Hadoop's s3a: a file appears when it is closed, the last of two
 * that were created at once counts, renaming looks, copies and deletes, replacing deletes before that, and a folder is there as long as there is something in it
 * or an object that stands for it.
 */
final class ObjectFiles implements FileStore {

    private final NavigableMap<String, Content> objects = new ConcurrentSkipListMap<>();

    private static final class Content {

        private final byte[] bytes;
        private final long modifiedAtMillis = System.currentTimeMillis();

        Content(byte[] bytes) {
            this.bytes = bytes.clone();
        }
    }

    @Override
    public Optional<FileStatus> status(String path) {
        Content content = objects.get(path);
        if (content != null) {
            return Optional.of(new FileStatus(path, name(path), content.bytes.length, false, content.modifiedAtMillis));
        }
        return isFolder(path) ? Optional.of(folder(path)) : Optional.empty();
    }

    @Override
    public List<FileStatus> list(String folder) throws IOException {
        if (!isFolder(folder)) {
            throw new FileNotFoundException(folder + ": no such file or folder");
        }
        Map<String, FileStatus> entries = new LinkedHashMap<>();
        for (String key : below(folder).keySet()) {
            String rest = key.substring(folder.length() + 1);
            if (!rest.isEmpty()) {
                String child = Storage.child(folder, rest.split("/", 2)[0]);
                entries.putIfAbsent(child, status(child).orElseThrow());
            }
        }
        return List.copyOf(entries.values());
    }

    @Override
    public InputStream open(String path, long offset) throws IOException {
        byte[] bytes = bytes(path);
        return new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset);
    }

    @Override
    public PositionedFile openPositioned(String path) throws IOException {
        byte[] bytes = bytes(path);
        return new PositionedFile() {
            @Override
            public void readFully(long position, byte[] target, int offset, int length) {
                System.arraycopy(bytes, (int) position, target, offset, length);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public OutputStream create(String path) throws IOException {
        if (objects.containsKey(path)) {
            throw new FileAlreadyExistsException(path);
        }
        return new ByteArrayOutputStream() {
            @Override
            public void close() {
                overwrite(path, toByteArray());
            }
        };
    }

    @Override
    public void overwrite(String path, byte[] content) {
        objects.put(path, new Content(content));
    }

    @Override
    public void createFolders(String folder) {
        overwrite(folder + "/", new byte[0]);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        if (objects.containsKey(to)) {
            throw new FileAlreadyExistsException(to);
        }
        overwrite(to, bytes(from));
        objects.remove(from);
    }

    @Override
    public void replace(String from, String to) throws IOException {
        bytes(from);
        objects.remove(to);
        rename(from, to);
    }

    @Override
    public void delete(String path) {
        objects.remove(path);
        below(path).clear();
    }

    @Override
    public void deleteEmptyFolder(String folder) throws IOException {
        throw new IOException("no such thing as a folder here");
    }

    @Override
    public void sync(String folder) {}

    @Override
    public boolean renamesAtomically(String path) {
        return false;
    }

    private byte[] bytes(String path) throws IOException {
        Content content = objects.get(path);
        if (content == null) {
            throw new FileNotFoundException(path + ": no such file or folder");
        }
        return content.bytes;
    }

    private boolean isFolder(String path) {
        return !below(path).isEmpty();
    }

    private NavigableMap<String, Content> below(String path) {
        return objects.subMap(path + "/", true, path + "0", false); // 0 comes behind the slash
    }

    private static FileStatus folder(String path) {
        return new FileStatus(path, name(path), 0, true, 0);
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
