package io.github.fairdeal.job;

import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.shard.ShardSlice;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.ExampleCursor;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.function.ToLongFunction;

/**
 * One number of every record of some shards, in order. Some records are read at a time and their file is closed, so that
 * there is nothing to close, whenever an iteration ends, and memory does not grow with the shards.
 */
final class ShardValues implements PrimitiveIterator.OfLong {

    private static final int RECORDS_AT_ONCE = 100_000;

    private final Storage storage;
    private final Iterator<ShardSlice> slices;
    private final ToLongFunction<ExampleCursor> field;
    private final ExampleCursor example = new ExampleCursor();
    private long[] values = {};
    private int next;

    private ShardValues(Storage storage, Iterator<ShardSlice> slices, ToLongFunction<ExampleCursor> field) {
        this.storage = storage;
        this.slices = slices;
        this.field = field;
    }

    /** The values of {@code field} in the shards of {@code set}, which lie in {@code folder}. */
    static ShardValues of(Storage storage, String folder, ShardSet set, ToLongFunction<ExampleCursor> field) {
        return of(storage, folder, set, field, RECORDS_AT_ONCE);
    }

    /** The same, about so many records at a time. */
    static ShardValues of(
            Storage storage, String folder, ShardSet set, ToLongFunction<ExampleCursor> field, int recordsAtOnce) {
        int parts = Math.toIntExact(-Math.floorDiv(-set.records(), recordsAtOnce));
        return new ShardValues(
                storage, ShardSlice.divide(folder, set, Math.max(1, parts)).iterator(), field);
    }

    @Override
    public boolean hasNext() {
        while (next == values.length && slices.hasNext()) {
            values = read(slices.next());
            next = 0;
        }
        return next < values.length;
    }

    /**
     * The next record's value.
     *
     * @throws io.github.fairdeal.dataset.BadInputException if a shard is missing or damaged
     */
    @Override
    public long nextLong() {
        if (!hasNext()) {
            throw new NoSuchElementException("no more records");
        }
        return values[next++];
    }

    private long[] read(ShardSlice slice) {
        long[] read = new long[Math.toIntExact(slice.records())];
        try (RecordReader reader = slice.open(storage)) {
            for (int i = 0; i < read.length; i++) {
                if (!reader.next()) {
                    throw reader.damaged("File ends early", "expected %,d more records".formatted(read.length - i));
                }
                example.parse(reader);
                read[i] = field.applyAsLong(example);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }
}
