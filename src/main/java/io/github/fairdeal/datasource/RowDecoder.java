package io.github.fairdeal.datasource;

import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.tfrecord.DamagedRecordException;
import io.github.fairdeal.tfrecord.FeatureParser;
import io.github.fairdeal.tfrecord.RecordReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Turns the current record of a reader into a row, straight from the wire into Spark's binary form. One decoder fills
 * one row again and again, as Spark's own sources do.
 */
final class RowDecoder {

    private static final int NO_COLUMN = -1;
    private static final int ROW_BYTES = 256;

    private final RecordType recordType;
    private final int fields;
    private final int corruptOrdinal;
    private final boolean isCorruptText;
    private final UnsafeRowWriter row;
    private final FeatureParser parser;
    private final ColumnDecoder[] columns;
    private final int[] ordinals;

    /**
     * Decodes records to rows of this schema.
     *
     * @throws UsageException if there is no way to read a column's type
     */
    RowDecoder(StructType schema, ReadOptions options) {
        StructField[] wanted = schema.fields();
        this.recordType = options.recordType();
        this.fields = wanted.length;
        this.row = new UnsafeRowWriter(wanted.length, ROW_BYTES);
        this.corruptOrdinal = corruptOrdinal(wanted, options);
        this.isCorruptText = corruptOrdinal != NO_COLUMN && wanted[corruptOrdinal].dataType() instanceof StringType;
        List<String> names = new ArrayList<>();
        List<ColumnDecoder> decoders = new ArrayList<>();
        this.ordinals = new int[corruptOrdinal == NO_COLUMN ? fields : fields - 1];
        for (int i = 0; i < fields; i++) {
            if (i != corruptOrdinal) {
                ordinals[names.size()] = i;
                names.add(wanted[i].name());
                if (recordType == RecordType.BYTE_ARRAY) {
                    requirePayloadType(wanted[i]);
                } else {
                    decoders.add(new ColumnDecoder(wanted[i], options, row));
                }
            }
        }
        this.columns = decoders.toArray(ColumnDecoder[]::new);
        this.parser = recordType == RecordType.SEQUENCE_EXAMPLE
                ? FeatureParser.ofSequenceExamples(names)
                : FeatureParser.ofExamples(names);
    }

    /**
     * Checks, before there are tasks, that records can be read as rows of this schema.
     *
     * @throws UsageException if not
     */
    static void check(StructType schema, ReadOptions options) {
        int payloads = new RowDecoder(schema, options).ordinals.length;
        if (options.recordType() == RecordType.BYTE_ARRAY && payloads > 1) {
            throw new UsageException(
                    "recordType ByteArray reads one column of type binary, found %s".formatted(schema.simpleString()));
        }
    }

    /** True if rows depend on what records hold, not only on how many there are. */
    boolean needsRecords() {
        return fields > 0;
    }

    /**
     * The current record; the row's content changes with the next call.
     *
     * @throws DamagedRecordException if the record does not hold what the schema wants
     */
    UnsafeRow decode(RecordReader reader) {
        begin();
        if (corruptOrdinal != NO_COLUMN) {
            row.setNullAt(corruptOrdinal);
        }
        if (recordType == RecordType.BYTE_ARRAY) {
            for (int ordinal : ordinals) {
                row.write(ordinal, reader.buffer(), reader.payloadOffset(), reader.payloadLength());
            }
        } else if (columns.length > 0) {
            parser.parse(reader);
            for (int i = 0; i < columns.length; i++) {
                columns[i].write(parser, i, ordinals[i], reader);
            }
        }
        return row.getRow();
    }

    /** A row for a record that could not be decoded: nulls, and what is wrong (text) or what was read (binary). */
    UnsafeRow corrupt(RecordReader reader, DamagedRecordException damage) {
        begin();
        for (int i = 0; i < columns.length; i++) {
            columns[i].setNull(ordinals[i]);
        }
        if (recordType == RecordType.BYTE_ARRAY) {
            for (int ordinal : ordinals) {
                row.setNullAt(ordinal);
            }
        }
        if (corruptOrdinal != NO_COLUMN) {
            writeCorrupt(reader, damage);
        }
        return row.getRow();
    }

    private void writeCorrupt(RecordReader reader, DamagedRecordException damage) {
        if (isCorruptText) {
            byte[] text = damage.getMessage().getBytes(StandardCharsets.UTF_8);
            row.write(corruptOrdinal, text, 0, text.length);
        } else if (reader.hasPayload()) {
            row.write(corruptOrdinal, reader.buffer(), reader.payloadOffset(), reader.payloadLength());
        } else {
            row.setNullAt(corruptOrdinal);
        }
    }

    private void begin() {
        row.reset();
        row.zeroOutNullBytes();
    }

    private static int corruptOrdinal(StructField[] fields, ReadOptions options) {
        if (options.mode() != ParseMode.PERMISSIVE) {
            return NO_COLUMN;
        }
        for (int i = 0; i < fields.length; i++) {
            if (fields[i].name().equals(options.corruptColumn())) {
                DataType type = fields[i].dataType();
                if (!(type instanceof StringType || type instanceof BinaryType)) {
                    throw new UsageException(
                            "Column '%s' for corrupt records is %s; expected string (what is wrong) or binary (the payload)"
                                    .formatted(fields[i].name(), type.simpleString()));
                }
                return i;
            }
        }
        return NO_COLUMN;
    }

    private static void requirePayloadType(StructField field) {
        if (!(field.dataType() instanceof BinaryType || field.dataType() instanceof StringType)) {
            throw new UsageException("recordType ByteArray reads one column of type binary, found '%s' of type %s"
                    .formatted(field.name(), field.dataType().simpleString()));
        }
    }
}
