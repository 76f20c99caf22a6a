package org.tensorflow.spark.datasources.tfrecords;

import io.github.fairdeal.datasource.TfRecordFileFormat;

/** What {@code format("org.tensorflow.spark.datasources.tfrecords")} finds, as jobs for spark-tensorflow-connector say. */
public final class DefaultSource extends TfRecordFileFormat {

    /** Made by Spark, which looks for a constructor without arguments. */
    public DefaultSource() {}
}
