package io.github.fairdeal.job;

import java.io.Serializable;
import java.util.function.LongConsumer;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.util.LongAccumulator;

/**
 * Counts what tasks have done, and ends them when they are to end: Spark tells a task of a failed job that it is killed,
 * but the task goes on until it asks. {@link JobFailure} waits for that.
 *
 * @param total of all tasks
 */
record TaskCounter(LongAccumulator total) implements LongConsumer, Serializable {

    /**
     * Counts; called often enough that a killed task ends soon.
     *
     * @throws TaskKilledException if the task that calls is killed
     */
    @Override
    public void accept(long done) {
        total.add(done);
        TaskContext task = TaskContext.get();
        if (task != null && task.isInterrupted()) {
            throw new TaskKilledException("the job is over");
        }
    }
}
