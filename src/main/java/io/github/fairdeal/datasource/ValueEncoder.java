package io.github.fairdeal.datasource;

import io.github.fairdeal.tfrecord.FeatureEncoder;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Puts one value of a row or array, that is not null, into the list of a Feature. */
@FunctionalInterface
interface ValueEncoder {

    void put(SpecializedGetters values, int ordinal, FeatureEncoder out);

    /** The encoder of a type that {@link ColumnTypes#kind} knows. */
    static ValueEncoder of(DataType type) {
        if (type instanceof LongType) {
            return (values, ordinal, out) -> out.int64(values.getLong(ordinal));
        }
        if (type instanceof IntegerType) {
            return (values, ordinal, out) -> out.int64(values.getInt(ordinal));
        }
        if (type instanceof ShortType) {
            return (values, ordinal, out) -> out.int64(values.getShort(ordinal));
        }
        if (type instanceof ByteType) {
            return (values, ordinal, out) -> out.int64(values.getByte(ordinal));
        }
        if (type instanceof BooleanType) {
            return (values, ordinal, out) -> out.int64(values.getBoolean(ordinal) ? 1 : 0);
        }
        if (type instanceof FloatType) {
            return (values, ordinal, out) -> out.float32(values.getFloat(ordinal));
        }
        if (type instanceof DoubleType) {
            return (values, ordinal, out) -> out.float32((float) values.getDouble(ordinal));
        }
        if (type instanceof DecimalType decimal) {
            int precision = decimal.precision();
            int scale = decimal.scale();
            return (values, ordinal, out) -> out.float32(values.getDecimal(ordinal, precision, scale)
                    .toJavaBigDecimal()
                    .floatValue());
        }
        if (type instanceof StringType) {
            return (values, ordinal, out) -> putText(values.getUTF8String(ordinal), out);
        }
        if (type instanceof BinaryType) {
            return (values, ordinal, out) -> out.bytes(values.getBinary(ordinal));
        }
        throw new IllegalArgumentException("no single value: " + type);
    }

    private static void putText(UTF8String text, FeatureEncoder out) {
        int place = out.bytes(text.numBytes());
        text.writeToMemory(out.buffer(), Platform.BYTE_ARRAY_OFFSET + place);
    }
}
