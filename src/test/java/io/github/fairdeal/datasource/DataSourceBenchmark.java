package io.github.fairdeal.datasource;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * CPU seconds of this JVM for reading and writing 1,000,000 path records and 70,000 image records, against
 * {@link NaiveFileFormat}: the same Spark session, the same source but for the codec, the same files. Rounds of the two
 * alternate, so that a busy machine harms both; the best of five counts.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
 * java @conf/jvm.options -Xmx3g -cp target/test-classes:target/classes:$(cat target/test.classpath) \
 *     io.github.fairdeal.datasource.DataSourceBenchmark FOLDER
 * </pre>
 */
final class DataSourceBenchmark {

    private static final int ROUNDS = 5;
    private static final String NAIVE = NaiveFileFormat.class.getName();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final SparkSession spark;
    private final Path folder;

    private DataSourceBenchmark(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    /** Runs all of it; needs 400 MB in the folder that is given. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
        new DataSourceBenchmark(spark, folder).run();
        spark.stop();
    }

    private void run() {
        Dataset<Row> paths = spark.range(0, 1_000_000, 1, 2)
                .selectExpr(
                        "id AS index",
                        "id % 10 AS label",
                        "concat('/data/mnist/images/', lpad(id div 10000, 5, '0'), '/', id, '.png') AS path_string")
                .cache();
        Dataset<Row> images = spark.range(0, 70_000, 1, 2)
                .selectExpr(
                        "id AS index",
                        "id % 10 AS label",
                        "encode(repeat(lpad(id, 8, '0'), 98), 'UTF-8') AS image_string")
                .cache();
        System.out.printf("%-44s %10s %10s %8s%n", "CPU seconds", "naive", "tfrecord", "ratio");
        compare("paths", "index BIGINT, label BIGINT, path_string STRING", paths);
        compare("images", "index BIGINT, label BIGINT, image_string BINARY", images);
    }

    private void compare(String name, String schema, Dataset<Row> rows) {
        String files = folder.resolve(name).toString();
        report(
                name + ": write",
                format -> write(rows, format, files + "-" + (format.equals(NAIVE) ? "naive" : "ours")));
        write(rows, "tfrecord", files);
        report(name + ": read 3 columns", format -> read(format, schema, files, "*"));
        report(name + ": read 1 of 3 columns (label)", format -> read(format, schema, files, "label"));
        report(name + ": count", format -> read(format, schema, files, "1 AS one"));
    }

    private static void write(Dataset<Row> rows, String format, String files) {
        rows.write().format(format).mode("overwrite").save(files);
    }

    private void read(String format, String schema, String files, String columns) {
        spark.read()
                .format(format)
                .schema(schema)
                .load(files)
                .selectExpr(columns)
                .write()
                .format("noop")
                .mode("overwrite")
                .save();
    }

    private interface Work {
        void run(String format);
    }

    private static void report(String what, Work work) {
        String[] formats = {NAIVE, "tfrecord"};
        double[] best = {Double.MAX_VALUE, Double.MAX_VALUE};
        for (int round = 0; round <= ROUNDS; round++) {
            for (int i = 0; i < formats.length; i++) {
                long before = SYSTEM.getProcessCpuTime();
                work.run(formats[i]);
                double seconds = (SYSTEM.getProcessCpuTime() - before) / 1e9;
                // The first round is warm-up.
                best[i] = round == 0 ? best[i] : Math.min(best[i], seconds);
            }
        }
        System.out.printf("%-44s %10.2f %10.2f %8.1f%n", what, best[0], best[1], best[0] / best[1]);
    }
}
