package io.github.fairdeal.dataset;

import java.io.Serializable;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One TFRecord file of a {@link ShardSet}, as its manifest describes it.
 *
 * @param name file name inside its folder, {@code path-00007-of-00016.tfrecord}
 * @param firstPosition place of the shard's first record in the concatenation of all shards
 * @param records number of records
 * @param bytes size of the file
 * @param crc32c CRC-32C of the whole file, eight hexadecimal digits
 * @param labelCounts records of each label; empty where a shard has more than {@link #MAX_LABELS_LISTED} labels
 * @param seekPoints some record boundaries inside the file, ascending from record 0 at offset 0; empty for a shard of no records
 */
public record Shard(
        String name,
        long firstPosition,
        long records,
        long bytes,
        String crc32c,
        SortedMap<Long, Long> labelCounts,
        List<SeekPoint> seekPoints)
        implements Serializable {

    /** Above this many distinct labels a shard's label counts are left out of the manifest, to keep it small. */
    public static final int MAX_LABELS_LISTED = 1_000;

    public Shard {
        Present.require("name", name);
        Present.require("crc32c", crc32c);
        Present.require("labelCounts", labelCounts);
        Present.require("seekPoints", seekPoints);
        if (name.isEmpty() || name.contains("/") || name.equals("..") || name.equals(".")) {
            throw new IllegalArgumentException("shard '" + name + "': expected the name of a file in its folder");
        }
        if (records < 0 || bytes < 0 || firstPosition < 0) {
            throw new IllegalArgumentException("shard " + name + ": negative count");
        }
        labelCounts = Collections.unmodifiableSortedMap(new TreeMap<>(labelCounts));
        seekPoints = List.copyOf(seekPoints);
        if (!labelCounts.isEmpty()) {
            LabelTotals.requireSum("shard " + name, labelCounts, records);
        }
        requireAscending(name, seekPoints, records, bytes);
    }

    /** File name of shard {@code number} of {@code count}: {@code path-00007-of-00016.tfrecord}. */
    public static String fileName(RecordKind kind, int number, int count) {
        return "%s-%05d-of-%05d.tfrecord".formatted(kind.word(), number, count);
    }

    /** File name of pack {@code number} of {@code count}: {@code pack-00017-of-00512.tfrecord}. */
    public static String packName(int number, int count) {
        return "pack-%05d-of-%05d.tfrecord".formatted(number, count);
    }

    /** The same file without its label counts and seek points, which are most of a description. */
    Shard outlined() {
        return new Shard(name, firstPosition, records, bytes, crc32c, Collections.emptySortedMap(), List.of());
    }

    /** The last seek point at or before {@code record} (counted from the shard's first record, 0). */
    public SeekPoint seekPointBefore(long record) {
        SeekPoint best = SeekPoint.START;
        for (SeekPoint point : seekPoints) {
            if (point.record() > record) {
                break;
            }
            best = point;
        }
        return best;
    }

    /**
     * The records of shards that make up one order.
     *
     * @throws IllegalArgumentException if one does not begin where the one before ends, or is listed twice
     */
    static long requireContiguous(List<Shard> shards) {
        Set<String> names = new HashSet<>();
        long nextPosition = 0;
        for (Shard shard : shards) {
            if (shard.firstPosition != nextPosition) {
                throw new IllegalArgumentException("shard " + shard.name + " begins at position " + shard.firstPosition
                        + ", expected " + nextPosition);
            }
            if (!names.add(shard.name)) {
                throw new IllegalArgumentException("shard " + shard.name + " is listed twice");
            }
            nextPosition = Math.addExact(nextPosition, shard.records);
        }
        return nextPosition;
    }

    private static void requireAscending(String name, List<SeekPoint> points, long records, long bytes) {
        for (int i = 0; i < points.size(); i++) {
            SeekPoint point = points.get(i);
            SeekPoint before = i == 0 ? null : points.get(i - 1);
            boolean ascends = before == null
                    ? point.equals(SeekPoint.START)
                    : point.record() > before.record() && point.offset() > before.offset();
            if (!ascends || point.record() > records || point.offset() > bytes) {
                throw new IllegalArgumentException(
                        "shard %s: seek point %d is record %d at offset %d, expected ascending from (0, 0) to (%d, %d)"
                                .formatted(name, i, point.record(), point.offset(), records, bytes));
            }
        }
    }
}
