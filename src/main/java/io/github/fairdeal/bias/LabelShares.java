package io.github.fairdeal.bias;

import java.io.Serializable;
import java.util.List;

/**
 * How the labels are spread along the order, for a heat map: counts by piece of the order and label, bounded in both.
 *
 * @param labels at most {@value #MOST_LABELS}, the most frequent ones, in ascending order
 * @param pieces at most {@value #MOST_PIECES}, equal to ±1 record, in order
 */
public record LabelShares(List<Long> labels, List<Piece> pieces) implements Serializable {

    /** Columns of the map at most, besides the one for all other labels. */
    public static final int MOST_LABELS = 40;

    /** Rows of the map at most. */
    public static final int MOST_PIECES = 200;

    /**
     * Consecutive records.
     *
     * @param firstPosition position of the first one
     * @param records number of them
     * @param counts how many have each of {@link LabelShares#labels}
     * @param others how many have another label
     */
    public record Piece(long firstPosition, long records, List<Long> counts, long others) implements Serializable {

        public Piece {
            counts = List.copyOf(counts);
        }
    }

    public LabelShares {
        labels = List.copyOf(labels);
        pieces = List.copyOf(pieces);
    }
}
