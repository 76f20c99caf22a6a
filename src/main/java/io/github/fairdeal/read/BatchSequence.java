package io.github.fairdeal.read;

import io.github.fairdeal.dataset.BadInputException;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Which records make up which batch: epoch after epoch, in rounds of one batch a reader. Not thread-safe.
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
    private RecordSource source;
    private long round;
    private FutureTask<RecordSource> opening;
    private Thread opener;

    /**
     * @param epochs opened one after another, the first one at the first call of {@link #fill}
     * @param options batch size, share, first position, remainder
     */
    BatchSequence(Epochs epochs, ReadOptions options) {
        this.epochs = epochs;
        this.options = options;
    }

    /**
     * Fills an empty batch with the next records of this reader's share.
     *
     * @return false if there are no more
     * @throws BadInputException if an epoch or shard is missing, damaged or of another kind
     */
    boolean fill(RecordBatch batch) throws InterruptedException {
        try {
            if (source == null && !begin(openNext(options.firstPosition()))) {
                return false;
            }
            while (!fillFromCurrent(batch)) {
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
        if (opener != null) {
            opener.interrupt();
            ThreadEnd.await(List.of(opener));
            try {
                RecordSource opened = opening.isDone() ? opening.get() : null;
                if (opened != null) {
                    opened.close();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                // Nobody asked for that epoch yet: what is wrong with it concerns nobody.
            }
        }
        if (source != null) {
            source.close();
        }
    }

    private boolean begin(RecordSource next) {
        source = next;
        opener = null;
        opening = null;
        round = next == null ? 0 : next.position();
        return next != null;
    }

    /** This reader's batch of the round; false if the epoch has none for it. */
    private boolean fillFromCurrent(RecordBatch batch) throws IOException {
        int size = options.batchSize();
        source.skip(round + (long) options.reader() * size - source.position());
        source.fill(batch);
        if (batch.size == 0 || (batch.size < size && options.dropsRemainder())) {
            return false;
        }
        round += (long) options.readers() * size;
        long end = source.order().end();
        batch.nextPosition = end == RecordOrder.UNKNOWN ? source.position() : Math.min(round, end);
        if (opener == null && end != RecordOrder.UNKNOWN && end - source.position() <= end / LAST_PART) {
            opening = new FutureTask<>(() -> openNext(0));
            opener = new Thread(opening, "fairdeal-reader-next-epoch");
            opener.setDaemon(true);
            opener.start();
        }
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
        try {
            opened.enter();
            return opened;
        } catch (IOException | RuntimeException e) {
            try (opened) {
                throw e;
            }
        }
    }
}
