package io.github.fairdeal.job;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple4;
import scala.collection.Iterator;
import scala.collection.Seq;

/**
 * Shows how far a Spark job has come: one line that is rewritten on a terminal, a log line every ten seconds elsewhere.
 * Tasks count records into {@link #counter()}; running tasks report with Spark's heartbeats.
 */
final class Progress extends SparkListener implements AutoCloseable {

    /** Set by the launcher when standard error is a terminal. */
    static final String TERMINAL_PROPERTY = "fairdeal.terminal";

    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final Duration TERMINAL_PERIOD = Duration.ofMillis(500);
    private static final Duration LOG_PERIOD = Duration.ofSeconds(10);

    private final SparkContext context;
    private final String verb;
    private final long total;
    private final String unit;
    private final LongAccumulator counter;
    private final boolean onTerminal = Boolean.getBoolean(TERMINAL_PROPERTY);
    private final PrintStream terminal = System.err;
    private final long startNanos = System.nanoTime();
    private final Timer clock;
    private final Map<Long, Long> running = new HashMap<>();
    private long finished;
    private boolean closed;

    private Progress(SparkSession spark, String verb, long total, String unit) {
        this.context = spark.sparkContext();
        this.verb = verb;
        this.total = total;
        this.unit = unit;
        this.counter = context.longAccumulator("fairdeal " + verb + ": " + unit);
        this.clock = new Timer("fairdeal-progress", true);
    }

    /**
     * Begins to show progress.
     *
     * @param verb what is being done, {@code shuffle}
     * @param total how many there are
     * @param unit of what, {@code records}
     */
    static Progress start(SparkSession spark, String verb, long total, String unit) {
        Progress progress = new Progress(spark, verb, total, unit);
        progress.context.addSparkListener(progress);
        long period = (progress.onTerminal ? TERMINAL_PERIOD : LOG_PERIOD).toMillis();
        progress.clock.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        progress.show();
                    }
                },
                period,
                period);
        return progress;
    }

    /** Counts in tasks, small and serialisable. */
    LongAccumulator counter() {
        return counter;
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        Iterator<Tuple4<Object, Object, Object, Seq<AccumulableInfo>>> tasks =
                update.accumUpdates().iterator();
        while (tasks.hasNext()) {
            Tuple4<Object, Object, Object, Seq<AccumulableInfo>> task = tasks.next();
            long counted = counted(task._4().iterator());
            if (counted > 0) {
                running.put((Long) task._1(), counted);
            }
        }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        running.remove(end.taskInfo().taskId());
        if (end.taskInfo().successful()) {
            finished += counted(end.taskInfo().accumulables().iterator());
        }
    }

    @Override
    public synchronized void close() {
        clock.cancel();
        closed = true;
        context.removeSparkListener(this);
        if (onTerminal) {
            terminal.print("\r\u001b[K");
            terminal.flush();
        }
    }

    private long counted(Iterator<AccumulableInfo> accumulables) {
        while (accumulables.hasNext()) {
            AccumulableInfo info = accumulables.next();
            if (info.id() == counter.id() && info.update().isDefined()) {
                return (Long) info.update().get();
            }
        }
        return 0;
    }

    private synchronized void show() {
        if (closed) {
            return; // began while the line was being taken away
        }
        long done = finished;
        for (long counted : running.values()) {
            done += counted;
        }
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        double share = total == 0 ? 1 : Math.min(1, done / (double) total);
        String line = String.format(
                Locale.ROOT,
                "%s: %,d of %,d %s (%.0f %%), %,.0f/s",
                verb,
                Math.min(done, total),
                total,
                unit,
                100 * share,
                done / seconds);
        if (onTerminal) {
            terminal.print("\r\u001b[K" + line);
            terminal.flush();
        } else {
            LOG.info(line);
        }
    }
}
