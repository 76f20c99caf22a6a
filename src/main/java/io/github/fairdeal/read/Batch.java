package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Consecutive records of an epoch with their decoded pixels.
 *
 * <p>Its memory is on the heap. {@link #close()} gives it back to the reader for later batches; a batch that is not
 * closed stays valid for ever and is left to the garbage collector. A closed one answers nothing any more.
 */
public final class Batch implements AutoCloseable {

    private final ImageShape shape;
    private final BatchPool pool;
    private final long epoch;
    private final long firstPosition;
    private final long nextPosition;
    private final int size;
    private RecordBatch content;

    /** Takes the content over until it is closed. */
    Batch(RecordBatch content, ImageShape shape, BatchPool pool) {
        this.content = content;
        this.shape = shape;
        this.pool = pool;
        this.epoch = content.epoch;
        this.firstPosition = content.firstPosition;
        this.nextPosition = content.nextPosition;
        this.size = content.size;
    }

    /**
     * Number of images, B; at least 1, but 0 where a reader that shares an epoch has no image in a round of which others
     * have some: at the end of an epoch, or if all its images are damaged and skipped.
     */
    public int size() {
        return size;
    }

    /** Height, width and channels of every image. */
    public ImageShape shape() {
        return shape;
    }

    /** Number of the epoch; 0 for shards that are read without a dataset. */
    public long epoch() {
        return epoch;
    }

    /** Position in the epoch of the first record that was read for this batch; the end of the epoch if none was. */
    public long firstPosition() {
        return firstPosition;
    }

    /**
     * Where reading goes on in this epoch: a reader that is opened there gives the very next record. It is the whole state,
     * with {@link #epoch()} if there are several; the end of the epoch if nothing is left of it.
     *
     * <p>Of {@code n} readers that share epochs, those that have read the same number of batches give the same epoch and
     * position here, the beginning of the next round of {@code n} batches. Opened there, any number of readers see each
     * remaining record exactly once.
     */
    public long nextPosition() {
        return nextPosition;
    }

    /** Index of image {@code i} of the batch: its place in the sorted data set. */
    public long index(int i) {
        return content().indexes[checked(i)];
    }

    /** Label of image {@code i} of the batch. */
    public long label(int i) {
        return content().labels[checked(i)];
    }

    /** Position of image {@code i} in the epoch: {@code firstPosition() + i} unless a damaged image was skipped. */
    public long position(int i) {
        return content().positions[checked(i)];
    }

    /** True if image {@code i} is a black one in place of a damaged one. */
    public boolean isSubstitute(int i) {
        return content().substitutes[checked(i)];
    }

    /** A copy of all indexes, {@code int64 [B]}. */
    public long[] indexes() {
        return Arrays.copyOf(content().indexes, size);
    }

    /** A copy of all labels, {@code int64 [B]}. */
    public long[] labels() {
        return Arrays.copyOf(content().labels, size);
    }

    /**
     * The pixels, {@code uint8 [B, H, W, C]} row-major, from the buffer's position to its limit; valid until the batch
     * is closed.
     *
     * <p>Not a copy: treat it as read-only. It is not made so because a read-only buffer hides its array, and an array is
     * what can be copied into a tensor in one go.
     */
    public ByteBuffer pixels() {
        return ByteBuffer.wrap(content().pixels, 0, size * shape.bytes());
    }

    /** Gives the memory back to the reader. Harmless when repeated, and when the reader is closed. */
    @Override
    public void close() {
        if (content != null) {
            pool.give(content);
            content = null;
        }
    }

    private RecordBatch content() {
        if (content == null) {
            throw new IllegalStateException("the batch is closed");
        }
        return content;
    }

    private int checked(int i) {
        return java.util.Objects.checkIndex(i, size);
    }
}
