package io.github.fairdeal.datasource;

import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.tfrecord.DamagedRecordException;
import io.github.fairdeal.tfrecord.FeatureKind;
import io.github.fairdeal.tfrecord.FeatureParser;
import io.github.fairdeal.tfrecord.FeatureValues;
import io.github.fairdeal.tfrecord.RecordReader;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeArrayWriter;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeWriter;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.unsafe.array.ByteArrayMethods;

/** Writes one column of a row from the feature of that name. */
final class ColumnDecoder {

    private enum Shape {
        NULL,
        SINGLE,
        LIST,
        LIST_OF_LISTS
    }

    private final StructField field;
    private final Shape shape;
    private final boolean isRequired;
    private final boolean takesFirstValue;
    private final FeatureKind kind;
    private final ValueDecoder value;
    private final UnsafeRowWriter row;
    private final UnsafeArrayWriter outer;
    private final UnsafeArrayWriter inner;
    private final int elementBytes;

    ColumnDecoder(StructField field, ReadOptions options, UnsafeRowWriter row) {
        this.field = field;
        this.shape = shape(field.dataType());
        this.isRequired = !field.nullable() || options.requiredColumns().contains(field.name());
        this.takesFirstValue = options.takesFirstValue();
        this.row = row;
        DataType element = element(field.dataType());
        this.kind = ColumnTypes.kind(element);
        if (kind == FeatureKind.NONE && shape != Shape.NULL) {
            throw new UsageException(
                    "Column '%s' cannot be read as %s; read vectors as array<float>, and times as the numbers they were written as"
                            .formatted(field.name(), field.dataType().simpleString()));
        }
        this.value = shape == Shape.NULL ? null : ValueDecoder.of(element);
        this.elementBytes = elementBytes(element);
        this.outer = new UnsafeArrayWriter(row, shape == Shape.LIST_OF_LISTS ? Long.BYTES : elementBytes);
        this.inner = new UnsafeArrayWriter(outer, elementBytes);
    }

    /**
     * Writes the column.
     *
     * @param feature the column's number in {@code parser}
     * @throws DamagedRecordException if the record does not hold what the column wants
     */
    void write(FeatureParser parser, int feature, int ordinal, RecordReader reader) {
        if (!parser.has(feature) || shape == Shape.NULL) {
            writeNull(ordinal, reader);
        } else if (parser.isFeatureList(feature)) {
            writeFeatureList(parser, feature, ordinal, reader);
        } else {
            writeFeature(parser.values(feature), ordinal, reader);
        }
    }

    private void writeFeature(FeatureValues values, int ordinal, RecordReader reader) {
        // A Feature without any list says nothing: as if it were not there.
        if (values.kind() == FeatureKind.NONE || (shape == Shape.SINGLE && values.count() == 0)) {
            writeNull(ordinal, reader);
            return;
        }
        switch (shape) {
            case SINGLE -> single(values, row, ordinal, reader);
            case LIST -> list(values, row, ordinal, outer, reader);
            default -> throw unfit("is a feature, not a feature list", reader);
        }
    }

    /** An array of arrays from all steps, or an array from steps of one value each. */
    private void writeFeatureList(FeatureParser parser, int feature, int ordinal, RecordReader reader) {
        if (shape == Shape.SINGLE) {
            throw unfit("is a feature list", reader);
        }
        int steps = parser.openList(feature);
        requireRoom(steps, shape == Shape.LIST_OF_LISTS ? Long.BYTES : elementBytes, reader);
        int begin = row.cursor();
        outer.initialize(steps);
        for (int i = 0; i < steps; i++) {
            FeatureValues values = parser.nextStep();
            if (shape == Shape.LIST_OF_LISTS) {
                list(values, outer, i, inner, reader);
            } else {
                single(values, outer, i, reader);
            }
        }
        row.setOffsetAndSizeFromPreviousCursor(ordinal, begin);
    }

