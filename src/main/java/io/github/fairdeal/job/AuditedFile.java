package io.github.fairdeal.job;

import io.github.fairdeal.bias.OrderOutline;
import io.github.fairdeal.bias.OrderSampler;
import io.github.fairdeal.bias.ShardRecorder;
import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;

/**
 * What a task of {@link Audit} does with one file.
 *
 * @param number of the file in the order of reading
 * @param path of the file
 * @param bytes size of the file
 * @param firstPosition place of its first record in the whole order
 * @param records in it
 */
record AuditedFile(int number, String path, long bytes, long firstPosition, long records) implements Serializable {

    private static final int COUNT_EVERY = 10_000;

    /** The same file at its place. */
    AuditedFile holding(long position, long count) {
        return new AuditedFile(number, path, bytes, position, count);
    }

    /** Position after its last record. */
    long end() {
        return firstPosition + records;
    }

    /** Number of records, by their headers. */
    long count(Storage storage) throws IOException {
        try (RecordReader reader = open(storage)) {
            return reader.skip(Long.MAX_VALUE);
        }
    }

    /** The order of the file's records. */
    AuditedOrder observe(Storage storage, OrderOutline outline, LongConsumer counter) throws IOException {
        return observe(storage, outline, counter, LabelledRecords::label);
    }

    /** The order of the file's records, as if they had no labels. */
    AuditedOrder observeIndexes(Storage storage, OrderOutline outline, LongConsumer counter) throws IOException {
        return observe(storage, outline, counter, record -> ShardRecorder.NO_LABEL);
    }

    private AuditedOrder observe(
            Storage storage, OrderOutline outline, LongConsumer counter, ToLongFunction<LabelledRecords> labels)
            throws IOException {
        ShardRecorder recorder = new ShardRecorder(outline, number);
        OrderSampler sampler = OrderSampler.of(outline.records());
        long position = firstPosition;
        try (LabelledRecords found = LabelledRecords.open(storage, this)) {
            while (found.next()) {
                requireKnown(position);
                long label = labels.applyAsLong(found);
                add(recorder, position, found.index(), label);
                sampler.add(position, found.index(), label);
                position++;
                if (position % COUNT_EVERY == 0) {
                    counter.accept(COUNT_EVERY);
                }
            }
        }
        requireAll(position);
        return new AuditedOrder(recorder.snapshot(), sampler.snapshot());
    }

    private void add(ShardRecorder recorder, long position, long index, long label) {
        try {
            recorder.add(position, index, label);
        } catch (BadInputException e) {
            throw new BadInputException(path + ": " + e.getMessage(), e);
        }
    }

    RecordReader open(Storage storage) throws IOException {
        return new RecordReader(storage.open(path), path, bytes);
    }

    private void requireKnown(long position) {
        if (position == end()) {
            throw changed("more than %,d".formatted(records));
        }
    }

    private void requireAll(long position) {
        if (position < end()) {
            throw changed("%,d".formatted(position - firstPosition));
        }
    }

    private BadInputException changed(String found) {
        return new BadInputException("%s: %,d records when counted, then %s; is it still being written? Audit it again"
                .formatted(path, records, found));
    }
}
