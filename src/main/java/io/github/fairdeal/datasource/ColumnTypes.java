package io.github.fairdeal.datasource;

import io.github.fairdeal.tfrecord.FeatureKind;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;

/** Which of Spark's types a column may have, and which list of a Feature holds it. */
final class ColumnTypes {

    private ColumnTypes() {}

    /** True for what can be read or written in any kind of record. */
    static boolean isSupported(DataType type) {
        if (type instanceof ArrayType array) {
            return array.elementType() instanceof ArrayType inner
                    ? kind(inner.elementType()) != FeatureKind.NONE
                    : kind(array.elementType()) != FeatureKind.NONE;
        }
        return kind(type) != FeatureKind.NONE || type instanceof NullType || isVector(type);
    }

    /** The list that holds single values of this type; NONE if it is no type of single values. */
    static FeatureKind kind(DataType type) {
        if (type instanceof LongType
                || type instanceof IntegerType
                || type instanceof ShortType
                || type instanceof ByteType
                || type instanceof BooleanType) {
            return FeatureKind.INT64;
        }
        if (type instanceof FloatType || type instanceof DoubleType || type instanceof DecimalType) {
            return FeatureKind.FLOAT;
        }
        if (type instanceof StringType || type instanceof BinaryType) {
            return FeatureKind.BYTES;
        }
        return FeatureKind.NONE;
    }

    /** True for arrays of arrays: the feature lists of a SequenceExample. */
    static boolean isListOfLists(DataType type) {
        return type instanceof ArrayType array && array.elementType() instanceof ArrayType;
    }

    /**
     * True for the vectors of Spark ML and MLlib, by the shape they are stored in, so that neither needs to be there:
     * {@code struct<type: tinyint, size: int, indices: array<int>, values: array<double>>}.
     */
    static boolean isVector(DataType type) {
        if (!(type instanceof UserDefinedType<?> userType) || !(userType.sqlType() instanceof StructType struct)) {
            return false;
        }
        StructField[] fields = struct.fields();
        return fields.length == 4
                && fields[0].dataType() instanceof ByteType
                && fields[1].dataType() instanceof IntegerType
                && fields[2].dataType() instanceof ArrayType indices
                && indices.elementType() instanceof IntegerType
                && fields[3].dataType() instanceof ArrayType values
                && values.elementType() instanceof DoubleType;
    }
}
