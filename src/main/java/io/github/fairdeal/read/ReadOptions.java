package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.UsageException;
import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How an {@link EpochReader} reads. Immutable: every {@code with…} gives a copy.
 *
 * <p>Threads and prefetching change nothing but speed. Batch size, share and start decide which records come in which
 * batch; the order is the epoch's in any case.
 */
public final class ReadOptions implements Serializable, Cloneable {

    private static final ReadOptions DEFAULTS = new ReadOptions();

    private int batchSize = 20;
    private boolean dropsRemainder;
    private int decodeThreads = 2;
    private int prefetchBatches = 8;
    private long prefetchBytes = 256L << 20;
    private int reader;
    private int readers = 1;
    private long firstPosition;
    private DamagePolicy damagePolicy = DamagePolicy.FAIL;
    private ImageShape shape;
    private ResizeMethod resizeMethod;
    private Long derivingSeed;
    private Integer readsInFlight;

    private ReadOptions() {}

    /** Batches of 20, 2 decode threads, 8 batches or 256 MiB ahead, one reader from position 0, damage is an error. */
    public static ReadOptions defaults() {
        return DEFAULTS;
    }

    /** Images a batch, at least 1; the last batch of an epoch may be smaller. Default 20. */
    public ReadOptions withBatchSize(int images) {
        ReadOptions copy = copy();
        copy.batchSize = requirePositive(images, "batch size");
        return copy;
    }

    /**
     * Leaves out the last batch of an epoch if it is smaller than the others; of readers that share an epoch, the last round
     * if not each of them has a full batch in it.
     */
    public ReadOptions droppingRemainder() {
        ReadOptions copy = copy();
        copy.dropsRemainder = true;
        return copy;
    }

    /** Threads that read and decode images, at least 1. Default 2. */
    public ReadOptions withDecodeThreads(int threads) {
        ReadOptions copy = copy();
        copy.decodeThreads = requirePositive(threads, "decode threads");
        return copy;
    }

    /**
     * Batches that may be decoded, or being decoded, ahead of the consumer; at least 1. Below the number of decode
     * threads some of them stay idle, since a thread works on a batch of its own. Default 8.
     */
    public ReadOptions withPrefetchBatches(int batches) {
        ReadOptions copy = copy();
        copy.prefetchBatches = requirePositive(batches, "prefetched batches");
        return copy;
    }

    /** Bytes of pixels that may be ahead of the consumer, or one batch where that is more. Default 256 MiB. */
    public ReadOptions withPrefetchBytes(long bytes) {
        ReadOptions copy = copy();
        copy.prefetchBytes = requirePositive(bytes, "prefetched bytes");
        return copy;
    }

    /**
     * Shares the epoch among {@code readers} readers that all begin at the same position: reader {@code reader} of them
     * (from 0) takes every {@code readers}-th batch. All of them have the same number of batches in an epoch, the last one
     * of which may be empty. See {@link Batch#nextPosition()} for going on with another number of readers.
     */
    public ReadOptions withShare(int numberOfReader, int numberOfReaders) {
        requirePositive(numberOfReaders, "readers");
        if (numberOfReader < 0 || numberOfReader >= numberOfReaders) {
            throw new UsageException("reader must be from 0 to %,d for %,d readers, found %,d"
                    .formatted(numberOfReaders - 1, numberOfReaders, numberOfReader));
        }
        ReadOptions copy = copy();
        copy.reader = numberOfReader;
        copy.readers = numberOfReaders;
        return copy;
    }

    /** Begins (the first epoch) at this position, such as {@link Batch#nextPosition()} of the last batch. Default 0. */
    public ReadOptions withFirstPosition(long position) {
        if (position < 0) {
            throw new UsageException("first position must be at least 0, found %,d".formatted(position));
        }
        ReadOptions copy = copy();
        copy.firstPosition = position;
        return copy;
    }

    /** What to do with an image that cannot be decoded. Default {@link DamagePolicy#FAIL}. */
    public ReadOptions withDamagePolicy(DamagePolicy policy) {
        ReadOptions copy = copy();
        copy.damagePolicy = policy;
        return copy;
    }

    /** Expects images of this shape instead of the manifest's; other numbers of channels are converted to. */
    public ReadOptions withShape(ImageShape expected) {
        ReadOptions copy = copy();
        copy.shape = expected;
        copy.resizeMethod = null;
        return copy;
    }

    /** Takes images of any size and resizes them to this shape. By default another size is an error. */
    public ReadOptions withResize(ResizeMethod method, ImageShape target) {
        ReadOptions copy = copy();
        copy.shape = target;
        copy.resizeMethod = method;
        return copy;
    }

    /**
     * Derives epochs that are not published from the sorted path shards, in the order that {@code shuffle} with this
     * seed would publish. By default an epoch that is not published is an error.
     */
    public ReadOptions derivingEpochs(long seed) {
        ReadOptions copy = copy();
        copy.derivingSeed = seed;
        return copy;
    }

    /**
     * Image files that are read at once and ahead of their turn, over all decode threads but at least one for each of them, as
     * far as the batches that may be ahead of the consumer have so many; 0: none, each decode thread reads its next file. By default 16 of stores
     * that are not this machine's, where an open may take milliseconds, and none of local files, which decode threads read
     * in microseconds. Set it for local paths that are mounted from elsewhere.
     */
    public ReadOptions withReadsInFlight(int files) {
        if (files < 0) {
            throw new UsageException("reads in flight must be at least 0, found %,d".formatted(files));
        }
        ReadOptions copy = copy();
        copy.readsInFlight = files;
        return copy;
    }

    /** Images a batch. */
    public int batchSize() {
        return batchSize;
    }

    boolean dropsRemainder() {
        return dropsRemainder;
    }

    int decodeThreads() {
        return decodeThreads;
    }

    int reader() {
        return reader;
    }

    int readers() {
        return readers;
    }

    long firstPosition() {
        return firstPosition;
    }

    DamagePolicy damagePolicy() {
        return damagePolicy;
    }

    ImageShape shapeOr(ImageShape manifests) {
        return shape == null ? manifests : shape;
    }

    Optional<ResizeMethod> resizeMethod() {
        return Optional.ofNullable(resizeMethod);
    }

    /** Empty where the store decides. */
    OptionalInt readsInFlight() {
        return readsInFlight == null ? OptionalInt.empty() : OptionalInt.of(readsInFlight);
    }

    OptionalLong derivingSeed() {
        return derivingSeed == null ? OptionalLong.empty() : OptionalLong.of(derivingSeed);
    }

    /**
     * Batches of images of this shape that may be under way.
     *
     * @throws UsageException if a batch would not fit one array
     */
    int capacity(ImageShape images) {
        long batchBytes = (long) batchSize * images.bytes();
        if (batchBytes > Integer.MAX_VALUE - 16) {
            throw new UsageException(
                    "a batch of %,d images of %s takes %,d bytes, at most 2 GiB fit; use smaller batches"
                            .formatted(batchSize, images, batchBytes));
        }
        return (int) Math.max(1, Math.min(prefetchBatches, prefetchBytes / batchBytes));
    }

    private ReadOptions copy() {
        try {
            return (ReadOptions) super.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int requirePositive(int value, String name) {
        return (int) requirePositive((long) value, name);
    }

    private static long requirePositive(long value, String name) {
        if (value < 1) {
            throw new UsageException("%s must be at least 1, found %,d".formatted(name, value));
        }
        return value;
    }
}
