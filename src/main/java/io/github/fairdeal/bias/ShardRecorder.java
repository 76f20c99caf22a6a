package io.github.fairdeal.bias;

import java.util.List;

/**
 * Observes the records of one shard, or of one part of a shard, in their order. Mutable, not thread-safe; memory grows
 * with the number of different labels only.
 *
 * <p>Several parts of a shard are recorded by several recorders, and their {@link #snapshot() snapshots} added.
 */
public final class ShardRecorder {

    /** In place of an index: the record has none. Every negative index means the same. */
    public static final long NONE = -1;

    /** In place of a label: the record has none. Any other value is a label, negative ones too. */
    public static final long NO_LABEL = Long.MIN_VALUE;

    private final int shard;
    private final LabelCounter labels = new LabelCounter();
    private final IndexSummer indexes = new IndexSummer();
    private long first;
    private long next = -1;
    private long firstIndex;
    private long lastIndex;
    private long adjacent;

    /** @param shard number of the shard in the audited order, from 0 */
    public ShardRecorder(int shard) {
        this.shard = ShardStatistics.requireShard(shard);
    }

    /**
     * Observes the next record.
     *
     * @param position place of the record in the whole order, {@code 0..N-1}, over all shards
     * @param index place of the record in the sorted data set, {@code 0..N-1}, or {@link #NONE}
     * @param label class of the record, or {@link #NO_LABEL}
     * @throws IllegalArgumentException if {@code position} is negative or does not follow the one before
     * @throws io.github.fairdeal.dataset.BadInputException if there are more than {@value LabelCounts#MAX_LABELS}
     *     different labels: whatever the field holds, it is not a class
     */
    public void add(long position, long index, long label) {
        if (position != next) {
            begin(position, index);
        } else if (lastIndex >= 0 && index == lastIndex + 1) {
            adjacent++;
        }
        next = position + 1;
        lastIndex = index;
        if (index >= 0) {
            indexes.add(position, index);
        }
        if (label != NO_LABEL) {
            labels.add(label);
        }
    }

    /** Observes a record that has no label. */
    public void addIndex(long position, long index) {
        add(position, index, NO_LABEL);
    }

    /** What was observed so far. The recorder may go on. */
    public ShardStatistics snapshot() {
        List<Stretch> stretches =
                next < 0 ? List.of() : List.of(new Stretch(first, next, firstIndex, lastIndex, adjacent));
        return new ShardStatistics(shard, stretches, labels.snapshot(), indexes.snapshot());
    }

    private void begin(long position, long index) {
        if (next >= 0) {
            throw new IllegalArgumentException(
                    "shard " + shard + ": position " + position + " after " + (next - 1) + ", expected " + next);
        }
        if (position < 0) {
            throw new IllegalArgumentException("shard " + shard + ": position " + position + " is negative");
        }
        first = position;
        firstIndex = index;
    }
}
