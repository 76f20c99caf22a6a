package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;

/**
 * Reads consecutive shards and gives their records as batches of decoded images, in exactly the order of the files.
 *
 * <p>Images are read and decoded ahead of the consumer by {@code decodeThreads} threads, at most
 * {@code prefetchBatches} batches in advance, so that a slow consumer stops the reader and memory stays bounded. What
 * is wrong with a shard or an image is thrown by {@link #next()} in place of the batch it belongs to, after all batches
 * before it; the reader gives no more batches then.
 *
 * <p>One thread consumes and closes. {@link #close()} may come at any time and leaves no thread and no open file.
 */
public final class BatchReader implements Iterator<Batch>, Closeable {

    private final DecodeThreads threads;
    private DecodeThreads.Outcome head;
    private ReaderMetrics metrics = ReaderMetrics.EMPTY;
    private boolean closed;

    private BatchReader(DecodeThreads threads) {
        this.threads = threads;
    }

    /**
     * Begins to read and decode.
     *
     * @param storage opens shards and remote image files
     * @param datasetFolder absolute; relative paths in records are relative to it
     * @param shardPaths absolute, in the order to read
     * @param kind what the records carry
     * @param shape every image must have it, after conversion to its channels as {@code decode_png} does
     * @param firstPosition position of the first shard's first record in the order that is read
     * @param options batch size, threads, prefetching
     * @throws UsageException if a batch would not fit one array
     */
    public static BatchReader open(
            Storage storage,
            String datasetFolder,
            List<String> shardPaths,
            RecordKind kind,
            ImageShape shape,
            long firstPosition,
            ReadOptions options) {
        long batchBytes = (long) options.batchSize() * shape.bytes();
        if (batchBytes > Integer.MAX_VALUE - 16) {
            throw new UsageException(
                    "a batch of %,d images of %s takes %,d bytes, at most 2 GiB fit; use smaller batches"
                            .formatted(options.batchSize(), shape, batchBytes));
        }
        RecordSource source = new RecordSource(storage, shardPaths, kind, shape, firstPosition);
        List<ImageLoader> loaders = Stream.generate(() -> new ImageLoader(storage, datasetFolder, shape))
                .limit(options.decodeThreads())
                .toList();
        return new BatchReader(new DecodeThreads(source, loaders, options));
    }

    /**
     * Waits until the next batch, or the error in its place, is there.
     *
     * @return false at the end of the last shard
     * @throws UncheckedIOException if the thread is interrupted while it waits
     */
    @Override
    public boolean hasNext() {
        if (closed) {
            throw new IllegalStateException("the reader is closed");
        }
        if (head == null) {
            long begin = System.nanoTime();
            head = take();
            metrics = metrics.plusWait(System.nanoTime() - begin);
        }
        return head != null;
    }

    /**
     * The next batch, waiting for it if need be.
     *
     * @throws io.github.fairdeal.dataset.BadInputException if a shard or an image of this batch is missing, damaged or
     *     not of the expected kind and shape; again at every further call
     * @throws UncheckedIOException if the thread is interrupted while it waits
     * @throws NoSuchElementException at the end
     */
    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all batches are read");
        }
        if (head instanceof DecodeThreads.Loaded loaded) {
            head = null;
            metrics = metrics.plus(loaded.cost());
            return loaded.batch();
        }
        Throwable cause = ((DecodeThreads.Failed) head).cause();
        if (cause instanceof RuntimeException exception) {
            throw exception;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException("decoding failed", cause);
    }

    /** What was delivered so far, and what it cost. */
    public ReaderMetrics metrics() {
        return metrics;
    }

    /** Stops reading, ends the threads and closes the shard. Harmless when repeated. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            head = null;
            threads.close();
        }
    }

    private DecodeThreads.Outcome take() {
        try {
            return threads.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted while waiting for a batch");
            interrupted.initCause(e);
            throw new UncheckedIOException(interrupted);
        }
    }
}
