package io.github.fairdeal.read;

import io.github.fairdeal.tfrecord.RecordReader;
import java.io.Closeable;
import java.io.IOException;

/** An order of records that can be entered at a position. Not thread-safe. */
interface RecordOrder extends Closeable {

    /** {@link #end()} before it is known; {@link #expectedIndex} where it is not. */
    long UNKNOWN = -1;

    /** Number of the epoch. */
    long epoch();

    /** Position after the last record, or {@link #UNKNOWN}. */
    long end();

    /**
     * A reader that stands before the record at {@code position} and reads some of the records that follow, such as
     * those of one shard; null if there is no such record.
     *
     * @throws io.github.fairdeal.dataset.BadInputException if the shard is missing or is not what its manifest says
     */
    RecordReader open(long position) throws IOException;

    /** Index of the record that belongs at {@code position}, or {@link #UNKNOWN}. */
    long expectedIndex(long position);

    /** Bytes of an average record; 0 if the order cannot be entered anywhere but where its reader is. */
    long averageFrameBytes();

    @Override
    default void close() throws IOException {}
}
