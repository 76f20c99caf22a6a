package io.github.fairdeal.read;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.tfrecord.ExampleCursor;
import io.github.fairdeal.tfrecord.Framing;
import io.github.fairdeal.tfrecord.RecordReader;
import java.util.Arrays;

/** The memory of one batch: records as they were read from the shard, then their images. Used again and again. */
final class RecordBatch {

    final RecordKind kind;
    final int capacity;
    final long[] positions;
    final long[] indexes;
    final long[] labels;
    final boolean[] substitutes;
    final byte[] pixels;
    /** Of path records. */
    final String[] paths;
    /** Of image records that hold a file in place of pixels; null otherwise. */
    final byte[][] files;
    /** What is wrong with image records. */
    final UnreadableImageException[] problems;

    long epoch;
    long firstPosition;
    long nextPosition;
    int size;
    long shardBytes;

    private final ImageShape shape;
    private final ImageShape rawShape;
    private final String[] shards;
    private final long[] records;

    /**
     * @param shape of the images to be
     * @param rawShape of those that image records hold as pixels
     */
    RecordBatch(int capacity, RecordKind kind, ImageShape shape, ImageShape rawShape) {
        this.kind = kind;
        this.capacity = capacity;
        this.shape = shape;
        this.rawShape = rawShape;
        this.positions = new long[capacity];
        this.indexes = new long[capacity];
        this.labels = new long[capacity];
        this.substitutes = new boolean[capacity];
        this.pixels = new byte[capacity * shape.bytes()];
        this.paths = new String[capacity];
        this.files = new byte[capacity][];
        this.problems = new UnreadableImageException[capacity];
        this.shards = new String[capacity];
        this.records = new long[capacity];
    }

    void clear() {
        size = 0;
        shardBytes = 0;
        Arrays.fill(substitutes, false);
        Arrays.fill(files, null);
        Arrays.fill(problems, null);
    }

    /**
     * Adds the record that {@code reader} and {@code cursor} stand at.
     *
     * @throws UsageException if it holds pixels that would have to be resized
     */
    void add(long position, RecordReader reader, ExampleCursor cursor) {
        int i = size;
        positions[i] = position;
        indexes[i] = cursor.index();
        labels[i] = cursor.label();
        shards[i] = reader.path();
        records[i] = reader.record();
        if (kind == RecordKind.PATH) {
            paths[i] = cursor.path();
        } else if (cursor.isEncodedImage()) {
            addFile(i, cursor);
        } else if (!rawShape.equals(shape)) {
            throw new UsageException(
                    "image records that hold pixels (%s) cannot be resized to %s; those that hold files, and path records, can (%s, record %d)"
                            .formatted(rawShape, shape, shards[i], records[i]));
        } else if (cursor.payloadLength() == shape.bytes()) {
            System.arraycopy(cursor.buffer(), cursor.payloadOffset(), pixels, i * shape.bytes(), shape.bytes());
        } else {
            problems[i] = new UnreadableImageException(
                    "Image of %,d bytes, expected %,d for shape %s"
                            .formatted(cursor.payloadLength(), shape.bytes(), shape),
                    "of another dataset, or of mixed sizes?");
        }
        shardBytes += Framing.framedBytes(reader.payloadLength());
        size++;
    }

    /** Path of the shard that holds, or names, image {@code i}. */
    String shard(int i) {
        return shards[i];
    }

    /** Number of its record in the shard. */
    long record(int i) {
        return records[i];
    }

    /** Moves record {@code from} to place {@code to} at or before it, where its pixels are already if it has a path. */
    void move(int from, int to) {
        if (from == to) {
            return;
        }
        positions[to] = positions[from];
        indexes[to] = indexes[from];
        labels[to] = labels[from];
        if (kind == RecordKind.IMAGE) {
            System.arraycopy(pixels, from * shape.bytes(), pixels, to * shape.bytes(), shape.bytes());
        }
    }

    /** Puts a black image at place {@code i}. */
    void substitute(int i) {
        Arrays.fill(pixels, i * shape.bytes(), (i + 1) * shape.bytes(), (byte) 0);
        substitutes[i] = true;
    }

    /** An exception that says which record has, or names, the unreadable image; {@code path} may be null. */
    BadInputException unreadable(int i, String path, UnreadableImageException cause) {
        return new BadInputException(
                "%s%s (%s, record %d, index %d); %s"
                        .formatted(
                                cause.getMessage(),
                                path == null ? "" : ": " + path,
                                shards[i],
                                records[i],
                                indexes[i],
                                cause.hint()),
                cause);
    }

    private void addFile(int i, ExampleCursor cursor) {
        long maxBytes = FileBytes.maxBytes(shape);
        if (cursor.payloadLength() >= maxBytes) {
            problems[i] = FileBytes.tooLarge(maxBytes);
            return;
        }
        int begin = cursor.payloadOffset();
        files[i] = Arrays.copyOfRange(cursor.buffer(), begin, begin + cursor.payloadLength());
    }
}
