package io.github.fairdeal.datasource;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.tfrecord.FeatureEncoder;
import io.github.fairdeal.tfrecord.RecordWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Turns rows into records: features in the order of the columns, so that equal rows are equal bytes. */
interface RowEncoder {

    void write(InternalRow row, RecordWriter out) throws IOException;

    /** An encoder of rows of this schema; see {@link #check}. */
    static RowEncoder of(RecordType recordType, StructType schema) {
        return switch (recordType) {
            case EXAMPLE -> new Examples(schema);
            case SEQUENCE_EXAMPLE -> new SequenceExamples(schema);
            case BYTE_ARRAY -> RowEncoder::writePayload;
        };
    }

    /**
     * Checks that rows of this schema can be written as such records.
     *
     * @throws UsageException if not
     */
    static void check(RecordType recordType, StructType schema) {
        StructField[] fields = schema.fields();
        if (recordType == RecordType.BYTE_ARRAY) {
            DataType type = fields.length == 1 ? fields[0].dataType() : null;
            if (!(type instanceof BinaryType || type instanceof StringType)) {
                throw new UsageException("recordType ByteArray writes one column of type binary, found %s"
                        .formatted(schema.simpleString()));
            }
        }
        for (StructField field : fields) {
            if (recordType == RecordType.EXAMPLE && ColumnTypes.isListOfLists(field.dataType())) {
                throw new UsageException(
                        "Column '%s' is an array of arrays, which an Example cannot hold; write with option recordType=SequenceExample"
                                .formatted(field.name()));
            }
        }
    }

    private static void writePayload(InternalRow row, RecordWriter out) throws IOException {
        if (row.isNullAt(0)) {
            throw new BadInputException("The column of a ByteArray record is null; filter such rows out");
        }
        byte[] payload = row.getBinary(0);
        out.write(payload, 0, payload.length);
    }

    /** Rows as {@code tf.train.Example}. */
    final class Examples implements RowEncoder {

        private final FeatureEncoder encoder = new FeatureEncoder();
        private final ColumnEncoder[] columns;

        private Examples(StructType schema) {
            StructField[] fields = schema.fields();
            columns = new ColumnEncoder[fields.length];
            for (int i = 0; i < fields.length; i++) {
                columns[i] = new ColumnEncoder(fields[i]);
            }
        }

        @Override
        public void write(InternalRow row, RecordWriter out) throws IOException {
            encoder.clear();
            for (int i = columns.length - 1; i >= 0; i--) {
                columns[i].put(row, i, encoder);
            }
            encoder.endFeatures(0);
            out.write(encoder.buffer(), encoder.offset(), encoder.length());
        }
    }

    /** Rows as {@code tf.train.SequenceExample}: arrays of arrays are feature lists, the rest is context. */
    final class SequenceExamples implements RowEncoder {

        private record Column(int ordinal, ColumnEncoder encoder) {}

        private final FeatureEncoder encoder = new FeatureEncoder();
        private final List<Column> context = new ArrayList<>();
        private final List<Column> lists = new ArrayList<>();

        private SequenceExamples(StructType schema) {
            StructField[] fields = schema.fields();
            for (int i = fields.length - 1; i >= 0; i--) {
                boolean isList = ColumnTypes.isListOfLists(fields[i].dataType());
                (isList ? lists : context).add(new Column(i, new ColumnEncoder(fields[i])));
            }
        }

        @Override
        public void write(InternalRow row, RecordWriter out) throws IOException {
            encoder.clear();
            for (Column column : lists) {
                column.encoder().put(row, column.ordinal(), encoder);
            }
            encoder.endFeatureLists(0);
            int mark = encoder.mark();
            for (Column column : context) {
                column.encoder().put(row, column.ordinal(), encoder);
            }
            encoder.endFeatures(mark);
            out.write(encoder.buffer(), encoder.offset(), encoder.length());
        }
    }
}
