package io.github.fairdeal.read;

import io.github.fairdeal.dataset.UsageException;
import java.io.Serializable;

/**
 * How a {@link BatchReader} reads. Nothing here changes what is read or its order.
 *
 * @param batchSize images a batch, at least 1; the last batch of a reader may be smaller
 * @param decodeThreads threads that read and decode images, at least 1
 * @param prefetchBatches batches that may be decoded, or being decoded, ahead of the consumer; at least 1. Below
 *     {@code decodeThreads} some threads stay idle, since a thread works on a batch of its own
 */
public record ReadOptions(int batchSize, int decodeThreads, int prefetchBatches) implements Serializable {

    private static final ReadOptions DEFAULTS = new ReadOptions(20, 2, 8);

    public ReadOptions {
        require(batchSize, "batch size");
        require(decodeThreads, "decode threads");
        require(prefetchBatches, "prefetched batches");
    }

    /** Batches of 20, 2 decode threads, 8 batches ahead. */
    public static ReadOptions defaults() {
        return DEFAULTS;
    }

    public ReadOptions withBatchSize(int images) {
        return new ReadOptions(images, decodeThreads, prefetchBatches);
    }

    public ReadOptions withDecodeThreads(int threads) {
        return new ReadOptions(batchSize, threads, prefetchBatches);
    }

    public ReadOptions withPrefetchBatches(int batches) {
        return new ReadOptions(batchSize, decodeThreads, batches);
    }

    private static void require(int value, String name) {
        if (value < 1) {
            throw new UsageException("%s must be at least 1, found %,d".formatted(name, value));
        }
    }
}
