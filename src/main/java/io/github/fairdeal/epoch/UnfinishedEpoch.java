package io.github.fairdeal.epoch;

import io.github.fairdeal.storage.Owner;
import java.time.Instant;

/**
 * An epoch that a run has staged and not published: it works on it, or was killed.
 *
 * @param epoch its number
 * @param folder path of the staging folder
 * @param owner process that makes it
 * @param aliveAt when the run gave its last sign of life, by the clock of the store; null if it gives none any more
 */
public record UnfinishedEpoch(long epoch, String folder, Owner owner, Instant aliveAt) {

    /** True if the run surely works no more. Of one on another machine nobody knows before it has been silent for long. */
    public boolean isDead() {
        return aliveAt == null || owner.isDead();
    }
}
