package io.github.fairdeal.job;

import io.github.fairdeal.read.ReaderMetrics;
import io.github.fairdeal.tensor.BatchResult;
import java.io.Serializable;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What feeding one shard to TensorFlow was like.
 *
 * @param shard file name
 * @param records fed
 * @param batches fed
 * @param elapsedSeconds from opening the shard to its end, the session's start included
 * @param sessionSeconds the session ran
 * @param waitSeconds the session waited for the reader
 * @param labelCounts records of each label as TensorFlow counted them
 * @param meanPixel mean of all pixels as TensorFlow computed it, 0 to 255; 0 without records
 * @param reader what the reader delivered, and where its time went
 */
public record ShardFeed(
        String shard,
        long records,
        long batches,
        double elapsedSeconds,
        double sessionSeconds,
        double waitSeconds,
        SortedMap<Long, Long> labelCounts,
        double meanPixel,
        ReaderMetrics reader)
        implements Serializable {

    public ShardFeed {
        labelCounts = Collections.unmodifiableSortedMap(new TreeMap<>(labelCounts));
    }

    /** Images a second of the time the session ran or waited; 0 if it did neither. */
    public double imagesPerSecond() {
        double seconds = sessionSeconds + waitSeconds;
        return seconds == 0 ? 0 : records / seconds;
    }

    /** Share of the time that the session waited for the reader, 0 to 1; 0 if it neither ran nor waited. */
    public double waitShare() {
        double seconds = sessionSeconds + waitSeconds;
        return seconds == 0 ? 0 : waitSeconds / seconds;
    }

    /** Collects batch by batch. Not thread-safe. */
    static final class Recorder {

        private final String shard;
        private final long[] labels;
        private final long[] counts;
        private long records;
        private long batches;
        private long sessionNanos;
        private double pixelSum;

        Recorder(String shard, long[] labels) {
            this.shard = shard;
            this.labels = labels;
            this.counts = new long[labels.length];
        }

        void add(int size, BatchResult result, long nanos) {
            result.addLabelCountsTo(counts);
            pixelSum += (double) result.meanPixel() * size;
            records += size;
            batches++;
            sessionNanos += nanos;
        }

        ShardFeed snapshot(ReaderMetrics reader, long elapsedNanos) {
            SortedMap<Long, Long> labelCounts = new TreeMap<>();
            for (int i = 0; i < labels.length; i++) {
                if (counts[i] > 0) {
                    labelCounts.put(labels[i], counts[i]);
                }
            }
            return new ShardFeed(
                    shard,
                    records,
                    batches,
                    elapsedNanos / 1e9,
                    sessionNanos / 1e9,
                    reader.consumerWaitNanos() / 1e9,
                    labelCounts,
                    records == 0 ? 0 : pixelSum / records,
                    reader);
        }
    }
}
