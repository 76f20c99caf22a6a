package io.github.fairdeal.datasource;

import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.tfrecord.DamagedRecordException;
import io.github.fairdeal.tfrecord.FeatureParser;
import io.github.fairdeal.tfrecord.RecordReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
    /** Where columns go that are decoded only to know whether the record fits them. */
    private final UnsafeRowWriter unasked;

    private final FeatureParser parser;
    private final ColumnDecoder[] columns;
    private final int[] ordinals;

    /**
     * Decodes records to rows of some columns.
     *
     * @param wanted the columns of the rows
     * @param data all columns there are. Where corrupt records are asked for, a record is corrupt if it does not fit one
     *     of these, wanted or not
     * @throws UsageException if there is no way to read a column's type
     */
    RowDecoder(StructType wanted, StructType data, ReadOptions options) {
        StructField[] wantedFields = wanted.fields();
        this.recordType = options.recordType();
        this.fields = wantedFields.length;
        this.row = new UnsafeRowWriter(fields, ROW_BYTES);
        this.corruptOrdinal = corruptOrdinal(wantedFields, options);
        this.isCorruptText =
                corruptOrdinal != NO_COLUMN && wantedFields[corruptOrdinal].dataType() instanceof StringType;
        List<StructField> decoded = new ArrayList<>(List.of(wantedFields));
        if (corruptOrdinal != NO_COLUMN) {
            decoded.remove(corruptOrdinal);
        }
        int asked = decoded.size();
        if (corruptOrdinal != NO_COLUMN && recordType != RecordType.BYTE_ARRAY) {
            decoded.addAll(others(data, wanted));
        }
        this.unasked = new UnsafeRowWriter(decoded.size() - asked, ROW_BYTES);
        this.ordinals = new int[decoded.size()];
        this.columns = new ColumnDecoder[recordType == RecordType.BYTE_ARRAY ? 0 : decoded.size()];
        for (int i = 0; i < decoded.size(); i++) {
            StructField field = decoded.get(i);
            ordinals[i] = i < asked ? wanted.fieldIndex(field.name()) : i - asked;
            if (recordType == RecordType.BYTE_ARRAY) {
                requirePayloadType(field);
            } else {
                columns[i] = new ColumnDecoder(field, options, i < asked ? row : unasked);
            }
        }
        this.parser = parser(recordType, decoded);
    }

    /**
     * Checks, before there are tasks, that records can be read as rows of this schema.
     *
     * @throws UsageException if not
     */
    static void check(StructType schema, ReadOptions options) {
        int payloads = new RowDecoder(schema, schema, options).ordinals.length;
        if (options.recordType() == RecordType.BYTE_ARRAY && payloads > 1) {
            throw new UsageException(
                    "recordType ByteArray reads one column of type binary, found %s".formatted(schema.simpleString()));
        }
        List<String> names = List.of(schema.fieldNames());
        for (String required : options.requiredColumns()) {
            if (!names.contains(required)) {
                throw new UsageException(
                        "Option requiredColumns: no column '%s' in the files, there are %s".formatted(required, names));
            }
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
        } else if (needsRecords()) {
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
        unasked.reset();
        unasked.zeroOutNullBytes();
    }

    private static List<StructField> others(StructType all, StructType some) {
        List<String> names = List.of(some.fieldNames());
        return Arrays.stream(all.fields())
                .filter(field -> !names.contains(field.name()))
                .toList();
    }

    private static FeatureParser parser(RecordType recordType, List<StructField> fields) {
        List<String> names = fields.stream().map(StructField::name).toList();
        if (recordType != RecordType.SEQUENCE_EXAMPLE) {
            return FeatureParser.ofExamples(names);
        }
        Set<String> lists = fields.stream()
                .filter(field -> ColumnTypes.isListOfLists(field.dataType()))
                .map(StructField::name)
                .collect(Collectors.toSet());
        return FeatureParser.ofSequenceExamples(names, lists);
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
