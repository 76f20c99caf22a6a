package io.github.fairdeal.datasource;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * {@code orderBy(rand(seed))} of sorted path shards, through {@link NaiveFileFormat} on both sides: what it takes with the codec of
 * the connectors before this one. {@code bench shuffle} measures the same through this project's own data source, which is faster;
 * run both one after the other. Spark's default settings, without adaptive execution.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
 * time java @conf/jvm.options -Xmx4g -cp target/test-classes:target/classes:$(cat target/test.classpath) \
 *     io.github.fairdeal.datasource.NaiveShuffleBenchmark synthetic/sorted 64 OUTPUT
 * </pre>
 */
final class NaiveShuffleBenchmark {

    private NaiveShuffleBenchmark() {}

    /** Takes the folder of the sorted shards, the number of files to write, and where, which is replaced. */
    public static void main(String[] args) {
        try (SparkSession spark = SparkSession.builder()
                .master("local[*]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.adaptive.enabled", "false")
                .config("spark.sql.shuffle.partitions", args[1])
                .getOrCreate()) {
            spark.read()
                    .format(NaiveFileFormat.class.getName())
                    .schema(new StructType()
                            .add("index", DataTypes.LongType)
                            .add("label", DataTypes.LongType)
                            .add("path_string", DataTypes.StringType))
                    .load(args[0] + "/path-*")
                    .orderBy(functions.rand(1))
                    .write()
                    .mode("overwrite")
                    .format(NaiveFileFormat.class.getName())
                    .save(args[2]);
        }
    }
}
