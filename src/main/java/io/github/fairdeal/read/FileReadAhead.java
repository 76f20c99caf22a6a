package io.github.fairdeal.read;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Reads the next image files before they are asked for, several at once: what hides the latency of a store that is not
 * this machine's. Images of a batch that lie near each other in a pack are read in one go. At most {@code reads} reads
 * are under way or wait for their first image to be taken, and no further one is begun while those that have ended hold
 * more than {@value #MAX_HELD_BYTES} bytes, unless the next image needs it.
 *
 * <p>Has threads of its own from the first file on. Not thread-safe.
 */
final class FileReadAhead implements AutoCloseable {

    private static final long MAX_HELD_BYTES = 64L << 20;

    private final int reads;
    private final Supplier<FileBytes> memory;
    private final FileBytes part;
    private final Map<RecordBatch, BitSet> named = new HashMap<>();
    private final Deque<Wanted> upcoming = new ArrayDeque<>();
    private final Deque<Reading> begun = new ArrayDeque<>();
    private final Deque<FileBytes> free = new ArrayDeque<>();
    private final List<Thread> started = new ArrayList<>();
    private ExecutorService threads;
    private FileBytes taken;

    /** What is to be read for a batch. */
    private record Wanted(RecordBatch batch, ImageRun run) {

        boolean isFor(RecordBatch other, int record) {
            return batch == other && run.parts().stream().anyMatch(part -> part.record() == record);
        }
    }

    /** What is being read, or was. */
    private static final class Reading {

        private final Wanted wanted;
        private final FileBytes file;
        private final Future<?> done;
        private int left;

        Reading(Wanted wanted, FileBytes file, Future<?> done) {
            this.wanted = wanted;
            this.file = file;
            this.done = done;
            this.left = wanted.run().parts().size();
        }

        boolean isUntouched() {
            return left == wanted.run().parts().size();
        }
    }

    /**
     * @param reads at once, at least 1
     * @param memory for one read
     */
    FileReadAhead(int reads, Supplier<FileBytes> memory) {
        this.reads = reads;
        this.memory = memory;
        this.part = memory.get();
    }

    /** Names the next images, those of a batch; they will be read as soon as there is room. */
    void add(RecordBatch batch, List<ImageRun.Part> images) {
        BitSet records = named.computeIfAbsent(batch, key -> new BitSet());
        images.forEach(image -> records.set(image.record()));
        for (ImageRun run : ImageRun.of(images)) {
            upcoming.add(new Wanted(batch, run));
        }
        begin();
    }

    /** True if more could be read at once than is named. */
    boolean hasRoom() {
        return untouched() + upcoming.size() < reads;
    }

    /** True if the image of this record was named. */
    boolean has(RecordBatch batch, int record) {
        BitSet records = named.get(batch);
        return records != null && records.get(record);
    }

    /**
     * Takes the image of a record that was named, waiting for it if need be; valid until the next call. Images of a batch
     * are taken in the order of their records.
     */
    FileBytes take(RecordBatch batch, int record) throws UnreadableImageException {
        if (taken != null) {
            free.add(taken);
            taken = null;
        }
        Reading reading = reading(batch, record);
        if (--reading.left == 0) {
            begun.remove(reading);
            taken = reading.file;
        }
        try {
            reading.done.get();
            return reading.wanted.run().parts().size() == 1 ? reading.file : cut(reading, record);
        } catch (InterruptedException e) {
            reading.done.cancel(true);
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting for a file");
            interrupted.initCause(e);
            throw new UncheckedIOException(interrupted);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnreadableImageException unreadable) {
                throw unreadable;
            }
            throw new IllegalStateException("reading failed", e.getCause());
        } finally {
            begin();
        }
    }

    /** Forgets the images of a batch that were not taken. */
    void forget(RecordBatch batch) {
        named.remove(batch);
        upcoming.removeIf(wanted -> wanted.batch() == batch);
        for (Reading reading : begun) {
            if (reading.wanted.batch() == batch) {
                reading.done.cancel(true);
            }
        }
        // What is cancelled may still write into its memory, which is left to the garbage collector.
        begun.removeIf(reading -> reading.wanted.batch() == batch);
    }

    /** Bytes of what was read and not taken yet. */
    long heldBytes() {
        return begun.stream()
                .filter(reading -> reading.done.isDone())
                .mapToLong(reading -> reading.file.length())
                .sum();
    }

    @Override
    public void close() {
        named.clear();
        upcoming.clear();
        begun.clear();
        if (threads != null) {
            threads.shutdownNow();
            ThreadEnd.await(started);
        }
    }

    /** The read that has the image. If it did not begin yet, it is the next one, since it has the next record. */
    private Reading reading(RecordBatch batch, int record) {
        begin();
        while (true) {
            for (Reading reading : begun) {
                if (reading.wanted.isFor(batch, record)) {
                    return reading;
                }
            }
            beginNext();
        }
    }

    private FileBytes cut(Reading reading, int record) {
        ImageRun run = reading.wanted.run();
        for (ImageRun.Part image : run.parts()) {
            if (image.record() == record) {
                part.copy(reading.file, run.offset(image), image.image().length());
            }
        }
        return part;
    }

    private void begin() {
        while (!upcoming.isEmpty() && untouched() < reads && (begun.isEmpty() || heldBytes() <= MAX_HELD_BYTES)) {
            beginNext();
        }
    }

    private long untouched() {
        return begun.stream().filter(Reading::isUntouched).count();
    }

    private void beginNext() {
        if (threads == null) {
            threads = Executors.newFixedThreadPool(reads, this::start);
        }
        Wanted wanted = upcoming.remove();
        FileBytes file = free.isEmpty() ? memory.get() : free.remove();
        Future<?> done = threads.submit(() -> {
            file.read(wanted.run().path());
            return null;
        });
        begun.add(new Reading(wanted, file, done));
    }

    /** On the owner's thread only: no work of the pool ever throws, so it never replaces a thread. */
    private Thread start(Runnable work) {
        Thread thread = new Thread(work, "fairdeal-reader-file");
        thread.setDaemon(true);
        started.add(thread);
        return thread;
    }
}
