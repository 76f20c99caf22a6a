package io.github.fairdeal.bias;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Label counts of equal pieces of an order, for {@link LabelShares}. Mergeable. Bounded: of more than {@value
 * #MOST_LABELS} labels only the smallest are told apart, which are the same however the input was divided.
 *
 * @param counts by number of the piece; pieces of which nothing was observed are not there
 */
record LabelPieces(SortedMap<Integer, LabelCounts> counts) implements Serializable {

    static final LabelPieces EMPTY = new LabelPieces(Collections.emptySortedMap());

    private static final int MOST_LABELS = 5_000;

    LabelPieces {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    LabelPieces plus(LabelPieces other) {
        SortedMap<Integer, LabelCounts> both = new TreeMap<>(counts);
        other.counts.forEach((piece, more) ->
                both.merge(piece, more, (some, others) -> some.plus(others).smallest(MOST_LABELS)));
        return new LabelPieces(both);
    }

    /** The map of an order that was observed as a whole. */
    LabelShares shares(OrderOutline outline, LabelCounts all) {
        int[] most = IntStream.range(0, Math.min(all.distinct(), MOST_LABELS))
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> -all.count(i)).thenComparingInt(i -> i))
                .limit(LabelShares.MOST_LABELS)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        List<Long> labels = Arrays.stream(most).mapToObj(all::label).toList();
        List<LabelShares.Piece> pieces = new ArrayList<>();
        for (int piece = 0; piece < outline.pieces(); piece++) {
            LabelCounts found = counts.getOrDefault(piece, LabelCounts.EMPTY);
            List<Long> shown = labels.stream().map(found::of).toList();
            long first = outline.pieceStart(piece);
            long records = outline.pieceStart(piece + 1) - first;
            long others = records - shown.stream().mapToLong(Long::longValue).sum();
            pieces.add(new LabelShares.Piece(first, records, shown, others));
        }
        return new LabelShares(labels, pieces);
    }

    /** Observes labels at ascending positions, by their numbers in a dictionary. */
    static final class Recorder {

        private final OrderOutline outline;
        private final LabelCounter counter;
        private final SortedMap<Integer, LabelCounts> finished = new TreeMap<>();
        private int piece;
        private long end;

        Recorder(OrderOutline outline, LabelDictionary dictionary) {
            this.outline = outline;
            this.counter = new LabelCounter(dictionary);
        }

        void add(long position, int number) {
            if (position >= end) {
                finish();
                piece = outline.pieceOf(position);
                end = outline.pieceStart(piece + 1);
            }
            counter.add(number);
        }

        LabelPieces snapshot() {
            SortedMap<Integer, LabelCounts> all = new TreeMap<>(finished);
            if (counter.distinct() > 0) {
                all.put(piece, counter.snapshot().smallest(MOST_LABELS));
            }
            return new LabelPieces(all);
        }

        private void finish() {
            if (counter.distinct() > 0) {
                finished.put(piece, counter.snapshot().smallest(MOST_LABELS));
                counter.clear();
            }
        }
    }
}
