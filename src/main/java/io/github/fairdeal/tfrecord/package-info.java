/**
 * The wire format: TFRecord framing with its masked CRC-32C, and the {@code tf.train.Example} messages inside.
 *
 * <p>Entry types: {@link io.github.fairdeal.tfrecord.RecordWriter} and
 * {@link io.github.fairdeal.tfrecord.RecordReader} for framed payloads of any content,
 * {@link io.github.fairdeal.tfrecord.ExampleEncoder} and {@link io.github.fairdeal.tfrecord.ExampleCursor} for the
 * three features of an image or path record. Everything works on byte arrays and streams that somebody else opened:
 * nothing here knows files or Spark. Neither side makes an object per record; the checksum is the JDK's intrinsic.
 */
package io.github.fairdeal.tfrecord;
