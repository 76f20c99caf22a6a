/**
 * Shards of image and path records: where they are in a dataset's folder, how one is written, and how reading a set of
 * them is divided.
 *
 * <p>Entry types: {@link io.github.fairdeal.shard.DatasetFolder} (a prepared dataset on disk),
 * {@link io.github.fairdeal.shard.ShardWriter} (one file with all that a manifest says of it) and
 * {@link io.github.fairdeal.shard.ShardSlice} (a run of records of one shard, the unit of a reading task).
 * {@link io.github.fairdeal.shard.Fingerprint} is how lost, doubled or changed records are seen without comparing sets.
 * Writing costs two checksums a record, both intrinsics; memory is a few hundred kilobytes a shard.
 */
package io.github.fairdeal.shard;
