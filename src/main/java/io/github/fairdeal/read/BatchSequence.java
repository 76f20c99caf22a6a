package io.github.fairdeal.read;

import io.github.fairdeal.dataset.BadInputException;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Which records make up which batch: epoch after epoch, in rounds of one batch a reader. All readers have the same number
 * of rounds in an epoch: where the last one has not enough records for every reader, some have an empty batch in it, or, if
 * the options drop the remainder, nobody has that round. Not thread-safe but for {@link #close}.
 *
 * <p>Towards the end of an epoch the next one is opened by a thread of its own, so that no batch waits for a manifest.
 */
final class BatchSequence implements Closeable {

    /** The next epoch is opened when this part of the current one is left. */
    private static final int LAST_PART = 8;

    /** Gives the epochs in order. */
    interface Epochs {

        /** Opens the next epoch; null after the last. */
        RecordOrder next() throws IOException;
    }

    private final Epochs epochs;
    private final ReadOptions options;

    /** What is open: the current epoch and perhaps the next. */
    private final Set<RecordSource> sources = ConcurrentHashMap.newKeySet();

    private volatile boolean isClosed;
    private RecordSource source;
    private long round;
    private FutureTask<RecordSource> opening;
    private volatile Thread opener;

    /**
     * @param epochs opened one after another, the first one at the first call of {@link #fill}
     * @param options batch size, share, first position, remainder
     */
    BatchSequence(Epochs epochs, ReadOptions options) {
        this.epochs = epochs;
        this.options = options;
    }

    /**
     * Fills an empty batch with the next records of this reader's share; with none if the round is the epoch's last and has
     * none for it.
     *
     * @return false if there are no more rounds
     * @throws BadInputException if an epoch or shard is missing, damaged or of another kind
     */
    boolean fill(RecordBatch batch) throws InterruptedException {
        try {
            if (source == null && !begin(openNext(options.firstPosition()))) {
                return false;
            }
            while (!fillFromCurrent(batch)) {
                sources.remove(source);
                source.close();
                if (!begin(awaitNext())) {
                    return false;
                }
                batch.clear();
            }
            return true;
        } catch (FileNotFoundException e) {
            throw new BadInputException(e.getMessage() + "; deleted, or not mounted on this machine?", e);
        } catch (IOException e) {
            throw new BadInputException("Shard cannot be read: " + e.getMessage() + "; a failing disk or network?", e);
        }
    }

    @Override
    public void close() throws IOException {
        isClosed = true; // whoever still opens an epoch or a shard closes it
        Thread thread = opener;
        if (thread != null) {
            thread.interrupt();
            ThreadEnd.await(List.of(thread));
        }
        for (RecordSource open : sources) {
            open.close();
        }
    }

    private boolean begin(RecordSource next) {
        source = next;
        opener = null;
        opening = null;
        round = next == null ? 0 : next.position();
        return next != null;
    }

    /** This reader's batch of the round; false if the epoch has no such round. */
    private boolean fillFromCurrent(RecordBatch batch) throws IOException {
        long end = source.order().end();
        boolean isFilled = end == RecordOrder.UNKNOWN ? fillAlone(batch) : fillShare(batch, end);
        if (isFilled && opener == null && end != RecordOrder.UNKNOWN && end - source.position() <= end / LAST_PART) {
            opening = new FutureTask<>(() -> openNext(0));
            opener = new Thread(opening, "fairdeal-reader-next-epoch");
            opener.setDaemon(true);
            opener.start();
        }
        return isFilled;
    }

    /** Of shards that nobody knows the end of, and that are not shared therefore. */
    private boolean fillAlone(RecordBatch batch) throws IOException {
        source.fill(batch);
        batch.nextPosition = source.position();
        return batch.size == batch.capacity || (batch.size > 0 && !options.dropsRemainder());
    }

    private boolean fillShare(RecordBatch batch, long end) throws IOException {
        long nextRound = round + (long) options.readers() * options.batchSize();
        if (round >= end || (nextRound > end && options.dropsRemainder())) {
            return false;
        }
        long begin = Math.min(round + (long) options.reader() * options.batchSize(), end);
        source.skip(begin - source.position());
        source.fill(batch);
        round = Math.min(nextRound, end);
        batch.nextPosition = round;
        return true;
    }

    private RecordSource awaitNext() throws IOException, InterruptedException {
        if (opener == null) {
            return openNext(0);
        }
        try {
            return opening.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** Opens the next epoch and, of it, the first shard. */
    private RecordSource openNext(long position) throws IOException {
        RecordOrder order = epochs.next();
        if (order == null) {
            return null;
        }
        RecordSource opened = new RecordSource(order, position);
        sources.add(opened);
        try {
            if (isClosed) {
                throw new ClosedChannelException();
            }
            opened.enter();
            return opened;
        } catch (IOException | RuntimeException e) {
            sources.remove(opened);
            try (opened) {
                throw e;
            }
        }
    }
}
