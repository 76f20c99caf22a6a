package io.github.fairdeal.offenders.shard;

import io.github.fairdeal.offenders.epoch.CycleThere;

/** The other half of a cycle: shard knows epoch, as it may not. */
public final class CycleBack {

    CycleThere epoch;
}