    private void single(FeatureValues values, UnsafeWriter out, int ordinal, RecordReader reader) {
        requireKind(values, reader);
        if (values.count() != 1 && !(takesFirstValue && values.count() > 0)) {
            throw unfit("holds %d %s".formatted(values.count(), values.kind().words()), reader);
        }
        writeValue(values, 0, out, ordinal, reader);
    }

    private void list(
            FeatureValues values, UnsafeWriter parent, int ordinal, UnsafeArrayWriter array, RecordReader reader) {
        if (values.kind() != FeatureKind.NONE) {
            requireKind(values, reader);
        }
        requireRoom(values.count(), elementBytes, reader);
        int begin = parent.cursor();
        array.initialize(values.count());
        for (int i = 0; i < values.count(); i++) {
            writeValue(values, i, array, i, reader);
        }
        parent.setOffsetAndSizeFromPreviousCursor(ordinal, begin);
    }

    private void writeValue(FeatureValues values, int i, UnsafeWriter out, int ordinal, RecordReader reader) {
        try {
            value.write(values, i, out, ordinal);
        } catch (ArithmeticException e) {
            Object found = kind == FeatureKind.INT64 ? (Object) values.int64(i) : (Object) values.float32(i);
            throw unfit("holds " + found, reader);
        }
    }

    private void writeNull(int ordinal, RecordReader reader) {
        if (isRequired) {
            throw reader.damaged(
                    "Record has no value of feature '%s', which may not be null".formatted(field.name()),
                    "leave it out of requiredColumns, or filter such records out when they are written");
        }
        setNull(ordinal);
    }

    /** Sets the column to null, in the form that Spark itself gives it: a long decimal keeps its place. */
    void setNull(int ordinal) {
        if (field.dataType() instanceof DecimalType decimal && decimal.precision() > Decimal.MAX_LONG_DIGITS()) {
            row.write(ordinal, (Decimal) null, decimal.precision(), decimal.scale());
        } else {
            row.setNullAt(ordinal);
        }
    }

    private void requireKind(FeatureValues values, RecordReader reader) {
        if (values.kind() != kind) {
            throw unfit("holds " + values.kind().words(), reader);
        }
    }

    /** Spark's writer multiplies in int, and writes where memory is not its own when that overflows. */
    private void requireRoom(int count, int bytes, RecordReader reader) {
        if (!isRoom(count, bytes, row.totalSize())) {
            throw unfit("holds %,d values or steps, more than a row of Spark can".formatted(count), reader);
        }
    }

    /** True if a row of {@code rowBytes} bytes can take an array: its count, a bit and {@code bytes} for each element. */
    static boolean isRoom(int count, int bytes, int rowBytes) {
        long words = 1 + (count + 63L) / 64 + ((long) count * bytes + 7) / 8;
        return words * Long.BYTES <= ByteArrayMethods.MAX_ROUNDED_ARRAY_LENGTH - rowBytes;
    }

    private DamagedRecordException unfit(String found, RecordReader reader) {
        return reader.damaged(
                "Feature '%s' %s, the column wants %s"
                        .formatted(field.name(), found, field.dataType().simpleString()),
                "give a schema that fits");
    }

    private static Shape shape(DataType type) {
        if (type instanceof NullType) {
            return Shape.NULL;
        }
        if (ColumnTypes.isListOfLists(type)) {
            return Shape.LIST_OF_LISTS;
        }
        return type instanceof ArrayType ? Shape.LIST : Shape.SINGLE;
    }

    private static DataType element(DataType type) {
        return type instanceof ArrayType array ? element(array.elementType()) : type;
    }

    /** Bytes of an element in the fixed part of Spark's binary array: of a primitive its own, else a pointer's. */
    private static int elementBytes(DataType element) {
        int bytes = element.defaultSize();
        boolean isPrimitive = ColumnTypes.kind(element) == FeatureKind.INT64 || element instanceof FloatType;
        return isPrimitive ? bytes : Long.BYTES;
    }
}
