package io.github.fairdeal.shard;

import io.github.fairdeal.dataset.Shard;
import java.io.Serializable;
import java.util.SortedMap;

/**
 * A finished shard and what its records add to the set they belong to.
 *
 * @param shard as the manifest describes it
 * @param fingerprint of its records
 * @param labelCounts of its records, complete even where {@link Shard#labelCounts()} leaves them out
 */
public record WrittenShard(Shard shard, Fingerprint fingerprint, SortedMap<Long, Long> labelCounts)
        implements Serializable {}
