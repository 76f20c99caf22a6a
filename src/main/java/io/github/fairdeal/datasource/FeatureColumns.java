package io.github.fairdeal.datasource;

import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.tfrecord.FeatureEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Encodes some columns of rows as map entries of a {@code tf.train.Example}, for those who write the rest of the record
 * themselves. A null is no entry. Not thread-safe.
 */
public final class FeatureColumns {

    private static final byte[] NOTHING = {};

    private final FeatureEncoder encoder = new FeatureEncoder();
    private final int[] ordinals;
    private final ColumnEncoder[] columns;

    /** Encodes the columns of these names, in this order, of rows of this schema; see {@link #check}. */
    public FeatureColumns(StructType schema, List<String> names) {
        ordinals = names.stream().mapToInt(schema::fieldIndex).toArray();
        columns = fields(schema, names).map(ColumnEncoder::new).toArray(ColumnEncoder[]::new);
    }

    /**
     * Checks that columns can be features.
     *
     * @throws UsageException if there is no such column, or an Example cannot hold its type
     */
    public static void check(StructType schema, List<String> names) {
        for (String name : names) {
            if (!List.of(schema.fieldNames()).contains(name)) {
                throw new UsageException(
                        "no column '%s', there are %s".formatted(name, Arrays.toString(schema.fieldNames())));
            }
        }
        StructType chosen = new StructType(fields(schema, names).toArray(StructField[]::new));
        for (StructField field : chosen.fields()) {
            if (!ColumnTypes.isSupported(field.dataType())) {
                throw new UsageException(
                        "Column '%s' is of type %s, which a record cannot hold; cast it to a number or text"
                                .formatted(field.name(), field.dataType().simpleString()));
            }
        }
        RowEncoder.check(RecordType.EXAMPLE, chosen);
    }

    /** The entries of a row. */
    public byte[] entries(InternalRow row) {
        if (columns.length == 0) {
            return NOTHING;
        }
        encoder.clear();
        for (int i = columns.length - 1; i >= 0; i--) {
            columns[i].put(row, ordinals[i], encoder);
        }
        return Arrays.copyOfRange(encoder.buffer(), encoder.offset(), encoder.offset() + encoder.length());
    }

    private static Stream<StructField> fields(StructType schema, List<String> names) {
        return names.stream().map(name -> schema.fields()[schema.fieldIndex(name)]);
    }
}
