package io.github.fairdeal.read;

import java.io.Serializable;

/**
 * What a reader has delivered and where the time went. Mergeable.
 *
 * @param batches batches handed to the consumer
 * @param records records in them
 * @param shardBytes bytes of their frames in the shards
 * @param imageBytes bytes of their image files; 0 for image records
 * @param readNanos time in opening and reading image files, summed over decode threads
 * @param decodeNanos time in decoding, summed over decode threads
 * @param waitNanos time the consumer waited for batches that were not ready
 */
public record ReaderMetrics(
        long batches, long records, long shardBytes, long imageBytes, long readNanos, long decodeNanos, long waitNanos)
        implements Serializable {

    /** Nothing read yet. */
    public static final ReaderMetrics EMPTY = new ReaderMetrics(0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public ReaderMetrics plus(ReaderMetrics other) {
        return new ReaderMetrics(
                batches + other.batches,
                records + other.records,
                shardBytes + other.shardBytes,
                imageBytes + other.imageBytes,
                readNanos + other.readNanos,
                decodeNanos + other.decodeNanos,
                waitNanos + other.waitNanos);
    }

    /** Bytes read from shards and image files. */
    public long bytesRead() {
        return shardBytes + imageBytes;
    }

    /** The same with this much more waiting. */
    ReaderMetrics plusWait(long nanos) {
        return new ReaderMetrics(batches, records, shardBytes, imageBytes, readNanos, decodeNanos, waitNanos + nanos);
    }
}
