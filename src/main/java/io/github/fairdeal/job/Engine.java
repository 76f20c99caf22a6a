package io.github.fairdeal.job;

import io.github.fairdeal.storage.Storage;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * A running Spark with fairdeal's verbs on it: the one started by spark-submit if there is one, else an embedded
 * {@code local[*]}.
 */
public final class Engine implements AutoCloseable {

    private static final String MASTER = "spark.master";

    private final SparkSession spark;

    private Engine(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Starts Spark, or joins what spark-submit started.
     *
     * @param name of the application, as Spark's UI shows it
     * @param settings {@code spark.*} settings that go before fairdeal's and behind spark-submit's
     */
    public static Engine start(String name, Map<String, String> settings) {
        SparkConf given = new SparkConf(true);
        SparkConf conf = new SparkConf(true);
        if (!given.contains(MASTER)) {
            conf.setMaster("local[*]");
            // One machine, one user, often offline: no open ports beyond loopback, no UI, progress every second.
            conf.set("spark.driver.bindAddress", "127.0.0.1");
            conf.set("spark.driver.host", "127.0.0.1");
            conf.set("spark.ui.enabled", "false");
            conf.set("spark.executor.heartbeatInterval", "1s");
        }
        conf.set("spark.ui.showConsoleProgress", "false");
        // TensorFlow's remarks at start-up: only errors, unless asked for.
        conf.set("spark.executorEnv.TF_CPP_MIN_LOG_LEVEL", "2");
        settings.forEach(conf::set);
        for (Tuple2<String, String> setting : given.getAll()) {
            conf.set(setting._1(), setting._2());
        }
        // Kryo 4 cannot restore Java records, which tasks and results are; what is large goes through Kryo all the
        // same.
        conf.set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
        return new Engine(SparkSession.builder().config(conf).appName(name).getOrCreate());
    }

    /** Where paths that a person typed are looked up. */
    public Storage storage() {
        return SparkStorage.of(spark);
    }

    /** Images to a dataset. */
    public Prepare prepare() {
        return new Prepare(spark);
    }

    /** Images that exist already, to a dataset. */
    public PrepareListing prepareListing() {
        return new PrepareListing(spark);
    }

    /** A dataset to an epoch. */
    public Shuffle shuffle() {
        return new Shuffle(spark);
    }

    /** A dataset to its next epoch, on a schedule. */
    public Regenerate regenerate() {
        return new Regenerate(spark);
    }

    /** An epoch against its dataset. */
    public Verify verify() {
        return new Verify(spark);
    }

    /** An epoch to TensorFlow. */
    public Feed feed() {
        return new Feed(spark);
    }

    /** Any shards to bias statistics. */
    public Audit audit() {
        return new Audit(spark);
    }

    /** A synthetic dataset of any size, for measurements. */
    public SyntheticRecords syntheticRecords() {
        return new SyntheticRecords(spark);
    }

    /** What people use in place of {@link #shuffle()}, for measurements. */
    public OrderByRandom orderByRandom() {
        return new OrderByRandom(spark);
    }

    /** What copying the same bytes costs, for measurements. */
    public PlainCopy plainCopy() {
        return new PlainCopy(spark);
    }

    /** A dataset in the orders of several shuffles. */
    public Compare compare() {
        return new Compare(spark);
    }

    /** Stops Spark. */
    @Override
    public void close() {
        spark.stop();
    }
}
