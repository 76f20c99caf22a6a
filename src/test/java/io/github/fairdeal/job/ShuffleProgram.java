package io.github.fairdeal.job;

import io.github.fairdeal.dataset.RecordKind;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;

/**
 * Shuffles in a JVM of its own. Arguments: any number of {@code DATASET KIND EPOCH SHARDS}, with seed 5. The last line of
 * output is {@code failed tasks: N}, and says if shards were spilled.
 */
final class ShuffleProgram {

    static final long SEED = 5;

    /** System property with the name of a {@link Gathering}. */
    static final String GATHERING = "gathering";

    private ShuffleProgram() {}

    public static void main(String... arguments) throws Exception {
        AtomicInteger failedTasks = new AtomicInteger();
        AtomicLong spilledBytes = new AtomicLong();
        Gathering gathering = Gathering.valueOf(System.getProperty(GATHERING, Gathering.AUTO.name()));
        try (Engine engine = Engine.start("shuffle in a JVM of its own", Map.of())) {
            SparkSession.active().sparkContext().addSparkListener(new SparkListener() {
                @Override
                public void onTaskEnd(SparkListenerTaskEnd end) {
                    if (!end.taskInfo().successful()) {
                        failedTasks.incrementAndGet();
                    }
                    spilledBytes.addAndGet(end.taskMetrics().diskBytesSpilled());
                }
            });
            for (int i = 0; i < arguments.length; i += 4) {
                engine.shuffle()
                        .dataset(arguments[i])
                        .kind(RecordKind.valueOf(arguments[i + 1].toUpperCase(Locale.ROOT)))
                        .seed(SEED)
                        .epoch(Long.parseLong(arguments[i + 2]))
                        .shards(Integer.parseInt(arguments[i + 3]))
                        .gathering(gathering)
                        .execute();
            }
        } // Spark has told its listeners everything when it has stopped
        System.out.println("failed tasks: " + failedTasks + (spilledBytes.get() > 0 ? ", shards were spilled" : ""));
    }
}
