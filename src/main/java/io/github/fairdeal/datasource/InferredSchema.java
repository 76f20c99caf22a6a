package io.github.fairdeal.datasource;

import io.github.fairdeal.tfrecord.FeatureKind;
import io.github.fairdeal.tfrecord.FeatureSurvey;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a survey of records has seen of every feature: a mergeable state, whose answer depends on no order.
 *
 * <p>Of features that are of different kinds in different records the later one in int64 &lt; float &lt; bytes wins, and
 * a feature list wins over a feature, as in the connectors before this one. A feature is an array unless it has exactly
 * one value wherever it has a kind. What loses is damage when it is read: {@link #conflicts}.
 */
final class InferredSchema implements Serializable, FeatureSurvey.Visitor {

    /** What is known of one name; larger is the winner in each part. */
    private static final class Column implements Serializable {
        private FeatureKind kind = FeatureKind.NONE;
        private boolean isArray;
        private boolean isFeature;
        private boolean isList;
        private boolean hasSeveralKinds;

        private void add(Column other) {
            hasSeveralKinds |= other.hasSeveralKinds || isOtherKind(other.kind);
            if (other.kind.compareTo(kind) > 0) {
                kind = other.kind;
            }
            isArray |= other.isArray;
            isFeature |= other.isFeature;
            isList |= other.isList;
        }

        private boolean isOtherKind(FeatureKind other) {
            return kind != FeatureKind.NONE && other != FeatureKind.NONE && kind != other;
        }

        private boolean isConflict() {
            return hasSeveralKinds || (isFeature && isList);
        }
    }

    private final Map<String, Column> columns = new HashMap<>();
    private long records;
    private long damaged;

    @Override
    public void feature(String name, FeatureKind kind, int count) {
        Column seen = new Column();
        seen.kind = kind;
        seen.isFeature = kind != FeatureKind.NONE;
        seen.isArray = seen.isFeature && count != 1;
        column(name).add(seen);
    }

    @Override
    public void step(String name, FeatureKind kind, int count) {
        Column seen = new Column();
        seen.kind = kind;
        seen.isList = true;
        column(name).add(seen);
    }

    void countRecord() {
        records++;
    }

    void countDamaged() {
        damaged++;
    }

    boolean isEmpty() {
        return records == 0;
    }

    /** True if some record is damaged, or will be when it is read by this schema. */
    boolean hasDamage() {
        return damaged > 0 || !conflicts().isEmpty();
    }

    /** Names of features that are of different kinds in different records, or features in some and lists in others. */
    Set<String> conflicts() {
        return columns.entrySet().stream()
                .filter(entry -> entry.getValue().isConflict())
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Takes what {@code other} has seen, too. */
    InferredSchema plus(InferredSchema other) {
        records += other.records;
        damaged += other.damaged;
        other.columns.forEach((name, column) -> column(name).add(column));
        return this;
    }

    /** The columns in the order of their names, all nullable. */
    StructType toStruct(boolean inferBinary) {
        StructType struct = new StructType();
        for (Map.Entry<String, Column> entry : new TreeMap<>(columns).entrySet()) {
            Column column = entry.getValue();
            DataType type = element(column.kind, inferBinary);
            type = column.isArray || column.isList ? DataTypes.createArrayType(type) : type;
            type = column.isList ? DataTypes.createArrayType(type) : type;
            struct = struct.add(entry.getKey(), type);
        }
        return struct;
    }

    private Column column(String name) {
        return columns.computeIfAbsent(name, absent -> new Column());
    }

    /** Of a feature that never holds anything every value is null, whatever its type. */
    private static DataType element(FeatureKind kind, boolean inferBinary) {
        return switch (kind) {
            case INT64 -> DataTypes.LongType;
            case FLOAT -> DataTypes.FloatType;
            case BYTES, NONE -> inferBinary ? DataTypes.BinaryType : DataTypes.StringType;
        };
    }
}
