package io.github.fairdeal.job;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.datasource.FeatureColumns;
import io.github.fairdeal.permutation.ShardLayout;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Tuple2;

/**
 * Reads rows of {@link ListedImages} in Spark's own form, in tasks.
 *
 * @param schema of the rows
 * @param kept columns that become features
 */
record ListedRows(StructType schema, List<String> kept) implements Serializable {

    /**
     * What a partition holds.
     *
     * @param bytes of all files whose size is known
     * @param names images by the name of their label, where labels are names
     * @param numbers images by label, where labels are numbers
     * @param pathBytes of all paths
     */
    record Tally(long records, long bytes, long pathBytes, Map<String, Long> names, Map<Long, Long> numbers)
            implements Serializable {}

    /** Counts the rows of one partition. */
    Iterator<Tally> tally(Iterator<InternalRow> rows) {
        int label = schema.fieldIndex(ListedImages.LABEL);
        int path = hasImages() ? -1 : payload();
        int size = schema.fieldIndex(ListedImages.BYTES);
        boolean isNamed = hasNames();
        Map<UTF8String, long[]> names = new HashMap<>();
        Map<Long, Long> numbers = new HashMap<>();
        long records = 0;
        long bytes = 0;
        long pathBytes = 0;
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            records++;
            pathBytes += path < 0 ? 0 : row.getUTF8String(path).numBytes();
            bytes += row.isNullAt(size) ? 0 : row.getLong(size);
            if (isNamed) {
                UTF8String name = row.getUTF8String(label);
                long[] count = names.get(name);
                if (count == null) {
                    count = new long[1];
                    names.put(name.clone(), count); // the row's bytes are used again for the next
                }
                count[0]++;
            } else {
                numbers.merge(row.getLong(label), 1L, Long::sum);
            }
        }
        Map<String, Long> counted = new HashMap<>();
        names.forEach((name, count) -> counted.put(name.toString(), count[0]));
        return List.of(new Tally(records, bytes, pathBytes, counted, numbers)).iterator();
    }

    /**
     * The images of one partition as {@linkplain ListedBlock blocks}, each with the index of its first.
     *
     * @param numbers of the labels, where labels are names
     * @param firstIndex of the partition
     * @param expected images in it
     */
    Iterator<Tuple2<Long, byte[]>> blocks(
            Iterator<InternalRow> rows, Map<String, Long> numbers, ShardLayout layout, long firstIndex, long expected) {
        return new Blocks(rows, numbers, layout, firstIndex, firstIndex + expected);
    }

    /** The path or image of a row. */
    byte[] payload(InternalRow row) {
        return hasImages()
                ? row.getBinary(payload())
                : row.getUTF8String(payload()).getBytes();
    }

    /** True if rows have images in place of paths. */
    boolean hasImages() {
        return List.of(schema.fieldNames()).contains(ListedImages.IMAGE);
    }

    private int payload() {
        return schema.fieldIndex(hasImages() ? ListedImages.IMAGE : ListedImages.PATH);
    }

    private boolean hasNames() {
        return schema.fields()[schema.fieldIndex(ListedImages.LABEL)].dataType() instanceof StringType;
    }

    private final class Blocks implements Iterator<Tuple2<Long, byte[]>> {

        private final Iterator<InternalRow> rows;
        private final Map<UTF8String, Long> numbers = new HashMap<>();
        private final ShardLayout layout;
        private final long end;
        private final boolean isNamed = hasNames();
        private final int label = schema.fieldIndex(ListedImages.LABEL);
        private final boolean hasImages = hasImages();
        private final int payload = payload();
        private final FeatureColumns features = new FeatureColumns(schema, kept);
        private final ListedBlock block = new ListedBlock();
        private long index;

        Blocks(Iterator<InternalRow> rows, Map<String, Long> numbers, ShardLayout layout, long first, long end) {
            this.rows = rows;
            this.layout = layout;
            this.index = first;
            this.end = end;
            numbers.forEach((name, number) -> this.numbers.put(UTF8String.fromString(name), number));
        }

        @Override
        public boolean hasNext() {
            return rows.hasNext() || index < end;
        }

        @Override
        public Tuple2<Long, byte[]> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            long first = index;
            try {
                long shardEnd = first;
                while (!block.isFull() && rows.hasNext() && (shardEnd == first || index < shardEnd)) {
                    requireExpected(index < end);
                    if (shardEnd == first) {
                        int shard = layout.shardOf(first);
                        shardEnd = layout.first(shard) + layout.size(shard);
                    }
                    add(rows.next());
                    index++;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            requireExpected(rows.hasNext() || index == end);
            return new Tuple2<>(first, block.take());
        }

        private void add(InternalRow row) throws IOException {
            long number = isNamed ? numbers.get(row.getUTF8String(label)) : row.getLong(label);
            byte[] content = hasImages
                    ? row.getBinary(payload)
                    : row.getUTF8String(payload).getBytes();
            block.add(number, content, features.entries(row));
        }

        private void requireExpected(boolean isExpected) {
            if (!isExpected) {
                throw new BadInputException(
                        "The source changed while it was read: images came or went between counting and writing; run it again");
            }
        }
    }
}
