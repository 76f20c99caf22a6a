package io.github.fairdeal.datasource;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.OutputWriterFactory;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Function1;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;

/**
 * The Spark SQL data source {@code tfrecord}: {@code spark.read().format("tfrecord")} and
 * {@code df.write().format("tfrecord")}. Options, types and examples are in docs/datasource.md.
 *
 * <p>This class only translates between Spark's {@link FileFormat}, which speaks Scala collections, and the rest of the
 * package, which does not: another Scala needs another one of these and nothing else.
 */
public class TfRecordFileFormat implements FileFormat, DataSourceRegister, Serializable {

    /** Made by Spark, which looks for a constructor without arguments. */
    public TfRecordFileFormat() {}

    @Override
    public String shortName() {
        return "tfrecord";
    }

    @Override
    public Option<StructType> inferSchema(
            SparkSession session, scala.collection.immutable.Map<String, String> options, Seq<FileStatus> files) {
        List<SchemaInference.Listed> listed = new ArrayList<>();
        for (FileStatus file : JavaConverters.seqAsJavaList(files)) {
            listed.add(new SchemaInference.Listed(file.getPath().toString(), file.getLen()));
        }
        if (listed.isEmpty()) {
            return Option.empty();
        }
        try {
            return Option.apply(new SchemaInference(readOptions(session, options))
                    .infer(
                            JavaSparkContext.fromSparkContext(session.sparkContext()),
                            session.sessionState().newHadoopConfWithOptions(options),
                            listed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public OutputWriterFactory prepareWrite(
            SparkSession session, Job job, scala.collection.immutable.Map<String, String> options, StructType schema) {
        return RecordOutput.prepare(job, WriteOptions.of(JavaConverters.mapAsJavaMap(options)), schema);
    }

    /** Files are read whole: nothing in a TFRecord file says where a record begins but the record before it. */
    @Override
    public boolean isSplitable(
            SparkSession session, scala.collection.immutable.Map<String, String> options, Path path) {
        return false;
    }

    @Override
    public Function1<PartitionedFile, Iterator<InternalRow>> buildReaderWithPartitionValues(
            SparkSession session,
            StructType dataSchema,
            StructType partitionSchema,
            StructType requiredSchema,
            Seq<Filter> filters,
            scala.collection.immutable.Map<String, String> options,
            Configuration configuration) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        ReadOptions readOptions = readOptions(session, options);
        RowDecoder.check(dataSchema, readOptions);
        return new Open(new RowSource(
                requiredSchema,
                partitionSchema,
                readOptions,
                spark.broadcast(new SerializableConfiguration(configuration))));
    }

    @Override
    public boolean supportDataType(DataType type) {
        return ColumnTypes.isSupported(type);
    }

    /** All are equal, so that Spark knows two reads of the same files for the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TfRecordFileFormat;
    }

    @Override
    public int hashCode() {
        return TfRecordFileFormat.class.hashCode();
    }

    @Override
    public String toString() {
        return "TFRecord";
    }

    private static ReadOptions readOptions(
            SparkSession session, scala.collection.immutable.Map<String, String> options) {
        return ReadOptions.of(
                JavaConverters.mapAsJavaMap(options), key -> session.conf().get(key));
    }

    /** What opens a file in a task. */
    private static final class Open extends AbstractFunction1<PartitionedFile, Iterator<InternalRow>>
            implements Serializable {

        private final RowSource source;

        Open(RowSource source) {
            this.source = source;
        }

        @Override
        public Iterator<InternalRow> apply(PartitionedFile file) {
            try {
                return JavaConverters.asScalaIterator(
                        source.open(file.toPath(), file.fileSize(), file.partitionValues()));
            } catch (IOException e) {
                throw Open.<RuntimeException>asIs(e);
            }
        }

        /** Scala knows no checked exceptions, and Spark asks for FileNotFoundException itself. */
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the cast does nothing, which is its point
        private static <E extends Throwable> E asIs(IOException e) throws E {
            throw (E) e;
        }
    }
}
