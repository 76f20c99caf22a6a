package io.github.fairdeal.read;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.tfrecord.ExampleCursor;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** Reads the records of an order, a batch at a time; one shard is open at once. Not thread-safe but for {@link #close}. */
final class RecordSource implements Closeable {

    /** To pass over less than this, reading on is cheaper than opening again. */
    private static final long JUMP_BYTES = 4L << 20;

    private final RecordOrder order;
    private final long averageFrameBytes;
    private final ExampleCursor cursor = new ExampleCursor();
    private long position;
    private boolean isEntered;

    /** Volatile as the next field is: whoever closes this while another thread opens a shard, one of both closes it. */
    private volatile RecordReader reader;

    private volatile boolean isClosed;

    RecordSource(RecordOrder order, long firstPosition) {
        this.order = order;
        this.averageFrameBytes = order.averageFrameBytes();
        this.position = firstPosition;
    }

    /** Where the next record is. */
    long position() {
        return position;
    }

    RecordOrder order() {
        return order;
    }

    /**
     * Adds the next records to a batch until it is full or there are no more.
     *
     * @throws BadInputException if a shard is missing, damaged or of another kind
     */
    void fill(RecordBatch batch) throws IOException {
        batch.epoch = order.epoch();
        batch.firstPosition = position;
        while (batch.size < batch.capacity && advance()) {
            cursor.parse(reader);
            cursor.requireKind(batch.kind);
            if (!isEntered) {
                requireExpectedIndex();
            }
            batch.add(position, reader, cursor);
            position++;
        }
    }

    /** Passes over records, or to the end. */
    void skip(long records) throws IOException {
        long target = position + records;
        if (records * averageFrameBytes >= JUMP_BYTES) {
            leave();
            position = target;
        }
        while (position < target && enter()) {
            long skipped = reader.skip(target - position);
            position += skipped;
            if (position < target) {
                leave();
            }
        }
    }

    /**
     * Opens the shard of the next record, if it is not open.
     *
     * @throws ClosedChannelException if this was closed by another thread meanwhile
     */
    boolean enter() throws IOException {
        if (reader == null) {
            reader = order.open(position);
            isEntered = false;
            if (isClosed) {
                close();
                throw new ClosedChannelException();
            }
        }
        return reader != null;
    }

    /** Also while another thread reads, or hangs in opening a shard. */
    @Override
    public void close() throws IOException {
        isClosed = true;
        try (order) {
            leave();
        }
    }

    private boolean advance() throws IOException {
        while (enter()) {
            if (reader.next()) {
                return true;
            }
            leave();
        }
        return false;
    }

    private void leave() throws IOException {
        RecordReader left = reader;
        if (left != null) {
            reader = null;
            left.close();
        }
    }

    /** A shard that was swapped, or an index that is off by one, must not pass as the epoch that was asked for. */
    private void requireExpectedIndex() {
        isEntered = true;
        long expected = order.expectedIndex(position);
        if (expected != RecordOrder.UNKNOWN && cursor.index() != expected) {
            throw reader.damaged(
                    "Wrong record at position %,d: expected index %,d, found %,d"
                            .formatted(position, expected, cursor.index()),
                    "shard or offset index of another epoch? `fairdeal verify` tells");
        }
    }
}
