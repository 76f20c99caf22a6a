package io.github.fairdeal.shard;

import io.github.fairdeal.dataset.SeekPoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses the record boundaries that a manifest keeps of a shard: one about every mebibyte, and never more than
 * {@link #MAX_POINTS}. When there would be more, every other one goes and the distance doubles, so that they stay evenly
 * spread over the shard, and the choice depends on nothing but the shard's bytes.
 */
final class SeekPoints {

    static final int MAX_POINTS = 256;
    private static final long FIRST_INTERVAL_BYTES = 1 << 20;

    private long intervalBytes = FIRST_INTERVAL_BYTES;
    private List<SeekPoint> points = new ArrayList<>();

    /** Offers the boundary before record {@code record}; boundaries come in order, beginning with (0, 0). */
    void offer(long record, long offset) {
        if (!points.isEmpty() && offset - points.get(points.size() - 1).offset() < intervalBytes) {
            return;
        }
        if (points.size() == MAX_POINTS) {
            List<SeekPoint> kept = new ArrayList<>(MAX_POINTS);
            for (int i = 0; i < points.size(); i += 2) {
                kept.add(points.get(i));
            }
            points = kept;
            // Records may be longer than the interval: what counts is how far apart the points are now.
            intervalBytes = Math.max(2 * intervalBytes, offset / (MAX_POINTS / 2));
            offer(record, offset);
        } else {
            points.add(new SeekPoint(record, offset));
        }
    }

    List<SeekPoint> toList() {
        return List.copyOf(points);
    }
}
