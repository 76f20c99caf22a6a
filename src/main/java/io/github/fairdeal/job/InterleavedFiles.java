package io.github.fairdeal.job;

import io.github.fairdeal.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The records of files as tf.data's deterministic {@code interleave} hands them out: {@code cycle} files are open, and
 * give {@code block} records each in turn. When a file ends, the turn passes on, and its place is taken by the next file
 * when the turn comes round again. Not thread-safe.
 */
final class InterleavedFiles implements Iterator<InterleavedFiles.Observation>, Closeable {

    private final Storage storage;
    private final Iterator<AuditedFile> files;
    private final int block;
    private final LabelledRecords[] open;
    private int turn;
    private int given;
    private int openFiles;
    private boolean isAhead;

    /** What the statistics need of a record. */
    record Observation(long index, long label) {}

    InterleavedFiles(Storage storage, List<AuditedFile> files, int cycle, int block) {
        this.storage = storage;
        this.files = files.iterator();
        this.block = block;
        this.open = new LabelledRecords[Math.min(cycle, Math.max(1, files.size()))];
    }

    @Override
    public boolean hasNext() {
        try {
            isAhead = isAhead || advance();
            return isAhead;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Observation next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all records are read");
        }
        isAhead = false;
        Observation next = new Observation(open[turn].index(), open[turn].label());
        given++;
        if (given == block) {
            passOn();
        }
        return next;
    }

    @Override
    public void close() throws IOException {
        for (LabelledRecords file : open) {
            if (file != null) {
                file.close();
            }
        }
    }

    /** Makes {@code open[turn]} a file that is at a record; false if there is none any more. */
    private boolean advance() throws IOException {
        while (openFiles > 0 || files.hasNext()) {
            if (open[turn] == null) {
                if (files.hasNext()) {
                    open[turn] = LabelledRecords.open(storage, files.next());
                    openFiles++;
                } else {
                    passOn();
                }
            } else if (open[turn].next()) {
                return true;
            } else {
                open[turn].close();
                open[turn] = null;
                openFiles--;
                passOn();
            }
        }
        return false;
    }

    private void passOn() {
        given = 0;
        turn = (turn + 1) % open.length;
    }
}
