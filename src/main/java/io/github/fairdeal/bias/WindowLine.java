package io.github.fairdeal.bias;

import java.io.Serializable;

/**
 * All windows of one size: consecutive records from position 0 on, whichever shards they lie in. Values about labels are
 * null where records have none, values about indexes where those are not usable, and p-values where {@code note} says
 * why.
 *
 * @param size records in a window
 * @param windows number of complete windows
 * @param chiSquare χ² of complete windows and labels; rare labels are left out
 * @param chiSquareExpected its mean over uniformly random orders
 * @param chiSquareP two-sided p-value
 * @param entropyBits mean entropy of the labels of a complete window
 * @param entropyExpectedBits its exact mean over uniformly random orders
 * @param lowestEntropyBits entropy of the window where it is lowest
 * @param lowestEntropyPosition first position of that window
 * @param meanIndexH Kruskal and Wallis's H of the mean indexes of the windows, the last, shorter one too
 * @param meanIndexHExpected its mean over uniformly random orders
 * @param meanIndexP two-sided p-value
 * @param note what a reader should know, empty if nothing
 */
public record WindowLine(
        int size,
        long windows,
        Double chiSquare,
        Double chiSquareExpected,
        Double chiSquareP,
        Double entropyBits,
        Double entropyExpectedBits,
        Double lowestEntropyBits,
        Long lowestEntropyPosition,
        Double meanIndexH,
        Double meanIndexHExpected,
        Double meanIndexP,
        String note)
        implements Serializable {}
