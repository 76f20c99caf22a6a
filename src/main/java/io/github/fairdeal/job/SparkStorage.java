package io.github.fairdeal.job;

import io.github.fairdeal.storage.Storage;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** Storage with Spark's Hadoop settings: the one place where they are handed over. */
public final class SparkStorage {

    private SparkStorage() {}

    /**
     * The storage that a Spark would have, without starting one.
     *
     * @param settings {@code spark.*} settings that go behind spark-submit's
     */
    public static Storage withoutSpark(Map<String, String> settings) {
        SparkConf conf = new SparkConf(true);
        settings.forEach(conf::setIfMissing);
        return Storage.of(SparkHadoopUtil.get().newConfiguration(conf));
    }

    /** Storage with the session's Hadoop settings. */
    public static Storage of(SparkSession spark) {
        return Storage.of(spark.sparkContext().hadoopConfiguration());
    }
}
