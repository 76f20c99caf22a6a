package io.github.fairdeal.read;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * The threads behind a {@link EpochReader}. Each takes turns at reading the records of one batch, which is sequential
 * and cheap, then loads their images beside the others and hands the batch over under its number. There is neither a
 * reading thread nor a queue of tasks.
 */
final class DecodeThreads implements Closeable {

    /** What stands in the place of a batch. */
    sealed interface Outcome {}

    /** Loaded images, none if all were damaged; {@code damages} in words. */
    record Loaded(RecordBatch batch, ReaderMetrics cost, List<String> damages) implements Outcome {}

    record Failed(Throwable cause) implements Outcome {}

    /** A batch that a thread is to load. */
    private record Claimed(long number, RecordBatch batch) {}

    private static final AtomicLong POOLS = new AtomicLong();

    private final BatchSequence sequence;
    private final BatchPool pool;
    private final OrderedHandover<Outcome> handover;
    private final List<Thread> threads;

    /** Guards the sequence and the two fields below. */
    private final ReentrantLock turn = new ReentrantLock();

    private long claimed;
    private boolean ended;

    /** Written within the turn only. */
    private volatile long roomWaitNanos;

    /** Starts one thread a loader; the threads close the loaders. */
    DecodeThreads(BatchSequence sequence, BatchPool pool, List<? extends BatchLoader> loaders, int capacity) {
        this.sequence = sequence;
        this.pool = pool;
        this.handover = new OrderedHandover<>(capacity);
        long number = POOLS.getAndIncrement();
        this.threads = IntStream.range(0, loaders.size())
                .mapToObj(i -> {
                    Thread thread = new Thread(() -> run(loaders.get(i)), "fairdeal-reader-" + number + "-" + i);
                    thread.setDaemon(true);
                    return thread;
                })
                .toList();
        threads.forEach(Thread::start);
    }

    /** The next batch or what is wrong with it; null at the end. */
    Outcome take() throws InterruptedException {
        return handover.take();
    }

    /** Batches that are ready now. */
    int ready() {
        return handover.ready();
    }

    /** Time that the threads stood still because there was no room for another batch. */
    long roomWaitNanos() {
        return roomWaitNanos;
    }

    /** Ends the threads and closes the shards. */
    @Override
    public void close() throws IOException {
        handover.close();
        threads.forEach(Thread::interrupt);
        ThreadEnd.await(threads);
        // A thread that still hangs in a remote file system ends when its stream is closed below it.
        sequence.close();
    }

    @SuppressWarnings("CatchThrowable") // whatever goes wrong belongs to the consumer, who would wait for ever
    private void run(BatchLoader loader) {
        Deque<Claimed> batches = new ArrayDeque<>();
        try (loader) {
            while (claim(loader, batches)) {
                load(loader, batches.remove());
            }
        } catch (InterruptedException e) {
            // Only close() interrupts: nobody wants more batches.
        } catch (Throwable e) {
            fail(batches, new Failed(e));
        }
    }

    /** Puts a failure in the place of the batches that a thread has claimed, and of all that nobody has claimed yet. */
    private void fail(Deque<Claimed> batches, Failed failure) {
        batches.forEach(batch -> handover.put(batch.number(), failure));
        turn.lock();
        try {
            if (!ended) {
                ended = true;
                handover.end(claimed, failure);
            }
        } finally {
            turn.unlock();
        }
    }

    /** Claims a batch if there is none, and more as long as that helps and nothing stands in the way; false at the end. */
    private boolean claim(BatchLoader loader, Deque<Claimed> batches) throws InterruptedException {
        while (batches.isEmpty() || loader.wantsMore()) {
            Claimed next = batches.isEmpty() ? next() : nextAtOnce();
            if (next == null) {
                break;
            }
            batches.add(next);
            loader.announce(next.batch());
        }
        return !batches.isEmpty();
    }

    /** Waits for its turn and room, and reads the records of one batch; null when there is no more to do. */
    private Claimed next() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            return ended || !awaitRoom() ? null : readRecords();
        } finally {
            turn.unlock();
        }
    }

    /** The same without waiting, for who has a batch already, which others may be waiting for; null if it would wait. */
    private Claimed nextAtOnce() throws InterruptedException {
        if (!turn.tryLock()) {
            return null;
        }
        try {
            return ended || !handover.hasRoom(claimed) ? null : readRecords();
        } finally {
            turn.unlock();
        }
    }

    /** What goes wrong here stands in the place of the batch; it needs no number of its own before. */
    @SuppressWarnings("CatchThrowable") // as above
    private Claimed readRecords() throws InterruptedException {
        try {
            RecordBatch batch = pool.take();
            if (sequence.fill(batch)) {
                Claimed next = new Claimed(claimed, batch);
                claimed++;
                return next;
            }
            ended = true;
            handover.end(claimed, null);
        } catch (InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            ended = true;
            handover.end(claimed, new Failed(e));
        }
        return null;
    }

    @SuppressWarnings("CatchThrowable") // as above
    private void load(BatchLoader loader, Claimed next) {
        try {
            handover.put(next.number(), loader.load(next.batch()));
        } catch (Throwable e) {
            handover.put(next.number(), new Failed(e));
        }
    }

    private boolean awaitRoom() throws InterruptedException {
        long begin = System.nanoTime();
        boolean isWanted = handover.awaitRoom(claimed);
        long waited = roomWaitNanos + System.nanoTime() - begin;
        roomWaitNanos = waited;
        return isWanted;
    }
}
