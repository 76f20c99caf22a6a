package io.github.fairdeal.datasource;

import java.io.File;
import java.io.IOException;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * Writes the numbers below {@link #ROWS} from four tasks, of which one fails half-way through its first attempt and
 * another stands still there, until Spark tries it elsewhere at the same time. The last line says how often that was.
 */
final class UnluckyWriteProgram {

    static final long ROWS = 4_000;

    private static final int FAILING = 1;
    private static final int STANDING_STILL = 3;
    /** Longer than a busy machine needs to try it elsewhere; whoever is killed sleeps no longer. */
    private static final long STANDSTILL_MILLIS = 300_000;

    private UnluckyWriteProgram() {}

    /** Runs the job once for every pair of shard naming and folder. */
    public static void main(String[] arguments) throws IOException { // Spark 4: of close()
        AtomicInteger speculative = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        try (SparkSession spark = SparkSession.builder().master(startCluster()).getOrCreate()) {
            spark.sparkContext().addSparkListener(new SparkListener() {
                @Override
                public void onTaskStart(SparkListenerTaskStart start) {
                    speculative.addAndGet(start.taskInfo().speculative() ? 1 : 0);
                }

                @Override
                public void onTaskEnd(SparkListenerTaskEnd end) {
                    failed.addAndGet(end.taskInfo().failed() ? 1 : 0);
                }
            });
            for (int i = 0; i < arguments.length; i += 2) {
                write(spark, arguments[i], arguments[i + 1]);
            }
            // Stopping waits until listeners have heard everything.
        }
        System.out.println("failed " + failed + ", speculative " + speculative);
        // The cluster's threads would go on.
        System.exit(0);
    }

    /** Spark speculates on another host only, so there are two, of one executor each. Returns the master's address. */
    private static String startCluster() {
        // Executors are started from here; their class path has Spark.
        String home = System.getenv("SPARK_HOME");
        new File(home, "jars").mkdirs();
        SparkConf conf = new SparkConf();
        String master = "spark://"
                + Master.startRpcEnvAndEndpoint("127.0.0.1", 0, 0, conf)
                        ._1()
                        .address()
                        .hostPort();
        for (int worker = 1; worker <= 2; worker++) {
            Worker.startRpcEnvAndEndpoint(
                    "127.0.0." + worker,
                    0,
                    0,
                    2,
                    1024,
                    new String[] {master},
                    home + "/work",
                    Option.apply(worker),
                    conf,
                    Option.empty());
        }
        return master;
    }

    private static void write(SparkSession spark, String naming, String folder) {
        Dataset<Long> numbers = spark.range(0, ROWS, 1, 4)
                .mapPartitions(
                        (MapPartitionsFunction<Long, Long>) UnluckyWriteProgram::unluckyAtFirst, Encoders.LONG());
        numbers.toDF("id")
                .write()
                .format("tfrecord")
                .option("shardNaming", naming)
                .save(folder);
    }

    private static Iterator<Long> unluckyAtFirst(Iterator<Long> numbers) {
        TaskContext task = TaskContext.get();
        if (task.attemptNumber() > 0) {
            return numbers;
        }
        AtomicInteger passed = new AtomicInteger();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return numbers.hasNext();
            }

            @Override
            public Long next() {
                if (passed.incrementAndGet() == ROWS / 8) {
                    misfortune(task.partitionId());
                }
                return numbers.next();
            }
        };
    }

    private static void misfortune(int partition) {
        if (partition == FAILING) {
            throw new IllegalStateException("the first attempt fails half-way");
        }
        if (partition == STANDING_STILL) {
            try {
                Thread.sleep(STANDSTILL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("killed, for the other attempt was faster", e);
            }
        }
    }
}
