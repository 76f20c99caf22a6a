package io.github.fairdeal.datasource;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
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
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Function1;
import scala.Option;
import scala.Tuple2;
import scala.collection.AbstractIterator;
import scala.collection.Iterator;
import scala.collection.immutable.Map;
import scala.runtime.AbstractFunction1;

/**
 * All of the data source that Spark 3.5 and Spark 4 call alike. They differ in one word: Spark's {@link FileFormat}
 * speaks of sequences, and the {@code Seq} of Scala 2.12 is another type than that of 2.13. So the two methods that take
 * one are in {@code TfRecordFileFormat}, which there is once for each line.
 */
abstract class FileFormatWithoutSequences implements FileFormat, DataSourceRegister, Serializable {

    @Override
    public String shortName() {
        return "tfrecord";
    }

    /** The schema of the files; nothing if there are none. */
    final Option<StructType> inferSchema(
            SparkSession session, Map<String, String> options, Iterator<FileStatus> files) {
        List<ListedFile> listed = new ArrayList<>();
        while (files.hasNext()) {
            listed.add(ListedFile.of(files.next()));
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
            SparkSession session, Job job, Map<String, String> options, StructType schema) {
        return RecordOutput.prepare(job, WriteOptions.of(asJava(options)), schema);
    }

    /** Files are read whole: nothing in a TFRecord file says where a record begins but the record before it. */
    @Override
    public boolean isSplitable(SparkSession session, Map<String, String> options, Path path) {
        return false;
    }

    /** What opens a file in a task. */
    final Function1<PartitionedFile, Iterator<InternalRow>> buildReader(
            SparkSession session,
            StructType dataSchema,
            StructType partitionSchema,
            StructType requiredSchema,
            Map<String, String> options,
            Configuration configuration) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        ReadOptions readOptions = readOptions(session, options);
        StructType data = without(partitionSchema, dataSchema);
        RowDecoder.check(data, readOptions);
        return new Open(new RowSource(
                requiredSchema,
                data,
                partitionSchema,
                readOptions,
                spark.broadcast(new SerializableConfiguration(configuration))));
    }

    /** Folders go before files where both have a column. */
    private static StructType without(StructType partition, StructType data) {
        Set<String> names = Set.of(partition.fieldNames());
        return new StructType(Arrays.stream(data.fields())
                .filter(field -> !names.contains(field.name()))
                .toArray(StructField[]::new));
    }

    @Override
    public boolean supportDataType(DataType type) {
        return ColumnTypes.isSupported(type);
    }

    /** All are equal, so that Spark knows two reads of the same files for the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof FileFormatWithoutSequences;
    }

    @Override
    public int hashCode() {
        return FileFormatWithoutSequences.class.hashCode();
    }

    @Override
    public String toString() {
        return "TFRecord";
    }

    private static ReadOptions readOptions(SparkSession session, Map<String, String> options) {
        return ReadOptions.of(asJava(options), key -> session.conf().get(key));
    }

    /** Without Scala's converters, which are other classes in 2.13. */
    private static java.util.Map<String, String> asJava(Map<String, String> options) {
        java.util.Map<String, String> copy = new HashMap<>();
        Iterator<Tuple2<String, String>> entries = options.iterator();
        while (entries.hasNext()) {
            Tuple2<String, String> entry = entries.next();
            copy.put(entry._1(), entry._2());
        }
        return copy;
    }

    private static final class Open extends AbstractFunction1<PartitionedFile, Iterator<InternalRow>>
            implements Serializable {

        private final RowSource source;

        Open(RowSource source) {
            this.source = source;
        }

        @Override
        public Iterator<InternalRow> apply(PartitionedFile file) {
            try {
                ListedFile listed = new ListedFile(file.toPath().toString(), file.fileSize(), file.modificationTime());
                return new Rows(source.open(listed, file.partitionValues()));
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

    /** Rows as Scala iterates over them. */
    private static final class Rows extends AbstractIterator<InternalRow> {

        private final java.util.Iterator<InternalRow> rows;

        Rows(java.util.Iterator<InternalRow> rows) {
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public InternalRow next() {
            return rows.next();
        }
    }
}
