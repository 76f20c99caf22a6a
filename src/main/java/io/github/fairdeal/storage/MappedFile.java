package io.github.fairdeal.storage;

import java.io.EOFException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;

/**
 * A local file in the process's address space: a small read costs no system call. What is not in the page cache comes
 * from disk, page by page.
 *
 * <p>Everybody in the process who opens the same file gets the same mapping, since a page's first use costs more than
 * all later ones. The mapping goes away when the garbage collector finds it unused. Thread-safe.
 */
final class MappedFile implements PositionedFile {

    private static final int WINDOW_BITS = 30;
    private static final long WINDOW_BYTES = 1L << WINDOW_BITS;

    private static final Map<Key, WeakReference<MappedFile>> OPEN = new HashMap<>();

    private final String path;
    private final long bytes;
    private final MappedByteBuffer[] windows;

    /** Takes what was touched, lest the compiler leave the touching out. */
    @SuppressWarnings("UnusedVariable")
    private int touched;

    private MappedFile(String path, long bytes, MappedByteBuffer[] windows) {
        this.path = path;
        this.bytes = bytes;
        this.windows = windows;
    }

    /** A file as it is now; one that was replaced is another. */
    private record Key(Path path, long bytes, FileTime modified, Object inode) {}

    static MappedFile open(Path file) throws IOException {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        Key key = new Key(file, now.size(), now.lastModifiedTime(), now.fileKey());
        synchronized (OPEN) {
            OPEN.values().removeIf(mapping -> mapping.refersTo(null));
            WeakReference<MappedFile> known = OPEN.get(key);
            MappedFile mapped = known == null ? null : known.get();
            if (mapped == null) {
                mapped = map(file);
                OPEN.put(key, new WeakReference<>(mapped));
            }
            return mapped;
        }
    }

    private static MappedFile map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long bytes = channel.size();
            MappedByteBuffer[] windows = new MappedByteBuffer[Math.toIntExact(-Math.floorDiv(-bytes, WINDOW_BYTES))];
            for (int i = 0; i < windows.length; i++) {
                long begin = i * WINDOW_BYTES;
                windows[i] = channel.map(FileChannel.MapMode.READ_ONLY, begin, Math.min(WINDOW_BYTES, bytes - begin));
            }
            return new MappedFile(file.toString(), bytes, windows);
        }
    }

    @Override
    public void readFully(long position, byte[] target, int offset, int length) throws IOException {
        if (position < 0 || length > bytes - position) {
            throw new EOFException("%s: ends before offset %,d".formatted(path, position + length));
        }
        int window = (int) (position >>> WINDOW_BITS);
        int begin = (int) (position & (WINDOW_BYTES - 1));
        int first = (int) Math.min(length, WINDOW_BYTES - begin);
        try {
            windows[window].get(begin, target, offset, first);
            if (first < length) {
                readFully(position + first, target, offset + first, length - first);
            }
        } catch (InternalError e) {
            throw missingPage(position, e);
        }
    }

    /** Ranges lie anywhere in memory. Touching all of them first, the processor waits for several at once. */
    @Override
    public void readAll(Ranges ranges, byte[] target) throws IOException {
        try {
            touch(ranges);
            PositionedFile.super.readAll(ranges, target);
        } catch (InternalError e) {
            throw missingPage(ranges.count() == 0 ? 0 : ranges.position(0), e);
        }
    }

    @Override
    public void close() {
        // nothing is open but the mapping
    }

    private void touch(Ranges ranges) {
        int sum = 0;
        for (int i = 0; i < ranges.count(); i++) {
            long last = ranges.position(i) + ranges.length(i) - 1;
            if (ranges.position(i) >= 0 && ranges.length(i) > 0 && last < bytes) {
                sum += at(ranges.position(i)) + at(last);
            }
        }
        touched = sum;
    }

    /**
     * Of what Java makes of a page that is not there: the disk failed, or the file is shorter than it was. Java throws that
     * error at some later safepoint, which may be in the caller after all.
     */
    private IOException missingPage(long position, InternalError cause) {
        return new IOException(
                "%s: cannot be read from offset %,d on; cut short while it was open, or a failing disk?"
                        .formatted(path, position),
                cause);
    }

    private byte at(long position) {
        return windows[(int) (position >>> WINDOW_BITS)].get((int) (position & (WINDOW_BYTES - 1)));
    }
}
