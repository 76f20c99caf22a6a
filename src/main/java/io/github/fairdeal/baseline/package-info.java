/**
 * The shuffles that people use in place of a full one, reproduced exactly: each takes an iterator over records in the
 * order of their files and is itself an iterator over them in the order that a training job would see.
 *
 * <p>{@link io.github.fairdeal.baseline.RandomShuffleQueue} is {@code tf.train.shuffle_batch}, {@link
 * io.github.fairdeal.baseline.BufferShuffle} is tf.data's {@code shuffle(buffer)}, {@link
 * io.github.fairdeal.baseline.ShardOrderShuffle} is tf.data's shuffle of file names, {@link
 * io.github.fairdeal.baseline.BlockShuffle} shuffles stretches that fit in memory. They can be put behind each other.
 *
 * <p>Each is deterministic for its seed, reads ahead no further than the original does, and holds no more records than
 * its buffer. The package knows no other; {@code tensor} has TensorFlow's own operations, which tests hold these
 * against. A record costs some ten nanoseconds.
 */
package io.github.fairdeal.baseline;
