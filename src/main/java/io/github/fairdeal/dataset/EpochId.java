package io.github.fairdeal.dataset;

import java.io.Serializable;

/**
 * The name of an epoch: one seed gives one sequence of epochs.
 *
 * @param seed any 64-bit number
 * @param epoch 0, 1, 2, …
 */
public record EpochId(long seed, long epoch) implements Serializable {

    public EpochId {
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch " + epoch + " is negative");
        }
    }

    /** Name of the folder of epoch number {@code epoch}: {@code epoch-000012}. */
    public static String folderName(long epoch) {
        return "epoch-%06d".formatted(epoch);
    }

    @Override
    public String toString() {
        return "epoch " + epoch + " (seed " + seed + ")";
    }
}
