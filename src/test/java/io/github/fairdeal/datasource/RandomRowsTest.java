package io.github.fairdeal.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.tfrecord.RecordReader;
import io.github.fairdeal.tfrecord.RecordWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Random schemas and rows go through bytes and come back, whole and pruned; without a Spark session. */
final class RandomRowsTest {

    private static final List<DataType> ELEMENTS = List.of(
            DataTypes.LongType,
            DataTypes.IntegerType,
            DataTypes.ShortType,
            DataTypes.ByteType,
            DataTypes.BooleanType,
            DataTypes.FloatType,
            DataTypes.DoubleType,
            DataTypes.createDecimalType(9, 2),
            DataTypes.createDecimalType(30, 1),
            DataTypes.StringType,
            DataTypes.BinaryType);

    @Property(tries = 120)
    void rows_comeBackAsTheyWere(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        RecordType recordType = random.nextBoolean() ? RecordType.EXAMPLE : RecordType.SEQUENCE_EXAMPLE;
        StructType schema = schema(random, recordType);
        List<UnsafeRow> rows = rows(random, schema);

        byte[] file = encoded(recordType, schema, rows);

        assertThat(decoded(recordType, schema, file)).isEqualTo(rows);
    }

    /** In Spark's binary form rows are equal only if every byte is, so that this holds the layout, too. */
    @Property(tries = 80)
    void prunedRows_areTheSameColumns(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        RecordType recordType = random.nextBoolean() ? RecordType.EXAMPLE : RecordType.SEQUENCE_EXAMPLE;
        StructType schema = schema(random, recordType);
        List<UnsafeRow> rows = rows(random, schema);
        List<Integer> kept = new ArrayList<>();
        StructType pruned = new StructType();
        for (int i = schema.size() - 1; i >= 0; i--) {
            if (random.nextBoolean()) {
                kept.add(i);
                pruned = pruned.add(schema.fields()[i]);
            }
        }
        DataType[] types = types(pruned);
        UnsafeProjection projection = UnsafeProjection.create(types);
        List<UnsafeRow> expected = new ArrayList<>();
        for (UnsafeRow row : rows) {
            Object[] values = new Object[types.length];
            for (int i = 0; i < types.length; i++) {
                values[i] = row.isNullAt(kept.get(i)) ? null : row.get(kept.get(i), types[i]);
            }
            expected.add(projection.apply(new GenericInternalRow(values)).copy());
        }

        assertThat(decoded(recordType, pruned, encoded(recordType, schema, rows)))
                .isEqualTo(expected);
    }

    private static byte[] encoded(RecordType recordType, StructType schema, List<UnsafeRow> rows) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        RowEncoder encoder = RowEncoder.of(recordType, schema);
        try (RecordWriter writer = new RecordWriter(file)) {
            for (UnsafeRow row : rows) {
                encoder.write(row, writer);
            }
        }
        return file.toByteArray();
    }

    private static List<UnsafeRow> decoded(RecordType recordType, StructType schema, byte[] file) throws IOException {
        ReadOptions options = ReadOptions.of(Map.of("recordType", recordType.word()), key -> "false");
        RecordReader reader = new RecordReader(new ByteArrayInputStream(file), "file", file.length);
        List<UnsafeRow> rows = new ArrayList<>();
        try (RowIterator iterator = new RowIterator(reader, new RowDecoder(schema, schema, options), options)) {
            while (iterator.hasNext()) {
                InternalRow row = iterator.next();
                rows.add(((UnsafeRow) row).copy());
            }
        }
        return rows;
    }

    private static StructType schema(Random random, RecordType recordType) {
        StructType schema = new StructType();
        int columns = random.nextInt(12);
        for (int i = 0; i < columns; i++) {
            DataType type = ELEMENTS.get(random.nextInt(ELEMENTS.size()));
            int depth = random.nextInt(recordType == RecordType.EXAMPLE ? 2 : 3);
            for (int d = 0; d < depth; d++) {
                type = DataTypes.createArrayType(type);
            }
            schema = schema.add("c" + i + "é".repeat(random.nextInt(3)), type);
        }
        return schema;
    }

    private static List<UnsafeRow> rows(Random random, StructType schema) {
        DataType[] types = types(schema);
        UnsafeProjection projection = UnsafeProjection.create(types);
        List<UnsafeRow> rows = new ArrayList<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            Object[] values = new Object[types.length];
            for (int c = 0; c < types.length; c++) {
                values[c] = random.nextInt(5) == 0 ? null : value(random, types[c]);
            }
            rows.add(projection.apply(new GenericInternalRow(values)).copy());
        }
        return rows;
    }

    /** A value that 32-bit floats hold exactly where floats hold it. */
    private static Object value(Random random, DataType type) {
        if (type instanceof ArrayType array) {
            Object[] values = new Object[random.nextInt(5)];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(random, array.elementType());
            }
            return new GenericArrayData(values);
        }
        if (type instanceof DecimalType decimal) {
            return Decimal.apply(random.nextInt(2001) - 1000, decimal.precision(), decimal.scale());
        }
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return switch (type.typeName()) {
            case "long" -> random.nextLong() >> random.nextInt(64);
            case "integer" -> random.nextInt();
            case "short" -> (short) random.nextInt();
            case "byte" -> (byte) random.nextInt();
            case "boolean" -> random.nextBoolean();
            case "float" -> random.nextFloat() * 1000 - 500;
            case "double" -> (double) (float) random.nextGaussian();
            case "string" -> UTF8String.fromBytes(bytes);
            case "binary" -> bytes;
            default -> throw new IllegalArgumentException(type.typeName());
        };
    }

    private static DataType[] types(StructType schema) {
        DataType[] types = new DataType[schema.size()];
        StructField[] fields = schema.fields();
        for (int i = 0; i < types.length; i++) {
            types[i] = fields[i].dataType();
        }
        return types;
    }
}
