package io.github.fairdeal.datasource;

import io.github.fairdeal.tfrecord.RecordWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.OutputWriter;

/** One file that a task writes; Spark's commit protocol decides whether it stays. */
final class RecordOutputWriter extends OutputWriter {

    private final String path;
    private final RowEncoder encoder;
    private final RecordWriter out;

    RecordOutputWriter(String path, RowEncoder encoder, OutputStream out) {
        this.path = path;
        this.encoder = encoder;
        this.out = RecordWriter.withoutFileChecksum(out);
    }

    @Override
    public void write(InternalRow row) {
        try {
            encoder.write(row, out);
        } catch (IOException e) {
            throw new UncheckedIOException("%s: %s".formatted(path, e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("%s: %s".formatted(path, e.getMessage()), e);
        }
    }

    @Override
    public String path() {
        return path;
    }
}
