/**
 * The Spark SQL data source {@code tfrecord}: rows of a DataFrame from and to TFRecord files of {@code
 * tf.train.Example}, {@code SequenceExample} or any bytes. The heir of spark-tensorflow-connector and spark-tfrecord,
 * by the same names and options.
 *
 * <p>Entry type: {@link io.github.fairdeal.datasource.TfRecordFileFormat}, which Spark finds by name; nobody calls it.
 * Framing and messages are {@code tfrecord}'s; listing files, committing, save modes and partitions are Spark's. Rows go
 * straight from the wire into Spark's binary form and back: no message objects, no copy of what nobody asked for. A
 * task holds one record and one row of it at a time.
 */
package io.github.fairdeal.datasource;
