package io.github.fairdeal.read;

import java.io.Serializable;
import java.util.Locale;

/**
 * What a reader has delivered and where the time went. Mergeable: of several readers, {@link #plus} adds everything, so
 * that rates and shares are means over the readers.
 *
 * @param batches batches handed to the consumer
 * @param records records in them
 * @param damagedImages images that were skipped or substituted
 * @param shardBytes bytes of their frames in the shards
 * @param imageBytes bytes of their image files; 0 for image records, which are in the shards
 * @param readNanos time in opening and reading image files, summed over decode threads
 * @param decodeNanos time in decoding, summed over decode threads
 * @param consumerWaitNanos time the consumer waited for batches that were not ready
 * @param producerWaitNanos time the decode threads stood still because enough batches were ready
 * @param readyBatches batches that were ready, summed over all times the consumer came for one
 * @param elapsedNanos from opening the reader to the last batch handed over
 */
public record ReaderMetrics(
        long batches,
        long records,
        long damagedImages,
        long shardBytes,
        long imageBytes,
        long readNanos,
        long decodeNanos,
        long consumerWaitNanos,
        long producerWaitNanos,
        long readyBatches,
        long elapsedNanos)
        implements Serializable {

    /** Nothing read yet. */
    public static final ReaderMetrics EMPTY = new ReaderMetrics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public ReaderMetrics plus(ReaderMetrics other) {
        return new ReaderMetrics(
                batches + other.batches,
                records + other.records,
                damagedImages + other.damagedImages,
                shardBytes + other.shardBytes,
                imageBytes + other.imageBytes,
                readNanos + other.readNanos,
                decodeNanos + other.decodeNanos,
                consumerWaitNanos + other.consumerWaitNanos,
                producerWaitNanos + other.producerWaitNanos,
                readyBatches + other.readyBatches,
                elapsedNanos + other.elapsedNanos);
    }

    /** What came since {@code earlier}, metrics of the same reader. */
    public ReaderMetrics since(ReaderMetrics earlier) {
        return new ReaderMetrics(
                batches - earlier.batches,
                records - earlier.records,
                damagedImages - earlier.damagedImages,
                shardBytes - earlier.shardBytes,
                imageBytes - earlier.imageBytes,
                readNanos - earlier.readNanos,
                decodeNanos - earlier.decodeNanos,
                consumerWaitNanos - earlier.consumerWaitNanos,
                producerWaitNanos - earlier.producerWaitNanos,
                readyBatches - earlier.readyBatches,
                elapsedNanos - earlier.elapsedNanos);
    }

    /** Bytes read from shards and image files. */
    public long bytesRead() {
        return shardBytes + imageBytes;
    }

    /** Images a second of one reader; 0 before the first batch. */
    public double imagesPerSecond() {
        return elapsedNanos == 0 ? 0 : records * 1e9 / elapsedNanos;
    }

    /** Bytes a second of one reader, from shards and image files; 0 before the first batch. */
    public double bytesPerSecond() {
        return elapsedNanos == 0 ? 0 : bytesRead() * 1e9 / elapsedNanos;
    }

    /** Share of the time that the consumer waited for the reader, 0 to 1; 0 before the first batch. */
    public double consumerWaitShare() {
        return elapsedNanos == 0 ? 0 : Math.min(1, (double) consumerWaitNanos / elapsedNanos);
    }

    /** Batches that were ready when the consumer came for one, on average; 0 before the first. */
    public double meanReadyBatches() {
        return batches == 0 ? 0 : (double) readyBatches / batches;
    }

    /** All of it on one line, for logs and progress. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%,d images in %,d batches, %,.0f images/s, %s",
                records,
                batches,
                imagesPerSecond(),
                costs());
    }

    /** The second half of {@link #line()}: what was read, and where the time went. */
    public String costs() {
        return String.format(
                Locale.ROOT,
                "%.1f MB/s; reading %.1f s, decoding %.1f s; consumer waited %.1f %%, reader %.1f %%; %.1f batches ready%s",
                bytesPerSecond() / 1e6,
                readNanos / 1e9,
                decodeNanos / 1e9,
                100 * consumerWaitShare(),
                elapsedNanos == 0 ? 0 : 100.0 * producerWaitNanos / elapsedNanos,
                meanReadyBatches(),
                damagedImages == 0 ? "" : String.format(Locale.ROOT, "; %,d images damaged", damagedImages));
    }

    @Override
    public String toString() {
        return line();
    }

    /** The same with what only the consumer's side knows. */
    ReaderMetrics withConsumer(long waitNanos, long producerWait, long ready, long elapsed) {
        return new ReaderMetrics(
                batches,
                records,
                damagedImages,
                shardBytes,
                imageBytes,
                readNanos,
                decodeNanos,
                waitNanos,
                producerWait,
                ready,
                elapsed);
    }
}
