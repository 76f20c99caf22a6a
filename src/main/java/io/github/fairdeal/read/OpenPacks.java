package io.github.fairdeal.read;

import io.github.fairdeal.storage.PositionedFile;
import io.github.fairdeal.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Packs that stay open between reads, since opening one costs as much as a file of its own would. While a thread reads
 * from a pack it has it for itself, and another thread that wants the same one opens it again. Of the idle ones, the
 * {@value #MAX_IDLE} that were used last are kept. Thread-safe.
 */
final class OpenPacks implements Closeable {

    /** With packs of 1 GiB, of a dataset up to 256 GiB all are; few systems allow fewer than 1,024 open files. */
    static final int MAX_IDLE = 256;

    private final Storage storage;

    /** By the pack's path, the one used last at the end. */
    private final Map<String, Deque<PositionedFile>> idle = new LinkedHashMap<>(16, 0.75f, true);

    private int idleCount;
    private boolean isClosed;

    OpenPacks(Storage storage) {
        this.storage = storage;
    }

    /**
     * Reads a range of a pack.
     *
     * @throws java.io.FileNotFoundException if there is no such pack
     * @throws java.io.EOFException if it ends before the range does
     */
    void read(String pack, long offset, byte[] target, int length) throws IOException {
        PositionedFile file = take(pack);
        try {
            file.readFully(offset, target, 0, length);
        } catch (IOException | RuntimeException e) {
            close(file); // not to be used again, whatever happened to it
            throw e;
        }
        giveBack(pack, file);
    }

    @Override
    public void close() {
        List<PositionedFile> files = new ArrayList<>();
        synchronized (this) {
            isClosed = true;
            idle.values().forEach(files::addAll);
            idle.clear();
            idleCount = 0;
        }
        files.forEach(OpenPacks::close);
    }

    private PositionedFile take(String pack) throws IOException {
        synchronized (this) {
            Deque<PositionedFile> files = idle.get(pack);
            if (files != null && !files.isEmpty()) {
                idleCount--;
                return files.removeLast();
            }
        }
        return storage.openPositioned(pack);
    }

    private void giveBack(String pack, PositionedFile file) {
        PositionedFile tooMany = file;
        synchronized (this) {
            if (!isClosed) {
                idle.computeIfAbsent(pack, path -> new ArrayDeque<>(2)).addLast(file);
                tooMany = ++idleCount > MAX_IDLE ? removeEldest() : null;
            }
        }
        if (tooMany != null) {
            close(tooMany);
        }
    }

    private PositionedFile removeEldest() {
        Iterator<Deque<PositionedFile>> packs = idle.values().iterator();
        Deque<PositionedFile> files = packs.next();
        while (files.isEmpty()) {
            packs.remove();
            files = packs.next();
        }
        idleCount--;
        return files.removeFirst();
    }

    /** Nothing is lost with a file that was only read and cannot be closed. */
    private static void close(PositionedFile file) {
        try {
            file.close();
        } catch (IOException e) {
            // as said
        }
    }
}
