package io.github.fairdeal.job;

import io.github.fairdeal.bias.OrderSampler;
import io.github.fairdeal.bias.ShardRecorder;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.ExampleCursor;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * What a task of {@link Audit} does with one file.
 *
 * @param number of the file in the order of reading
 * @param path of the file
 * @param bytes size of the file
 * @param firstPosition place of its first record in the whole order
 */
record AuditedFile(int number, String path, long bytes, long firstPosition) implements Serializable {

    /** The same file at its place. */
    AuditedFile at(long position) {
        return new AuditedFile(number, path, bytes, position);
    }

    /** Number of records, by their headers. */
    long count(Storage storage) throws IOException {
        try (RecordReader reader = open(storage)) {
            return reader.skip(Long.MAX_VALUE);
        }
    }

    /** The order of the file's records. */
    AuditedOrder observe(Storage storage) throws IOException {
        ShardRecorder recorder = new ShardRecorder(number);
        OrderSampler sampler = new OrderSampler();
        ExampleCursor example = new ExampleCursor();
        try (RecordReader reader = open(storage)) {
            for (long position = firstPosition; reader.next(); position++) {
                example.parse(reader);
                if (!example.hasIndex() && !example.hasLabel()) {
                    throw reader.damaged(
                            "Record has neither an int64 'label' nor an int64 'index'",
                            "nothing to judge its place by; written with other feature names?");
                }
                long index = example.hasIndex() ? example.index() : ShardRecorder.NONE;
                long label = example.hasLabel() ? example.label() : ShardRecorder.NO_LABEL;
                recorder.add(position, index, label);
                sampler.add(position, index, label);
            }
        }
        return new AuditedOrder(List.of(recorder.snapshot()), sampler.snapshot());
    }

    private RecordReader open(Storage storage) throws IOException {
        return new RecordReader(storage.open(path), path, bytes);
    }
}
