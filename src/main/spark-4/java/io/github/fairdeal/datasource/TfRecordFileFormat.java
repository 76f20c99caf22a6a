package io.github.fairdeal.datasource;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;

/**
 * The Spark SQL data source {@code tfrecord} on Spark 4: {@code spark.read().format("tfrecord")} and
 * {@code df.write().format("tfrecord")}. Options, types and examples are in docs/datasource.md.
 */
public class TfRecordFileFormat extends FileFormatWithoutSequences {

    /** Made by Spark, which looks for a constructor without arguments. */
    public TfRecordFileFormat() {}

    @Override
    public Option<StructType> inferSchema(SparkSession session, Map<String, String> options, Seq<FileStatus> files) {
        return inferSchema(session, options, files.iterator());
    }

    @Override
    public Function1<PartitionedFile, Iterator<InternalRow>> buildReaderWithPartitionValues(
            SparkSession session,
            StructType dataSchema,
            StructType partitionSchema,
            StructType requiredSchema,
            Seq<Filter> filters,
            Map<String, String> options,
            Configuration configuration) {
        return buildReader(session, dataSchema, partitionSchema, requiredSchema, options, configuration);
    }
}
