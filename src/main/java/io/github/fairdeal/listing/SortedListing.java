package io.github.fairdeal.listing;

import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.source.LabelNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;

/**
 * The images of a listing in their final order. How that is divided into partitions is Spark's affair and changes nothing:
 * partitions are counted, which gives the first index of each, and images then go to the shard of their index.
 */
public final class SortedListing {

    private final JavaRDD<InternalRow> rows;
    private final ListedRows form;
    private final List<ListedRows.Tally> tallies;

    private SortedListing(JavaRDD<InternalRow> rows, ListedRows form, List<ListedRows.Tally> tallies) {
        this.rows = rows;
        this.form = form;
        this.tallies = tallies;
    }

    /** Sorts and counts. */
    public static SortedListing of(ListedImages listed, ListingOrder order) {
        JavaRDD<InternalRow> rows = listed.rows()
                .orderBy(columns(listed, order))
                .queryExecution()
                .toRdd()
                .toJavaRDD();
        ListedRows form = new ListedRows(listed.rows().schema(), listed.kept());
        List<ListedRows.Tally> tallies =
                rows.mapPartitions(form::tally).setName("listed images counted").collect();
        return new SortedListing(rows, form, tallies);
    }

    /** Ties are between rows that are alike in all these columns, and become the same bytes in any order. */
    private static Column[] columns(ListedImages listed, ListingOrder order) {
        List<String> names = new ArrayList<>();
        if (order == ListingOrder.LABEL) {
            names.add(ListedImages.LABEL);
            if (!listed.hasImages()) {
                names.add(ListedImages.PATH);
            }
        }
        if (listed.hasPlaces()) {
            names.addAll(ListedImages.PLACES);
        }
        return names.stream().map(functions::col).toArray(Column[]::new);
    }

    public long records() {
        return tallies.stream().mapToLong(ListedRows.Tally::records).sum();
    }

    /** Of all files whose size the source knows. */
    public long bytes() {
        return tallies.stream().mapToLong(ListedRows.Tally::bytes).sum();
    }

    /** Of all paths, in UTF-8. */
    public long pathBytes() {
        return tallies.stream().mapToLong(ListedRows.Tally::pathBytes).sum();
    }

    /** Path of the first image, in UTF-8, or the image itself. */
    byte[] firstPayload() {
        ListedRows own = form;
        return rows.map(own::payload).first();
    }

    /** Paths of up to {@code most} images, evenly spaced in their order; none if images come with the listing. */
    public List<String> samplePaths(int most) {
        List<String> paths = new ArrayList<>();
        long count = Math.min(most, records());
        long begin = 0;
        int next = 0;
        for (ListedRows.Tally tally : tallies) {
            long end = begin + tally.records();
            while (next < count && next * records() / count < end) {
                paths.add(tally.pathAt(next * records() / count - begin));
                next++;
            }
            begin = end;
        }
        return hasImages() ? List.of() : paths;
    }

    /** Images in the listing that begin as a PNG or JPEG file does. */
    long imageFiles() {
        return tallies.stream().mapToLong(ListedRows.Tally::imageFiles).sum();
    }

    /** True if images come with the listing, and not from files. */
    public boolean hasImages() {
        return form.hasImages();
    }

    /** Names of labels by number; empty where labels are numbers. */
    public List<String> labelNames() {
        return LabelNames.sorted(tallies.stream()
                .flatMap(tally -> tally.names().keySet().stream())
                .toList());
    }

    /** Images of each label as the source has it, name or number. */
    public Map<String, Long> labelCounts() {
        Map<String, Long> counts = new TreeMap<>();
        for (ListedRows.Tally tally : tallies) {
            tally.names().forEach((name, count) -> counts.merge(name, count, Long::sum));
            tally.numbers().forEach((number, count) -> counts.merge(Long.toString(number), count, Long::sum));
        }
        return counts;
    }

    /** Images by the first index of a block of them, each block for one shard, which is the number of its partition. */
    public JavaPairRDD<Long, byte[]> blocks(ShardLayout layout) {
        Map<String, Long> numbers = LabelNames.numbers(labelNames());
        List<Long> firstIndexes = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        long next = 0;
        for (ListedRows.Tally tally : tallies) {
            firstIndexes.add(next);
            counts.add(tally.records());
            next += tally.records();
        }
        ListedRows own = form;
        return rows.mapPartitionsWithIndex(
                        (partition, images) ->
                                own.blocks(images, numbers, layout, firstIndexes.get(partition), counts.get(partition)),
                        true)
                .mapToPair(block -> block)
                .repartitionAndSortWithinPartitions(new IndexPartitioner(layout));
    }
}
