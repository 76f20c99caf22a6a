package io.github.fairdeal.epoch;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.RecordKind;

/**
 * All that the bytes of an epoch's shards follow from. Two runs of the same plan write the same bytes.
 *
 * @param id seed and epoch number
 * @param kind what the records carry
 * @param algorithm tag of the permutation
 * @param fingerprint of the record set
 * @param shards number of shards
 */
public record EpochPlan(EpochId id, RecordKind kind, String algorithm, String fingerprint, int shards) {

    /** The plan that a manifest is the result of. */
    public static EpochPlan of(EpochManifest manifest) {
        return new EpochPlan(
                manifest.id(),
                manifest.kind(),
                manifest.algorithm(),
                manifest.shards().fingerprint(),
                manifest.shards().shards().size());
    }

    /**
     * Checks that a published epoch is what this plan makes.
     *
     * @throws PublishConflictException if it is not
     */
    public void requireSameAs(EpochFolder published) {
        EpochPlan found = of(published.manifest());
        String difference = null;
        if (found.id.seed() != id.seed()) {
            difference = difference("seed", found.id.seed(), id.seed());
        } else if (found.kind != kind) {
            difference = difference("kind", found.kind.word(), kind.word());
        } else if (found.shards != shards) {
            difference = difference("shards", found.shards, shards);
        } else if (!found.algorithm.equals(algorithm)) {
            difference = difference("algorithm", found.algorithm, algorithm);
        } else if (!found.fingerprint.equals(fingerprint)) {
            difference = difference("record set", found.fingerprint, fingerprint);
        }
        if (difference != null) {
            throw new PublishConflictException(
                    "%s: epoch %d is published already with other content: %s; choose another --epoch, or remove the folder if nobody reads it"
                            .formatted(published.folder(), found.id.epoch(), difference));
        }
    }

    private static String difference(String what, Object found, Object wanted) {
        return "its %s is %s, this run's is %s".formatted(what, found, wanted);
    }
}
