package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;
import java.nio.ByteBuffer;

/** Consecutive records of an order with their decoded pixels. Immutable; owns its memory, which is on the heap. */
public final class Batch {

    private final long firstPosition;
    private final ImageShape shape;
    private final long[] indexes;
    private final long[] labels;
    private final byte[] pixels;

    /** Takes the arrays over; {@code pixels} holds the images one after another without gaps. */
    Batch(long firstPosition, ImageShape shape, long[] indexes, long[] labels, byte[] pixels) {
        this.firstPosition = firstPosition;
        this.shape = shape;
        this.indexes = indexes;
        this.labels = labels;
        this.pixels = pixels;
    }

    /** Number of images, B; at least 1. */
    public int size() {
        return indexes.length;
    }

    /** Height, width and channels of every image. */
    public ImageShape shape() {
        return shape;
    }

    /** Position of the first record in the order that is read. */
    public long firstPosition() {
        return firstPosition;
    }

    /** Position of the record after the last one: where reading goes on. */
    public long nextPosition() {
        return firstPosition + size();
    }

    /** Index of image {@code i} of the batch: its place in the sorted data set. */
    public long index(int i) {
        return indexes[i];
    }

    /** Label of image {@code i} of the batch. */
    public long label(int i) {
        return labels[i];
    }

    /** A copy of all labels, {@code int64 [B]}. */
    public long[] labels() {
        return labels.clone();
    }

    /**
     * The pixels, {@code uint8 [B, H, W, C]} row-major, from the buffer's position to its limit.
     *
     * <p>Not a copy: treat it as read-only. It is not made so because a read-only buffer hides its array, and an array is
     * what can be copied into a tensor in one go.
     */
    public ByteBuffer pixels() {
        return ByteBuffer.wrap(pixels);
    }
}
