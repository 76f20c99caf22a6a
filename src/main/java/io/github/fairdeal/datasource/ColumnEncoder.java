package io.github.fairdeal.datasource;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.tfrecord.FeatureEncoder;
import io.github.fairdeal.tfrecord.FeatureKind;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Puts the value of one column as an entry of that name. Values are put in reverse, as {@link FeatureEncoder} wants. */
final class ColumnEncoder {

    private static final byte DENSE = 1;

    /** Puts a value that is not null as the content of a Feature or FeatureList. */
    private interface Content {
        void put(SpecializedGetters values, int ordinal, FeatureEncoder out);
    }

    private final String column;
    private final byte[] name;
    private final Content content;

    ColumnEncoder(StructField field) {
        this.column = field.name();
        this.name = field.name().getBytes(StandardCharsets.UTF_8);
        this.content = content(field.dataType());
    }

    /** Puts the column's entry; nothing for null. */
    void put(InternalRow row, int ordinal, FeatureEncoder out) {
        if (!row.isNullAt(ordinal)) {
            int mark = out.mark();
            content.put(row, ordinal, out);
            out.endEntry(name, mark);
        }
    }

    private Content content(DataType type) {
        if (ColumnTypes.isListOfLists(type)) {
            DataType element = ((ArrayType) ((ArrayType) type).elementType()).elementType();
            return steps(list(element));
        }
        if (type instanceof ArrayType array) {
            return list(array.elementType());
        }
        if (ColumnTypes.isVector(type)) {
            return this::vector;
        }
        if (type.equals(DataTypes.NullType)) {
            return (values, ordinal, out) -> {};
        }
        ValueEncoder value = ValueEncoder.of(type);
        FeatureKind kind = ColumnTypes.kind(type);
        return (values, ordinal, out) -> {
            int mark = out.mark();
            value.put(values, ordinal, out);
            end(kind, out, mark);
        };
    }

    private Content list(DataType element) {
        ValueEncoder value = ValueEncoder.of(element);
        FeatureKind kind = ColumnTypes.kind(element);
        return (values, ordinal, out) -> {
            ArrayData array = values.getArray(ordinal);
            int mark = out.mark();
            for (int i = array.numElements() - 1; i >= 0; i--) {
                requireValue(array, i);
                value.put(array, i, out);
            }
            end(kind, out, mark);
        };
    }

    private Content steps(Content list) {
        return (values, ordinal, out) -> {
            ArrayData steps = values.getArray(ordinal);
            for (int i = steps.numElements() - 1; i >= 0; i--) {
                requireValue(steps, i);
                int mark = out.mark();
                list.put(steps, i, out);
                out.endStep(mark);
            }
        };
    }

    /** A vector of Spark ML, dense or sparse, as all its values. */
    private void vector(SpecializedGetters values, int ordinal, FeatureEncoder out) {
        InternalRow vector = values.getStruct(ordinal, 4);
        ArrayData stored = vector.getArray(3);
        int mark = out.mark();
        if (vector.getByte(0) == DENSE) {
            for (int i = stored.numElements() - 1; i >= 0; i--) {
                out.float32((float) stored.getDouble(i));
            }
        } else {
            ArrayData indices = vector.getArray(2);
            int next = indices.numElements() - 1;
            for (int i = vector.getInt(1) - 1; i >= 0; i--) {
                boolean isStored = next >= 0 && indices.getInt(next) == i;
                out.float32(isStored ? (float) stored.getDouble(next--) : 0);
            }
        }
        out.endFloats(mark);
    }

    private void requireValue(ArrayData array, int i) {
        if (array.isNullAt(i)) {
            throw new BadInputException(
                    ("Column '%s' has a null at place %d of an array, and the lists of a TFRecord hold "
                                    + "no nulls; filter it out or give it a value")
                            .formatted(column, i));
        }
    }

    private static void end(FeatureKind kind, FeatureEncoder out, int mark) {
        switch (kind) {
            case INT64 -> out.endInt64s(mark);
            case FLOAT -> out.endFloats(mark);
            case BYTES -> out.endBytes(mark);
            case NONE -> throw new IllegalArgumentException("no kind of list");
        }
    }
}
