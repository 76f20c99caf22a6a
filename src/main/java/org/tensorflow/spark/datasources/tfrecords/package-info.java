/** A name that old jobs use for the data source in {@code io.github.fairdeal.datasource}; nothing lives here. */
package org.tensorflow.spark.datasources.tfrecords;
