package io.github.fairdeal.datasource;

import com.google.protobuf.ByteString;
import java.io.BufferedInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.execution.datasources.OutputWriter;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.TaskCompletionListener;
import org.tensorflow.hadoop.util.TFRecordReader;
import org.tensorflow.hadoop.util.TFRecordWriter;
import org.tensorflow.proto.BytesList;
import org.tensorflow.proto.Example;
import org.tensorflow.proto.Feature;
import org.tensorflow.proto.Features;
import org.tensorflow.proto.Int64List;
import scala.Function1;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;

/**
 * The baseline: the same source with the codec written in the obvious way, as the connectors before it have it: a
 * protobuf message for every record, tensorflow-hadoop's reader and writer for the frames. BIGINT, STRING and BINARY
 * columns only, uncompressed files only. Files are opened as the source opens them, so that the codec is all that differs.
 */
public final class NaiveFileFormat extends TfRecordFileFormat {

    /** Made by Spark. */
    public NaiveFileFormat() {}

    @Override
    public Function1<PartitionedFile, scala.collection.Iterator<InternalRow>> buildReaderWithPartitionValues(
            SparkSession session,
            StructType dataSchema,
            StructType partitionSchema,
            StructType requiredSchema,
            Seq<Filter> filters,
            scala.collection.immutable.Map<String, String> options,
            Configuration configuration) {
        return new Open(requiredSchema);
    }

    @Override
    public OutputWriterFactory prepareWrite(
            SparkSession session, Job job, scala.collection.immutable.Map<String, String> options, StructType schema) {
        return new Output();
    }

    private static final class Open extends AbstractFunction1<PartitionedFile, scala.collection.Iterator<InternalRow>>
            implements Serializable {

        private final StructType schema;

        Open(StructType schema) {
            this.schema = schema;
        }

        @Override
        public scala.collection.Iterator<InternalRow> apply(PartitionedFile file) {
            try {
                Path path = file.toPath();
                InputStream in = RawFiles.of(path, new Configuration(false)).open(path);
                TaskContext.get().addTaskCompletionListener((TaskCompletionListener) context -> close(in));
                return JavaConverters.asScalaIterator(
                        new Rows(new TFRecordReader(new BufferedInputStream(in, 1 << 18), true), schema));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void close(InputStream in) {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Rows implements Iterator<InternalRow> {

        private final TFRecordReader reader;
        private final StructField[] fields;
        private final UnsafeProjection projection;
        private byte[] next;

        Rows(TFRecordReader reader, StructType schema) throws IOException {
            this.reader = reader;
            this.fields = schema.fields();
            this.projection = UnsafeProjection.create(
                    Arrays.stream(fields).map(StructField::dataType).toArray(DataType[]::new));
            this.next = reader.read();
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public InternalRow next() {
            try {
                Map<String, Feature> features =
                        Example.parseFrom(next).getFeatures().getFeatureMap();
                next = reader.read();
                Object[] values = new Object[fields.length];
                for (int i = 0; i < fields.length; i++) {
                    Feature feature = features.get(fields[i].name());
                    values[i] = feature == null ? null : value(feature, fields[i].dataType());
                }
                return projection.apply(new GenericInternalRow(values));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Object value(Feature feature, DataType type) {
            if (type.equals(DataTypes.LongType)) {
                return feature.getInt64List().getValue(0);
            }
            ByteString bytes = feature.getBytesList().getValue(0);
            return type.equals(DataTypes.StringType)
                    ? UTF8String.fromString(bytes.toStringUtf8())
                    : bytes.toByteArray();
        }
    }

    private static final class Output extends OutputWriterFactory {

        @Override
        public String getFileExtension(TaskAttemptContext context) {
            return ".tfrecord";
        }

        @Override
        public OutputWriter newInstance(String path, StructType schema, TaskAttemptContext context) {
            DataOutputStream out = create(new Path(path), context.getConfiguration());
            TFRecordWriter writer = new TFRecordWriter(out);
            StructField[] fields = schema.fields();
            return new OutputWriter() {
                @Override
                public void write(InternalRow row) {
                    Features.Builder features = Features.newBuilder();
                    for (int i = 0; i < fields.length; i++) {
                        if (!row.isNullAt(i)) {
                            features.putFeature(fields[i].name(), feature(row, i, fields[i].dataType()));
                        }
                    }
                    try {
                        writer.write(Example.newBuilder()
                                .setFeatures(features.build())
                                .build()
                                .toByteArray());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }

                @Override
                public void close() {
                    try {
                        out.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }

                @Override
                public String path() {
                    return path;
                }
            };
        }

        private static DataOutputStream create(Path path, Configuration configuration) {
            try {
                return RawFiles.of(path, configuration).create(path, false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Feature feature(InternalRow row, int ordinal, DataType type) {
            if (type.equals(DataTypes.LongType)) {
                return Feature.newBuilder()
                        .setInt64List(Int64List.newBuilder().addValue(row.getLong(ordinal)))
                        .build();
            }
            byte[] bytes = type.equals(DataTypes.StringType)
                    ? row.getUTF8String(ordinal).getBytes()
                    : row.getBinary(ordinal);
            return Feature.newBuilder()
                    .setBytesList(BytesList.newBuilder().addValue(ByteString.copyFrom(bytes)))
                    .build();
        }
    }
}
