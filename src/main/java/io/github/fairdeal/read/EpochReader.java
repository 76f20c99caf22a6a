package io.github.fairdeal.read;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads an epoch, or several, and gives the records as batches of decoded images, in exactly the epoch's order.
 *
 * <p>Images are read and decoded ahead of the consumer by threads of the reader's own, a bounded number of batches and
 * bytes in advance, so that a slow consumer stops the reader. What is wrong with a shard or an image is thrown by
 * {@link #next()} in place of the batch it belongs to, after all batches before it; the reader gives no more batches
 * then. All of it is set by {@link ReadOptions}.
 *
 * <p>One thread consumes. {@link #close()} may come at any time, from any thread, and leaves no thread and no open file.
 */
public final class EpochReader implements Iterator<Batch>, Closeable {

    /** Damaged images that are described in words; the rest are counted. */
    public static final int MAX_DAMAGES_LISTED = 10;

    private final DecodeThreads threads;
    private final Closeable shared;
    private final BatchPool pool;
    private final ImageShape shape;
    private final boolean isShared;
    private final long openedNanos = System.nanoTime();
    private final List<String> damages = new ArrayList<>();
    private ReaderMetrics delivered = ReaderMetrics.EMPTY;
    private DecodeThreads.Outcome head;
    private long waitNanos;
    private long readyBatches;
    private long lastNanos = openedNanos;
    private volatile boolean closed;

    private EpochReader(DecodeThreads threads, Closeable shared, BatchPool pool, ImageShape shape, boolean isShared) {
        this.threads = threads;
        this.shared = shared;
        this.pool = pool;
        this.shape = shape;
        this.isShared = isShared;
    }

    /**
     * Begins to read a published epoch of a dataset, or one that is derived if the options say so.
     *
     * @param storage opens shards and image files
     * @param datasetFolder as {@link Storage#resolve} gives it
     * @param epoch its number
     * @throws BadInputException if there is no such dataset or epoch, or a manifest is damaged
     * @throws UsageException if the options do not fit the dataset
     */
    public static EpochReader open(Storage storage, String datasetFolder, long epoch, ReadOptions options)
            throws IOException {
        return readEpochs(storage, datasetFolder, epoch, 1, options);
    }

    /**
     * Begins to read {@code count} epochs, one after another without a pause between them: towards the end of an epoch
     * the next one is opened and decoded already. The options' first position is one in the first epoch. No batch holds
     * records of two epochs.
     *
     * @param epoch number of the first one
     * @throws BadInputException if there is no such dataset or first epoch, or a manifest is damaged
     * @throws UsageException if the options do not fit the dataset
     */
    public static EpochReader readEpochs(
            Storage storage, String datasetFolder, long epoch, int count, ReadOptions options) throws IOException {
        if (epoch < 0 || count < 1) {
            throw new UsageException("epochs to read: expected a number from 0 and at least one, found %,d and %,d"
                    .formatted(epoch, count));
        }
        DatasetFolder dataset = DatasetFolder.open(storage, datasetFolder);
        EpochOrders orders = new EpochOrders(dataset, epoch, count, options.derivingSeed());
        return start(
                orders,
                storage,
                datasetFolder,
                orders.kind(),
                dataset.manifest().shape(),
                options);
    }

    /** Begins to read some shards of an epoch whose manifest is known, as tasks of a job do. */
    public static EpochReader open(EpochShards epoch, ReadOptions options) {
        ReadOptions begin = options.withFirstPosition(Math.max(options.firstPosition(), epoch.firstPosition()));
        return start(
                once(new PublishedOrder(epoch)),
                epoch.storage(),
                epoch.datasetFolder(),
                epoch.kind(),
                epoch.shape(),
                begin);
    }

    /**
     * Begins to read any shards, without a manifest.
     *
     * @param storage opens shards and remote image files
     * @param folder absolute; relative paths in records are relative to it
     * @param shardPaths absolute, in the order to read
     * @param kind what the records carry
     * @param shape every image must have it, after conversion to its channels as {@code decode_png} does
     * @param options their first position is that of the first shard's first record
     * @throws UsageException if a batch would not fit one array, or the options ask for a share
     */
    public static EpochReader openShards(
            Storage storage,
            String folder,
            List<String> shardPaths,
            RecordKind kind,
            ImageShape shape,
            ReadOptions options) {
        if (options.readers() > 1) {
            throw new UsageException(
                    "shards without a manifest cannot be shared among readers; read a published epoch");
        }
        return start(once(new BareShards(storage, shardPaths)), storage, folder, kind, shape, options);
    }

    /**
     * Waits until the next batch, or the error in its place, is there.
     *
     * @return false at the end
     * @throws IllegalStateException if the reader is closed, also by another thread meanwhile
     * @throws UncheckedIOException if the thread is interrupted while it waits
     */
    @Override
    public boolean hasNext() {
        requireOpen();
        while (head == null) {
            int ready = threads.ready();
            long begin = System.nanoTime();
            head = take();
            waitNanos += System.nanoTime() - begin;
            if (head == null) {
                requireOpen();
                return false;
            }
            if (head instanceof DecodeThreads.Loaded loaded) {
                note(loaded, ready);
            }
        }
        return true;
    }

    /**
     * The next batch, waiting for it if need be. It is valid until it is closed.
     *
     * @throws BadInputException if a shard or an image of this batch is missing, damaged or not of the expected kind and
     *     shape; again at every further call
     * @throws UncheckedIOException if the thread is interrupted while it waits
     * @throws NoSuchElementException at the end
     * @throws IllegalStateException if the reader is closed, also by another thread meanwhile
     */
    @Override
    public Batch next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all batches are read");
        }
        if (head instanceof DecodeThreads.Loaded loaded) {
            head = null;
            return new Batch(loaded.batch(), shape, pool);
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
        return delivered.withConsumer(waitNanos, threads.roomWaitNanos(), readyBatches, lastNanos - openedNanos);
    }

    /**
     * Batches that are ready now: 0 if the disk or decoding is too slow, three quarters of the prefetch depth or more if the
     * consumer is.
     */
    public int readyBatches() {
        return threads.ready();
    }

    /** What is wrong with the images that were skipped or substituted so far, a line each, the first ten. */
    public List<String> damages() {
        return List.copyOf(damages);
    }

    /** Stops reading, ends the threads and closes the shards. Harmless when repeated. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try (shared) {
                threads.close();
            }
        }
    }

    /**
     * @param shape of the images as their manifest says
     */
    private static EpochReader start(
            BatchSequence.Epochs epochs,
            Storage storage,
            String folder,
            RecordKind kind,
            ImageShape shape,
            ReadOptions options) {
        ImageShape target = options.shapeOr(shape);
        int capacity = options.capacity(target);
        ImageShape rawShape = options.resizeMethod().isPresent() ? shape : target;
        BatchPool pool =
                new BatchPool(options.batchSize(), kind, target, rawShape, capacity + options.decodeThreads() + 1);
        OpenPacks packs = new OpenPacks(storage);
        return start(
                epochs, () -> new ImageLoader(storage, packs, folder, target, options), packs, pool, target, options);
    }

    /**
     * With loaders of the caller's own.
     *
     * @param shared closed after all loaders
     */
    static EpochReader start(
            BatchSequence.Epochs epochs,
            Supplier<BatchLoader> loader,
            Closeable shared,
            BatchPool pool,
            ImageShape shape,
            ReadOptions options) {
        List<BatchLoader> loaders =
                Stream.generate(loader).limit(options.decodeThreads()).toList();
        BatchSequence sequence = new BatchSequence(epochs, options);
        DecodeThreads threads = new DecodeThreads(sequence, pool, loaders, options.capacity(shape));
        return new EpochReader(threads, shared, pool, shape, options.readers() > 1);
    }

    static BatchSequence.Epochs once(RecordOrder order) {
        Iterator<RecordOrder> orders = List.of(order).iterator();
        return () -> orders.hasNext() ? orders.next() : null;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the reader is closed");
        }
    }

    private void note(DecodeThreads.Loaded loaded, int ready) {
        lastNanos = System.nanoTime();
        delivered = delivered.plus(loaded.cost());
        loaded.damages().stream().limit(MAX_DAMAGES_LISTED - damages.size()).forEach(damages::add);
        if (loaded.batch().size == 0 && !isShared) {
            pool.give(loaded.batch());
            head = null;
        } else {
            readyBatches += ready;
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
