package io.github.fairdeal.bias;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What was observed of an order, or of parts of it: immutable and mergeable, in any order and however the records were
 * divided, with the same result to the last bit. Size: per label and shard, per label, and a few kilobytes a shard.
 *
 * <p>When many parts are merged, merge them in a tree.
 */
public final class OrderStatistics implements Serializable {

    private final OrderOutline outline;
    private final List<ShardStatistics> shards;
    private final List<Stretch> stretches;
    private final LabelPlaces labels;
    private final List<WindowStatistics> windows;
    private final LabelPieces pieces;

    OrderStatistics(
            OrderOutline outline,
            List<ShardStatistics> shards,
            List<Stretch> stretches,
            LabelPlaces labels,
            List<WindowStatistics> windows,
            LabelPieces pieces) {
        this.outline = outline;
        this.shards = List.copyOf(shards);
        this.stretches = List.copyOf(stretches);
        this.labels = labels;
        this.windows = List.copyOf(windows);
        this.pieces = pieces;
    }

    /** Of nothing: the neutral element of {@link #plus}. */
    public static OrderStatistics empty(OrderOutline outline) {
        return new OrderStatistics(
                outline,
                List.of(),
                List.of(),
                LabelPlaces.EMPTY,
                outline.windows().stream().map(WindowStatistics::empty).toList(),
                LabelPieces.EMPTY);
    }

    OrderOutline outline() {
        return outline;
    }

    /** In ascending order. */
    List<ShardStatistics> shards() {
        return shards;
    }

    /** Ascending, not touching each other; one for a whole order. */
    List<Stretch> stretches() {
        return stretches;
    }

    LabelPlaces labels() {
        return labels;
    }

    /** One for each size of the outline. */
    List<WindowStatistics> windows() {
        return windows;
    }

    LabelPieces pieces() {
        return pieces;
    }

    /**
     * Both together.
     *
     * @throws IllegalArgumentException if they are of different orders, or share a position
     * @throws io.github.fairdeal.dataset.BadInputException if together they have more than
     *     {@value LabelCounts#MAX_LABELS} different labels
     */
    public OrderStatistics plus(OrderStatistics other) {
        if (!outline.equals(other.outline)) {
            throw new IllegalArgumentException("parts of different orders: " + outline + " and " + other.outline);
        }
        List<WindowStatistics> bothWindows = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            bothWindows.add(windows.get(i).plus(other.windows.get(i), outline));
        }
        return new OrderStatistics(
                outline,
                joined(shards, other.shards),
                Stretch.joined(stretches, other.stretches, outline),
                labels.plus(other.labels),
                bothWindows,
                pieces.plus(other.pieces));
    }

    private static List<ShardStatistics> joined(List<ShardStatistics> some, List<ShardStatistics> others) {
        List<ShardStatistics> all = new ArrayList<>(some);
        all.addAll(others);
        all.sort(Comparator.comparingInt(ShardStatistics::shard));
        List<ShardStatistics> joined = new ArrayList<>();
        for (ShardStatistics next : all) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).shard() == next.shard()) {
                joined.set(last, joined.get(last).plus(next));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OrderStatistics that
                && outline.equals(that.outline)
                && shards.equals(that.shards)
                && stretches.equals(that.stretches)
                && labels.equals(that.labels)
                && windows.equals(that.windows)
                && pieces.equals(that.pieces);
    }

    @Override
    public int hashCode() {
        return 31 * shards.hashCode() + stretches.hashCode();
    }

    @Override
    public String toString() {
        return "OrderStatistics[" + outline + ", " + shards.size() + " shards, " + stretches + "]";
    }
}
