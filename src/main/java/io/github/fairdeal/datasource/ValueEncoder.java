package io.github.fairdeal.datasource;

import io.github.fairdeal.tfrecord.FeatureEncoder;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
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
            return (values, ordinal, out) -> putInPlace(values.getUTF8String(ordinal), out);
        }
        if (type instanceof BinaryType) {
            return ValueEncoder::putBinary;
        }
        throw new IllegalArgumentException("no single value: " + type);
    }

    /** In Spark's binary form a BINARY lies as a STRING does, and as that it is there without a copy. */
    private static void putBinary(SpecializedGetters values, int ordinal, FeatureEncoder out) {
        if (values instanceof UnsafeRow || values instanceof UnsafeArrayData) {
            putInPlace(values.getUTF8String(ordinal), out);
        } else {
            out.bytes(values.getBinary(ordinal));
        }
    }

    private static void putInPlace(UTF8String bytes, FeatureEncoder out) {
        int place = out.bytes(bytes.numBytes());
        bytes.writeToMemory(out.buffer(), Platform.BYTE_ARRAY_OFFSET + place);
    }
}
