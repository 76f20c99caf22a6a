/**
 * Batches into TensorFlow: one copy of the pixels into a tensor, a graph that checks and measures them, a session that
 * tasks share.
 *
 * <p>Entry types: {@link io.github.fairdeal.tensor.SharedFeedSession} for the tasks of an executor,
 * {@link io.github.fairdeal.tensor.FeedSession} for a program of its own. For {@code compare}, {@link
 * io.github.fairdeal.tensor.Training} trains small models and {@link io.github.fairdeal.tensor.TensorFlowOrder} is
 * TensorFlow's own way of shuffling, which package {@code baseline} reproduces. Takes {@code read}'s batches; TensorFlow is
 * used in this package only. Cost: the first use in a JVM loads 650 MB of native libraries (1 to 2 s, 250 to 400 MB of
 * memory; 5 s more when they are unpacked for the first time on a machine). TensorFlow logs its start to stderr unless
 * the environment has {@code TF_CPP_MIN_LOG_LEVEL=2} before the JVM starts: it cannot be set from inside.
 */
package io.github.fairdeal.tensor;
