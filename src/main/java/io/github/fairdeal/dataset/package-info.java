/**
 * The nouns: records, labels, shards, datasets and epochs as immutable values, their JSON form, and the few exceptions
 * an operator can do something about.
 *
 * <p>Entry types: {@link io.github.fairdeal.dataset.DatasetManifest} (what {@code dataset.json} says) and
 * {@link io.github.fairdeal.dataset.EpochManifest} (what an epoch's {@code manifest.json} says). Every other package
 * speaks in these types; this one knows none of them. Values here are small: per shard and per label, never per record.
 */
package io.github.fairdeal.dataset;
