package io.github.fairdeal.listing;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.datasource.FeatureColumns;
import io.github.fairdeal.tfrecord.EncodedImageEncoder;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** What manifests and records have in common as sources: named columns, and rows in an order. */
final class ListedFeatures {

    /** Features that records have anyway. */
    private static final Set<String> OWN = Set.of(
            "index", "label", "path_string", "image_string", EncodedImageEncoder.IMAGE, "height", "width", "format");

    /** Columns that listings work with; Spark compares names without case. */
    private static final Set<String> INTERNAL = Set.of(
            "_label",
            "_path",
            "_image",
            "_bytes",
            "_file",
            "_block",
            "_row",
            "_hash",
            "_content",
            "_problem",
            "_height",
            "_width",
            "_metadata",
            "_corrupt_record");

    /** Their names and counts go to the driver, and into {@code dataset.json}. */
    private static final long MAX_LABELS = 1_000_000;

    private static final String URI = "^[A-Za-z][A-Za-z0-9+.-]+:/";

    private ListedFeatures() {}

    /**
     * Checks the columns to keep.
     *
     * @throws UsageException if there is no such column, a record cannot hold it, it is named twice, or has the name of a
     *     record's own
     */
    static void check(Dataset<Row> rows, List<String> kept) {
        Set<String> names = new HashSet<>();
        for (String name : kept) {
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                throw new UsageException("--keep-columns: '%s' is named twice".formatted(name));
            }
            if (INTERNAL.contains(name.toLowerCase(Locale.ROOT))) {
                throw new UsageException(
                        "--keep-columns: '%s' is a name that fairdeal works with; rename the column".formatted(name));
            }
            if (OWN.contains(name)) {
                throw new UsageException(
                        "--keep-columns: '%s' is a feature that fairdeal writes itself; rename the column"
                                .formatted(name));
            }
        }
        kept.forEach(name -> require(rows, name, "--keep-columns"));
        FeatureColumns.check(rows.schema(), kept);
    }

    /**
     * Checks that there is a column.
     *
     * @throws UsageException if not
     * @throws BadInputException if there is none at all
     */
    static void require(Dataset<Row> rows, String column, String option) {
        List<String> there = Stream.of(rows.columns())
                .filter(name -> !INTERNAL.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
        if (there.isEmpty()) {
            throw new BadInputException("--input: there are no columns; is the file empty?");
        }
        if (!List.of(rows.columns()).contains(column)) {
            // Spark gives names that are there twice the numbers of their columns.
            boolean isTwice =
                    IntStream.range(0, there.size()).anyMatch(i -> there.get(i).equals(column + i));
            throw new UsageException("%s: no column '%s', there are %s%s"
                    .formatted(option, column, there, isTwice ? "; is it there twice?" : ""));
        }
    }

    /** A column by its literal name. */
    static Column column(String name) {
        return functions.col(quoted(name));
    }

    /** A literal name, for SQL. */
    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /**
     * Checks that the driver can hold the labels.
     *
     * @param labels how many different ones there are, about
     * @throws BadInputException if not
     */
    static void requireFewLabels(long labels, long rows, String input) {
        if (labels > MAX_LABELS) {
            throw new BadInputException(
                    "%s: about %,d different labels of %,d images, expected %,d at most; is that the column of labels (--label-column)?"
                            .formatted(input, labels, rows, MAX_LABELS));
        }
    }

    /**
     * Columns by which rows of files sort as they stand there: files by name, then from the front. Rows of one piece of a
     * file are read by one task in order, which is all that their ids have to say. None if nobody needs to know: where
     * rows are sorted by label and path, and hold nothing else, those that are alike may come in any order.
     */
    static List<Column> places(boolean needed) {
        return !needed
                ? List.of()
                : List.of(
                        functions.col("_metadata.file_path").as(ListedImages.PLACES.get(0)),
                        functions.col("_metadata.file_block_start").as(ListedImages.PLACES.get(1)),
                        functions.monotonically_increasing_id().as(ListedImages.PLACES.get(2)));
    }

    /**
     * Paths from the root, and URIs, as they are; others from {@code base}, or as they are if it is null. One file has one
     * path: of {@code /a/./b} and {@code /a//b} it is {@code /a/b}, but not in stores, where these are three objects.
     */
    static Column absolute(Column path, String base) {
        Column whole = base == null
                ? path
                : functions.when(isAbsolute(path), path).otherwise(functions.concat(functions.lit(base), path));
        return functions
                .when(whole.startsWith("/"), functions.regexp_replace(whole, "/([.]?/)+", "/"))
                .otherwise(whole);
    }

    /**
     * Checks that all paths are absolute, for files that are in several folders.
     *
     * @throws UsageException if not
     */
    static void requireAbsolute(Dataset<Row> rows, String input) {
        Column path = functions.col(ListedImages.PATH);
        Row relative = rows.filter(functions.not(isAbsolute(path)))
                .agg(functions.min(path))
                .first();
        if (!relative.isNullAt(0)) {
            throw new UsageException(
                    "%s: names files of several folders, and a relative path such as '%s' would begin at another one in each; give one folder's files at a time"
                            .formatted(input, relative.getString(0)));
        }
    }

    private static Column isAbsolute(Column path) {
        return path.startsWith("/").or(path.rlike(URI));
    }

    /** The size that nobody knows. */
    static Column unknownBytes() {
        return functions.lit(null).cast(DataTypes.LongType).as(ListedImages.BYTES);
    }
}
