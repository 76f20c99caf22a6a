/**
 * From shards to batches: shard → records → file bytes → decoded pixels → ordered, prefetched batches.
 *
 * <p>Entry types: {@link io.github.fairdeal.read.EpochReader} with its {@link io.github.fairdeal.read.ReadOptions},
 * and the {@link io.github.fairdeal.read.Batch}es it gives. Reads through {@code tfrecord} and {@code storage}; knows
 * neither Spark nor TensorFlow, so that it serves an executor, a training program and a notebook alike. Image decoders
 * live here and nowhere else. Memory: the batches ahead of the consumer, which options bound in number and bytes, and
 * per decode thread one image file and one image; it does not grow with the number of records.
 */
package io.github.fairdeal.read;
