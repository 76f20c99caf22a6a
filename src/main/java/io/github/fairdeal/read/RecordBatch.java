package io.github.fairdeal.read;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.ImageShape;
import java.util.Arrays;

/** The records of one batch as they were read from the shard, before their images are loaded. */
final class RecordBatch {

    final long firstPosition;
    final long[] indexes;
    final long[] labels;
    final String[] shards;
    final long[] records;
    /** Of path records, else null. */
    final String[] paths;
    /** Of image records, else null. */
    final byte[] pixels;

    int size;
    long shardBytes;

    private RecordBatch(
            long firstPosition,
            long[] indexes,
            long[] labels,
            String[] shards,
            long[] records,
            String[] paths,
            byte[] pixels) {
        this.firstPosition = firstPosition;
        this.indexes = indexes;
        this.labels = labels;
        this.shards = shards;
        this.records = records;
        this.paths = paths;
        this.pixels = pixels;
    }

    static RecordBatch ofPaths(long firstPosition, int capacity) {
        return new RecordBatch(
                firstPosition,
                new long[capacity],
                new long[capacity],
                new String[capacity],
                new long[capacity],
                new String[capacity],
                null);
    }

    static RecordBatch ofImages(long firstPosition, int capacity, ImageShape shape) {
        return new RecordBatch(
                firstPosition,
                new long[capacity],
                new long[capacity],
                new String[capacity],
                new long[capacity],
                null,
                new byte[capacity * shape.bytes()]);
    }

    /** The finished batch; {@code loaded} may be longer than the images need. */
    Batch withPixels(ImageShape shape, byte[] loaded) {
        int bytes = size * shape.bytes();
        return new Batch(
                firstPosition,
                shape,
                trimmed(indexes),
                trimmed(labels),
                loaded.length == bytes ? loaded : Arrays.copyOf(loaded, bytes));
    }

    /** An exception that says which record names the unreadable file. */
    BadInputException unreadable(int i, String path, UnreadableImageException cause) {
        return new BadInputException(
                "%s: %s (%s, record %d, index %d); %s"
                        .formatted(cause.getMessage(), path, shards[i], records[i], indexes[i], cause.hint()),
                cause);
    }

    private long[] trimmed(long[] values) {
        return values.length == size ? values : Arrays.copyOf(values, size);
    }
}
