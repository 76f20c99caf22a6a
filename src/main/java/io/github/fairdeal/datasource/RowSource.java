package io.github.fairdeal.datasource;

import io.github.fairdeal.tfrecord.RecordReader;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.JoinedRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Opens files as rows of the wanted columns and the values of their partition: what travels to the tasks.
 *
 * @param wanted the columns that the query asks for; no other feature is decoded
 * @param data the columns that the files are said to have
 * @param partition the columns that the folder's name gives
 */
record RowSource(
        StructType wanted,
        StructType data,
        StructType partition,
        ReadOptions options,
        Broadcast<SerializableConfiguration> configuration)
        implements Serializable {

    /** The rows of one file; closed at its end, or with the task. */
    Iterator<InternalRow> open(ListedFile file, InternalRow partitionValues) throws IOException {
        RecordReader reader = new RecordInput(configuration.value().value(), options).open(file);
        RowIterator rows = new RowIterator(reader, new RowDecoder(wanted, data, options), options);
        TaskContext task = TaskContext.get();
        if (task != null) {
            task.addTaskCompletionListener((TaskCompletionListener) context -> close(rows));
        }
        return partition.isEmpty() ? rows : withPartition(rows, partitionValues);
    }

    private Iterator<InternalRow> withPartition(Iterator<InternalRow> rows, InternalRow partitionValues) {
        DataType[] types = Stream.of(wanted, partition)
                .flatMap(struct -> Arrays.stream(struct.fields()))
                .map(StructField::dataType)
                .toArray(DataType[]::new);
        UnsafeProjection projection = UnsafeProjection.create(types);
        JoinedRow joined = new JoinedRow();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public InternalRow next() {
                return projection.apply(joined.apply(rows.next(), partitionValues));
            }
        };
    }

    private static void close(RowIterator rows) {
        try {
            rows.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
