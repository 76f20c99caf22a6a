package io.github.fairdeal.job;

import java.time.Duration;
import java.util.HashSet;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;

/**
 * The tasks that run of what this thread gives to Spark, as Spark's events tell: its status store, which the UI shows,
 * may be 100 ms behind them.
 */
final class RunningTasks extends SparkListener implements AutoCloseable {

    /** A local property of the thread, which Spark passes on with every stage. */
    private static final String ACTION_PROPERTY = "fairdeal.action";

    private final SparkContext context;
    private final String action = UUID.randomUUID().toString();
    private final String outerAction;
    private final Set<Integer> stages = new HashSet<>();
    private final Set<Long> tasks = new HashSet<>();

    private RunningTasks(SparkContext context) {
        this.context = context;
        this.outerAction = context.getLocalProperty(ACTION_PROPERTY);
    }

    /** Watches what this thread gives to Spark from now on. */
    static RunningTasks watch(SparkContext context) {
        RunningTasks running = new RunningTasks(context);
        context.setLocalProperty(ACTION_PROPERTY, running.action);
        context.addSparkListener(running);
        return running;
    }

    @Override
    public synchronized void onStageSubmitted(SparkListenerStageSubmitted stage) {
        Properties properties = stage.properties();
        if (properties != null && action.equals(properties.getProperty(ACTION_PROPERTY))) {
            stages.add(stage.stageInfo().stageId());
        }
    }

    @Override
    public synchronized void onTaskStart(SparkListenerTaskStart task) {
        if (stages.contains(task.stageId())) {
            tasks.add(task.taskInfo().taskId());
        }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
        tasks.remove(task.taskInfo().taskId());
        notifyAll();
    }

    /**
     * Waits until no task runs. Spark must have ended the job, so that none begins.
     *
     * @throws TimeoutException if some still run then
     */
    void awaitNone(Duration timeout) throws InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + timeout.toNanos();
        // The event of a task begun just before the job ended may still be on its way.
        context.listenerBus().waitUntilEmpty(timeout.toMillis());
        synchronized (this) {
            while (!tasks.isEmpty()) {
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    throw new TimeoutException();
                }
                wait(millis);
            }
        }
    }

    @Override
    public void close() {
        context.removeSparkListener(this);
        context.setLocalProperty(ACTION_PROPERTY, outerAction);
    }
}
