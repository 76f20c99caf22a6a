package io.github.fairdeal.bias;

import java.util.List;

/**
 * Observes the records of one shard, or of one part of a shard, in their order. Mutable, not thread-safe; memory grows
 * with the number of different labels only, and nothing is allocated per record.
 *
 * <p>Several shards, or parts of one, are recorded by several recorders, and their {@link #snapshot() snapshots} added.
 */
public final class ShardRecorder {

    /** In place of an index: the record has none. Every negative index means the same. */
    public static final long NONE = -1;

    /** In place of a label: the record has none. Any other value is a label, negative ones too. */
    public static final long NO_LABEL = Long.MIN_VALUE;

    private final OrderOutline outline;
    private final int shard;
    private final LabelDictionary dictionary = new LabelDictionary();
    private final LabelPlaces.Recorder labels = new LabelPlaces.Recorder(dictionary);
    private final LabelPieces.Recorder pieces;
    private final WindowStatistics.Recorder[] windows;
    private final LabelNeighbours.Recorder labelNeighbours = new LabelNeighbours.Recorder();
    private final IndexSummer indexes = new IndexSummer();
    private final IndexHistogram.Recorder histogram;
    private final IndexNeighbours.Recorder indexNeighbours;
    private long first;
    private long next = -1;

    /**
     * A recorder of a shard, or of a part of it.
     *
     * @param outline of the whole order
     * @param shard its number in the audited order, from 0
     */
    public ShardRecorder(OrderOutline outline, int shard) {
        if (shard < 0) {
            throw new IllegalArgumentException("shard " + shard + " is negative");
        }
        this.outline = outline;
        this.shard = shard;
        this.pieces = new LabelPieces.Recorder(outline, dictionary);
        this.windows = outline.windows().stream()
                .map(size -> new WindowStatistics.Recorder(size, outline, dictionary))
                .toArray(WindowStatistics.Recorder[]::new);
        this.histogram = new IndexHistogram.Recorder(outline);
        this.indexNeighbours = new IndexNeighbours.Recorder(outline);
    }

    /**
     * Observes the next record.
     *
     * @param position place of the record in the whole order, {@code 0..N-1}, over all shards
     * @param index place of the record in the sorted data set, {@code 0..N-1}, or {@link #NONE}
     * @param label class of the record, or {@link #NO_LABEL}
     * @throws IllegalArgumentException if {@code position} is not of the order, or does not follow the one before
     * @throws io.github.fairdeal.dataset.BadInputException if there are more than {@value LabelCounts#MAX_LABELS}
     *     different labels: whatever the field holds, it is not a class
     */
    public void add(long position, long index, long label) {
        if (position != next || position >= outline.records()) {
            begin(position);
        }
        next = position + 1;
        boolean isPlace = index >= 0 && index < outline.records();
        if (index >= 0) {
            indexes.add(position, index);
        }
        if (isPlace) {
            histogram.add(index);
        }
        indexNeighbours.add(isPlace ? index : NONE);
        int number = -1;
        if (label != NO_LABEL) {
            number = dictionary.number(label);
            labels.add(position, number);
            pieces.add(position, number);
        }
        labelNeighbours.add(label);
        for (WindowStatistics.Recorder window : windows) {
            window.add(position, index, number);
        }
    }

    /** Observes a record that has no label. */
    public void addIndex(long position, long index) {
        add(position, index, NO_LABEL);
    }

    /** What was observed so far. The recorder may go on. */
    public OrderStatistics snapshot() {
        LabelPlaces places = labels.snapshot();
        ShardStatistics statistics = new ShardStatistics(
                shard,
                next < 0 ? 0 : next - first,
                next < 0 ? Long.MAX_VALUE : first,
                places.counts(),
                indexes.snapshot(),
                histogram.snapshot());
        List<Stretch> stretches = next < 0
                ? List.of()
                : List.of(new Stretch(first, next, indexNeighbours.snapshot(), labelNeighbours.snapshot()));
        List<WindowStatistics> windowStatistics = List.of(windows).stream()
                .map(WindowStatistics.Recorder::snapshot)
                .toList();
        return new OrderStatistics(
                outline, List.of(statistics), stretches, places, windowStatistics, pieces.snapshot());
    }

    private void begin(long position) {
        if (next >= 0 && position != next) {
            throw new IllegalArgumentException(
                    "shard " + shard + ": position " + position + " after " + (next - 1) + ", expected " + next);
        }
        if (position < 0 || position >= outline.records()) {
            throw new IllegalArgumentException(
                    "shard " + shard + ": position " + position + " of an order of " + outline.records() + " records");
        }
        first = position;
    }
}
