package io.github.fairdeal.job;

import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.shard.SortedRecords;

/**
 * An epoch's order that remembers what it said until it is asked for: the indexes that records were looked up by are
 * those that they must have, and the permutation is not computed twice. As many are remembered as are read ahead. Not
 * thread-safe.
 */
final class ExpectedIndexes implements SortedRecords.Order {

    private final Permutation permutation;
    private long[] queue = new long[1 << 12];
    private int begin;
    private int end;

    ExpectedIndexes(Permutation permutation) {
        this.permutation = permutation;
    }

    @Override
    public void indexes(long first, long[] indexes, int count) {
        permutation.indexes(first, indexes, count);
        if (count > queue.length - end) {
            makeRoom(count);
        }
        System.arraycopy(indexes, 0, queue, end, count);
        end += count;
    }

    /** The oldest index that was not given out yet. */
    long next() {
        if (begin == end) {
            throw new IllegalStateException("more records came than were looked up");
        }
        return queue[begin++];
    }

    private void makeRoom(int count) {
        int waiting = end - begin;
        long[] target = waiting + count > queue.length / 2 ? new long[2 * (waiting + count)] : queue;
        System.arraycopy(queue, begin, target, 0, waiting);
        queue = target;
        begin = 0;
        end = waiting;
    }
}
