package io.github.fairdeal.datasource;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * CPU seconds for reading and writing 1,000,000 path records and 70,000 image records, against
 * {@link NaiveFileFormat}: the same Spark session, the same source but for the codec, the same files. Rounds of the two
 * alternate, so that a busy machine harms both; medians of seven count, after five that warm up. <i>Process</i> is all of this
 * JVM, with Spark's planning, compilers and garbage collector, which neither can help; <i>tasks</i> is what Spark says its
 * tasks took.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
 * java @conf/jvm.options -Xmx3g -cp target/test-classes:target/classes:$(cat target/test.classpath) \
 *     io.github.fairdeal.datasource.DataSourceBenchmark FOLDER [paths|images]
 * </pre>
 */
final class DataSourceBenchmark {

    private static final int WARM_UP = 5;
    private static final int ROUNDS = 7;
    private static final String NAIVE = NaiveFileFormat.class.getName();
    private static final String[] FORMATS = {NAIVE, "tfrecord"};
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final SparkSession spark;
    private final Path folder;
    private final AtomicLong taskNanos = new AtomicLong();

    private DataSourceBenchmark(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
        spark.sparkContext().addSparkListener(new SparkListener() {
            @Override
            public void onTaskEnd(SparkListenerTaskEnd end) {
                taskNanos.addAndGet(end.taskMetrics().executorCpuTime());
            }
        });
    }

    /** Runs all of it; needs 400 MB in the folder that is given. */
    public static void main(String[] args) throws IOException, TimeoutException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        SparkSession spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
        spark.sparkContext().setLogLevel("ERROR");
        new DataSourceBenchmark(spark, folder).run(args.length > 1 ? List.of(args[1]) : List.of("paths", "images"));
        spark.stop();
    }

    private void run(List<String> kinds) throws TimeoutException {
        System.out.printf("%-40s %26s %26s%n", "CPU seconds", "process", "tasks");
        if (kinds.contains("paths")) {
            compare(
                    "paths",
                    "index BIGINT, label BIGINT, path_string STRING",
                    spark.range(0, 1_000_000, 1, 2)
                            .selectExpr(
                                    "id AS index",
                                    "id % 10 AS label",
                                    "concat('/data/mnist/images/', lpad(id div 10000, 5, '0'), '/', id, '.png')"
                                            + " AS path_string")
                            .cache());
        }
        if (kinds.contains("images")) {
            compare(
                    "images",
                    "index BIGINT, label BIGINT, image_string BINARY",
                    spark.range(0, 70_000, 1, 2)
                            .selectExpr(
                                    "id AS index",
                                    "id % 10 AS label",
                                    "encode(repeat(lpad(id, 8, '0'), 98), 'UTF-8') AS image_string")
                            .cache());
        }
    }

    private void compare(String name, String schema, Dataset<Row> rows) throws TimeoutException {
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

    private void report(String what, Work work) throws TimeoutException {
        double[][] process = new double[FORMATS.length][ROUNDS];
        double[][] tasks = new double[FORMATS.length][ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (int i = 0; i < FORMATS.length; i++) {
                taskNanos.set(0);
                long before = SYSTEM.getProcessCpuTime();
                work.run(FORMATS[i]);
                double seconds = (SYSTEM.getProcessCpuTime() - before) / 1e9;
                spark.sparkContext().listenerBus().waitUntilEmpty();
                if (round >= 0) {
                    process[i][round] = seconds;
                    tasks[i][round] = taskNanos.get() / 1e9;
                }
            }
        }
        System.out.printf("%-40s %s %s%n", what, compared(process), compared(tasks));
    }

    private static String compared(double[][] seconds) {
        double naive = median(seconds[0]);
        double ours = median(seconds[1]);
        return "%9.3f %8.3f %6.1f x".formatted(naive, ours, naive / ours);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
