package io.github.fairdeal.job;

import io.github.fairdeal.dataset.FairdealException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be done when a Spark job fails. */
final class JobFailure {

    private static final Logger LOG = LoggerFactory.getLogger(JobFailure.class);
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    /** What the system says of a full disk; Spark passes it on as it is, {@code storage} with the file's path. */
    private static final String DISK_FULL = "No space left on device";

    private JobFailure() {}

    /** An action that Spark runs. */
    @FunctionalInterface
    interface Action<T> {
        T run() throws IOException;
    }

    /**
     * Runs an action. If it fails, throws the {@link FairdealException} that a task died of instead of Spark's account
     * of it, and not before the job's other tasks have ended: Spark tells them to stop but does not wait, and what they
     * still write would come after the clean-up. If the disk is full that Spark keeps its own files on, says so.
     */
    static <T> T unwrapping(SparkSession spark, Action<T> action) throws IOException {
        try (RunningTasks running = RunningTasks.watch(spark.sparkContext())) {
            return unwrapping(spark, action, running);
        }
    }

    private static <T> T unwrapping(SparkSession spark, Action<T> action, RunningTasks running) throws IOException {
        try {
            return action.run();
        } catch (Exception e) {
            awaitEnd(running);
            boolean hasPath = false;
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof FairdealException known) {
                    throw known;
                }
                if (cause instanceof IOException && DISK_FULL.equals(cause.getMessage()) && !hasPath) {
                    throw new IOException(
                            "%s where Spark keeps its own files, spark.local.dir = %s of the executors; free some there, or name a larger disk"
                                    .formatted(DISK_FULL, spark.conf().get("spark.local.dir", "/tmp")),
                            e);
                }
                hasPath |= cause instanceof IOException;
            }
            throw e;
        }
    }

    private static void awaitEnd(RunningTasks running) {
        try {
            running.awaitNone(MAX_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            LOG.warn("tasks of the failed job may still run after {} s", MAX_WAIT.toSeconds());
        }
    }
}
