package io.github.fairdeal.job;

import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.shard.ShardSlice;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.ExampleCursor;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.LongConsumer;
import scala.Tuple2;

/**
 * Map side of the shuffle: reads a slice of the sorted records and deals each to the block of its target shard. A block
 * leaves when it is full, so memory is {@code shards × block size}, at most {@link #BUFFER_BYTES} plus one record.
 */
final class DealtBlocks implements Iterator<Tuple2<Integer, byte[]>>, Closeable {

    private static final int BUFFER_BYTES = 64 << 20;
    private static final int MIN_BLOCK_BYTES = 4 << 10;
    private static final int MAX_BLOCK_BYTES = 1 << 20;
    private static final int COUNT_EVERY = 1_000;
    private static final int POSITIONS_AT_ONCE = 256;

    private final RecordReader reader;
    private final RecordKind kind;
    private final Permutation permutation;
    private final ShardLayout layout;
    private final LongConsumer counter;
    private final ExampleCursor example = new ExampleCursor();
    private final int blockBytes;
    private final byte[][] blocks;
    private final int[] filled;
    private final long[] positions = new long[POSITIONS_AT_ONCE];

    private final long begin;
    private final long end;
    private long index;
    private int leftOver;
    private long uncounted;
    private Tuple2<Integer, byte[]> next;

    /**
     * Opens a slice.
     *
     * @param counter told of records as they are read, some at a time
     */
    DealtBlocks(
            Storage storage,
            ShardSlice slice,
            RecordKind kind,
            Permutation permutation,
            ShardLayout layout,
            LongConsumer counter)
            throws IOException {
        this.reader = slice.open(storage);
        this.kind = kind;
        this.permutation = permutation;
        this.layout = layout;
        this.counter = counter;
        this.begin = slice.firstPosition();
        this.index = begin;
        this.end = begin + slice.records();
        this.blockBytes = Math.max(MIN_BLOCK_BYTES, Math.min(MAX_BLOCK_BYTES, BUFFER_BYTES / layout.shards()));
        this.blocks = new byte[layout.shards()][];
        this.filled = new int[layout.shards()];
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            try {
                next = advance();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return next != null;
    }

    @Override
    public Tuple2<Integer, byte[]> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Tuple2<Integer, byte[]> block = next;
        next = null;
        return block;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private Tuple2<Integer, byte[]> advance() throws IOException {
        while (index < end) {
            Tuple2<Integer, byte[]> full = deal();
            if (full != null) {
                return full;
            }
        }
        count();
        while (leftOver < blocks.length) {
            int shard = leftOver++;
            if (filled[shard] > 0) {
                return leave(shard);
            }
        }
        return null;
    }

    /** Deals one record; returns the block that had to leave to make room for it, if one had to. */
    private Tuple2<Integer, byte[]> deal() throws IOException {
        if (!reader.next()) {
            throw reader.damaged(
                    "Shard ends before record %,d of the dataset".formatted(index), "changed since it was prepared?");
        }
        example.parse(reader);
        if (example.index() != index) {
            throw reader.damaged(
                    "Sorted shard out of order: expected index %,d, found %,d".formatted(index, example.index()),
                    "changed since it was prepared?");
        }
        example.requireKind(kind);
        long position = position();
        int shard = layout.shardOf(position);
        int slot = Math.toIntExact(position - layout.first(shard));
        int needed = Math.addExact(RecordBlock.HEADER_BYTES, reader.payloadLength());
        Tuple2<Integer, byte[]> left = null;
        if (blocks[shard] == null) {
            blocks[shard] = new byte[Math.max(blockBytes, needed)];
        } else if (needed > blocks[shard].length - filled[shard]) {
            left = filled[shard] > 0 ? leave(shard) : null;
            if (needed > blocks[shard].length) {
                blocks[shard] = new byte[needed];
            }
        }
        filled[shard] = RecordBlock.put(
                blocks[shard],
                filled[shard],
                slot,
                reader.payloadCrc(),
                index,
                example.label(),
                reader.buffer(),
                reader.payloadOffset(),
                reader.payloadLength());
        index++;
        if (++uncounted == COUNT_EVERY) {
            count();
        }
        return left;
    }

    /** Position of the record at {@code index}; computed some at a time. */
    private long position() {
        int place = (int) ((index - begin) % positions.length);
        if (place == 0) {
            permutation.positions(index, positions, (int) Math.min(positions.length, end - index));
        }
        return positions[place];
    }

    private Tuple2<Integer, byte[]> leave(int shard) {
        Tuple2<Integer, byte[]> block = new Tuple2<>(shard, Arrays.copyOf(blocks[shard], filled[shard]));
        filled[shard] = 0;
        return block;
    }

    private void count() {
        counter.accept(uncounted);
        uncounted = 0;
    }
}
