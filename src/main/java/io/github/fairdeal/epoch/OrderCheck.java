package io.github.fairdeal.epoch;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a reading of shards found: how many records, what is wrong with them, and fingerprints of the record set in
 * {@link #BUCKETS} buckets by index, so that two readings of the same set can be compared in constant memory and a
 * difference be narrowed down to a thousandth of the records. Mutable and mergeable; not thread-safe.
 */
public final class OrderCheck implements Serializable {

    /** Number of buckets. */
    public static final int BUCKETS = 1024;

    /** Problems that are kept in words; the rest are counted. */
    public static final int MAX_PROBLEMS_LISTED = 10;

    private final long[] sums = new long[BUCKETS];
    private final List<String> problems = new ArrayList<>();
    private long problemCount;
    private long records;

    /** The bucket of an index. */
    public static int bucket(long index) {
        return Math.floorMod(index, BUCKETS);
    }

    /** Adds a record by its index and its {@link io.github.fairdeal.shard.Fingerprint} hash. */
    public void add(long index, long recordHash) {
        sums[bucket(index)] += recordHash;
        records++;
    }

    /** Notes that something is wrong, in one line. */
    public void problem(String line) {
        problemCount++;
        if (problems.size() < MAX_PROBLEMS_LISTED) {
            problems.add(line);
        }
    }

    /** Adds what another reading of other records found. */
    public OrderCheck plus(OrderCheck other) {
        for (int i = 0; i < BUCKETS; i++) {
            sums[i] += other.sums[i];
        }
        other.problems.forEach(this::problem);
        problemCount += other.problemCount - other.problems.size();
        records += other.records;
        return this;
    }

    /** Buckets whose records differ from another reading's. */
    public List<Integer> differentBuckets(OrderCheck other) {
        List<Integer> buckets = new ArrayList<>();
        for (int i = 0; i < BUCKETS; i++) {
            if (sums[i] != other.sums[i]) {
                buckets.add(i);
            }
        }
        return buckets;
    }

    /** Records read. */
    public long records() {
        return records;
    }

    /** The first problems, in words. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** All problems, listed or not. */
    public long problemCount() {
        return problemCount;
    }
}
