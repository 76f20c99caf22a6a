package io.github.fairdeal.datasource;

import io.github.fairdeal.tfrecord.FeatureValues;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeWriter;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;

/** Writes one value of a Feature, whose kind fits, into a row or array in Spark's own binary form. */
@FunctionalInterface
interface ValueDecoder {

    /** Writes value {@code i}; {@link ArithmeticException} says that it does not fit the column's type. */
    void write(FeatureValues values, int i, UnsafeWriter out, int ordinal);

    /** The decoder of a type that {@link ColumnTypes#kind} knows. */
    static ValueDecoder of(DataType type) {
        if (type instanceof LongType) {
            return (values, i, out, ordinal) -> out.write(ordinal, values.int64(i));
        }
        if (type instanceof IntegerType) {
            return (values, i, out, ordinal) -> out.write(ordinal, Math.toIntExact(values.int64(i)));
        }
        if (type instanceof ShortType) {
            return (values, i, out, ordinal) -> out.write(ordinal, toShortExact(values.int64(i)));
        }
        if (type instanceof ByteType) {
            return (values, i, out, ordinal) -> out.write(ordinal, toByteExact(values.int64(i)));
        }
        if (type instanceof BooleanType) {
            return (values, i, out, ordinal) -> out.write(ordinal, values.int64(i) != 0);
        }
        if (type instanceof FloatType) {
            return (values, i, out, ordinal) -> out.write(ordinal, values.float32(i));
        }
        if (type instanceof DoubleType) {
            return (values, i, out, ordinal) -> out.write(ordinal, (double) values.float32(i));
        }
        if (type instanceof DecimalType decimal) {
            int precision = decimal.precision();
            int scale = decimal.scale();
            return (values, i, out, ordinal) ->
                    out.write(ordinal, decimal(values.float32(i), precision, scale), precision, scale);
        }
        if (type instanceof StringType || type instanceof BinaryType) {
            return (values, i, out, ordinal) -> out.write(ordinal, values.buffer(), values.offset(i), values.length(i));
        }
        throw new IllegalArgumentException("no single value: " + type);
    }

    private static short toShortExact(long value) {
        if (value != (short) value) {
            throw new ArithmeticException("short overflow");
        }
        return (short) value;
    }

    private static byte toByteExact(long value) {
        if (value != (byte) value) {
            throw new ArithmeticException("byte overflow");
        }
        return (byte) value;
    }

    /** The shortest decimal that is this float, 0.1 and not 0.100000001490116, rounded to the column's scale. */
    private static Decimal decimal(float value, int precision, int scale) {
        if (!Float.isFinite(value)) {
            throw new ArithmeticException("no finite number");
        }
        BigDecimal rounded = new BigDecimal(Float.toString(value)).setScale(scale, RoundingMode.HALF_UP);
        if (rounded.precision() > precision) {
            throw new ArithmeticException("decimal overflow");
        }
        return Decimal.apply(rounded, precision, scale);
    }
}
