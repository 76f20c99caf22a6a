package io.github.fairdeal.job;

import io.github.fairdeal.storage.Storage;
import org.apache.spark.sql.SparkSession;

/** The storage of a Spark session: the one place where Spark's Hadoop settings are handed over. */
public final class SparkStorage {

    private SparkStorage() {}

    /** Storage with the session's Hadoop settings. */
    public static Storage of(SparkSession spark) {
        return Storage.of(spark.sparkContext().hadoopConfiguration());
    }
}
