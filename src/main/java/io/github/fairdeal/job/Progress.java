package io.github.fairdeal.job;

import io.github.fairdeal.read.ReaderMetrics;
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
import scala.collection.Iterable;
import scala.collection.Iterator;

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
    private final Map<Long, ReaderMetrics> readersRunning = new HashMap<>();
    private ReaderMetrics readersFinished = ReaderMetrics.EMPTY;
    private long readerId = -1;
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

    /** Shows what the tasks' readers do, too. */
    Progress watching(ReaderAccumulator reader) {
        synchronized (this) {
            readerId = reader.id();
        }
        return this;
    }

    /** Counts in tasks, small and serialisable. */
    TaskCounter counter() {
        return new TaskCounter(counter);
    }

    @Override
    public synchronized void onExecutorMetricsUpdate(SparkListenerExecutorMetricsUpdate update) {
        // Scala 2.12 and 2.13 have different sequences; what they share is Iterable.
        Iterator<? extends Tuple4<Object, Object, Object, ? extends Iterable<AccumulableInfo>>> tasks =
                update.accumUpdates().iterator();
        while (tasks.hasNext()) {
            Tuple4<Object, Object, Object, ? extends Iterable<AccumulableInfo>> task = tasks.next();
            Long taskId = (Long) task._1();
            long counted = counted(task._4().iterator());
            if (counted > 0) {
                running.put(taskId, counted);
            }
            ReaderMetrics read = read(task._4().iterator());
            if (read != null) {
                readersRunning.put(taskId, read);
            }
        }
    }

    @Override
    public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
        running.remove(end.taskInfo().taskId());
        readersRunning.remove(end.taskInfo().taskId());
        if (end.taskInfo().successful()) {
            finished += counted(end.taskInfo().accumulables().iterator());
            ReaderMetrics read = read(end.taskInfo().accumulables().iterator());
            readersFinished = read == null ? readersFinished : readersFinished.plus(read);
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
        Object counted = update(accumulables, counter.id());
        return counted == null ? 0 : (Long) counted;
    }

    private ReaderMetrics read(Iterator<AccumulableInfo> accumulables) {
        return (ReaderMetrics) update(accumulables, readerId);
    }

    private static Object update(Iterator<AccumulableInfo> accumulables, long id) {
        while (accumulables.hasNext()) {
            AccumulableInfo info = accumulables.next();
            if (info.id() == id && info.update().isDefined()) {
                return info.update().get();
            }
        }
        return null;
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
        ReaderMetrics read = readersRunning.values().stream().reduce(readersFinished, ReaderMetrics::plus);
        if (read.batches() > 0) {
            line += "; a reader: " + read.costs();
        }
        if (onTerminal) {
            terminal.print("\r\u001b[K" + line);
            terminal.flush();
        } else {
            LOG.info(line);
        }
    }
}
