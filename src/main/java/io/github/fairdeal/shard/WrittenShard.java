package io.github.fairdeal.shard;

import io.github.fairdeal.dataset.Shard;
import java.io.Serializable;

/**
 * A finished shard and what its records add to the set they belong to: small, since it travels to the driver.
 *
 * @param shard as the manifest describes it
 * @param fingerprint of its records
 */
public record WrittenShard(Shard shard, Fingerprint fingerprint) implements Serializable {}
