package io.github.fairdeal.listing;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.datasource.FeatureColumns;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.read.ImageFile;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
     * @param imageFiles images in the rows that begin as a PNG or JPEG file does
     * @param sample every so many paths, up to {@link #SAMPLED}
     * @param sampledEvery how many
     */
    record Tally(
            long records,
            long bytes,
            long pathBytes,
            long imageFiles,
            Map<String, Long> names,
            Map<Long, Long> numbers,
            List<String> sample,
            long sampledEvery)
            implements Serializable {

        /** The sampled path at or before a place in the partition; null if images have none. */
        String pathAt(long place) {
            return sample.isEmpty() ? null : sample.get((int) Math.min(place / sampledEvery, sample.size() - 1));
        }
    }

    private static final int SAMPLED = 64;

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
        long imageFiles = 0;
        List<String> sample = new ArrayList<>();
        long sampledEvery = 1;
        while (rows.hasNext()) {
            InternalRow row = rows.next();
            if (path < 0) {
                imageFiles += ImageFile.isImageFile(payload(row)) ? 1 : 0;
            } else {
                pathBytes += row.getUTF8String(path).numBytes();
                if (records % sampledEvery == 0) {
                    if (sample.size() == SAMPLED) {
                        sample = everySecond(sample);
                        sampledEvery *= 2;
                    }
                    if (records % sampledEvery == 0) {
                        sample.add(row.getUTF8String(path).toString());
                    }
                }
            }
            records++;
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
        names.forEach((name, count) -> counted.put(text(name), count[0]));
        Tally tally =
                new Tally(records, bytes, pathBytes, imageFiles, counted, numbers, List.copyOf(sample), sampledEvery);
        return List.of(tally).iterator();
    }

    private static List<String> everySecond(List<String> all) {
        return IntStream.range(0, all.size() / 2)
                .mapToObj(i -> all.get(2 * i))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static String text(UTF8String name) {
        String text = name.toString();
        if (!UTF8String.fromString(text).equals(name)) {
            throw new BadInputException("label '%s' is not UTF-8 (bytes %s); names of classes must be text"
                    .formatted(text, HexFormat.of().formatHex(name.getBytes())));
        }
        return text;
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
