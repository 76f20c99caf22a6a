package io.github.fairdeal.offenders.epoch;

import io.github.fairdeal.offenders.shard.CycleBack;

/** One half of a cycle: epoch knows shard, as it may. */
public final class CycleThere {

    CycleBack shard;
}
