package io.github.fairdeal.job;

import io.github.fairdeal.bias.ShardRecorder;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.ExampleCursor;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.Closeable;
import java.io.IOException;

/** Index and label of one record of a file after the other, for {@link Audit}. Not thread-safe. */
final class LabelledRecords implements Closeable {

    private final RecordReader reader;
    private final ExampleCursor example = new ExampleCursor();

    private LabelledRecords(RecordReader reader) {
        this.reader = reader;
    }

    static LabelledRecords open(Storage storage, AuditedFile file) throws IOException {
        return new LabelledRecords(file.open(storage));
    }

    /**
     * Goes to the next record.
     *
     * @return whether there is one
     * @throws io.github.fairdeal.dataset.BadInputException if it is damaged, no Example, or has neither label nor index
     */
    boolean next() throws IOException {
        if (!reader.next()) {
            return false;
        }
        example.parse(reader);
        if (!example.hasIndex() && !example.hasLabel()) {
            throw reader.damaged(
                    "Record has neither an int64 'label' nor an int64 'index'",
                    "nothing to judge its place by; written with other feature names?");
        }
        return true;
    }

    /** The record's index, or {@link ShardRecorder#NONE}. */
    long index() {
        return example.hasIndex() ? example.index() : ShardRecorder.NONE;
    }

    /** The record's label, or {@link ShardRecorder#NO_LABEL}. */
    long label() {
        return example.hasLabel() ? example.label() : ShardRecorder.NO_LABEL;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
