package io.github.fairdeal.read;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * The threads behind a {@link BatchReader}. Each takes turns at reading the records of one batch, which is sequential
 * and cheap, then loads their images beside the others and hands the batch over under its number. There is neither a
 * reading thread nor a queue of tasks.
 */
final class DecodeThreads implements Closeable {

    /** What stands in the place of a batch. */
    sealed interface Outcome {}

    record Loaded(Batch batch, ReaderMetrics cost) implements Outcome {}

    record Failed(Throwable cause) implements Outcome {}

    private static final AtomicLong POOLS = new AtomicLong();
    private static final long CLOSE_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final RecordSource source;
    private final int batchSize;
    private final OrderedHandover<Outcome> handover;
    private final List<Thread> threads;

    /** Guards the source and the two fields below. */
    private final ReentrantLock turn = new ReentrantLock();

    private long claimed;
    private boolean ended;

    /** Starts one thread a loader; the threads close the loaders. */
    DecodeThreads(RecordSource source, List<ImageLoader> loaders, ReadOptions options) {
        this.source = source;
        this.batchSize = options.batchSize();
        this.handover = new OrderedHandover<>(options.prefetchBatches());
        long pool = POOLS.getAndIncrement();
        this.threads = IntStream.range(0, loaders.size())
                .mapToObj(i -> {
                    Thread thread = new Thread(() -> run(loaders.get(i)), "fairdeal-reader-" + pool + "-" + i);
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

    /** Ends the threads and closes the source. */
    @Override
    public void close() throws IOException {
        handover.close();
        threads.forEach(Thread::interrupt);
        boolean interrupted = Thread.interrupted();
        long deadline = System.nanoTime() + CLOSE_PATIENCE_NANOS;
        for (Thread thread : threads) {
            while (thread.isAlive() && System.nanoTime() < deadline) {
                try {
                    thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        // A thread that still hangs in a remote file system ends when its stream is closed below it.
        source.close();
    }

    private void run(ImageLoader loader) {
        try (loader) {
            while (claimAndLoad(loader)) {
                // goes on
            }
        } catch (InterruptedException e) {
            // Only close() interrupts: nobody wants more batches.
        }
    }

    /** Makes one batch; false when there is no more to do. */
    @SuppressWarnings("CatchThrowable") // whatever goes wrong belongs to the consumer, who would wait for ever
    private boolean claimAndLoad(ImageLoader loader) throws InterruptedException {
        long number;
        RecordBatch records;
        turn.lockInterruptibly();
        try {
            if (ended || !handover.awaitRoom(claimed)) {
                return false;
            }
            number = claimed++;
            try {
                records = source.next(batchSize);
            } catch (Throwable e) {
                ended = true;
                handover.put(number, new Failed(e));
                return false;
            }
            if (records.size == 0) {
                ended = true;
                handover.end(number);
                return false;
            }
        } finally {
            turn.unlock();
        }
        try {
            Batch batch = loader.load(records);
            handover.put(number, new Loaded(batch, loader.metrics(records)));
        } catch (Throwable e) {
            handover.put(number, new Failed(e));
        }
        return true;
    }
}
