package io.github.fairdeal.job;

import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.datasource.FeatureColumns;
import io.github.fairdeal.tfrecord.EncodedImageEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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

    private static final String URI = "^[A-Za-z][A-Za-z0-9+.-]+:/";

    private ListedFeatures() {}

    /**
     * Checks the columns to keep.
     *
     * @throws UsageException if there is no such column, a record cannot hold it, or it has the name of a record's own
     */
    static void check(Dataset<Row> rows, List<String> kept) {
        for (String name : kept) {
            if (OWN.contains(name)) {
                throw new UsageException(
                        "--keep-columns: '%s' is a feature that fairdeal writes itself; rename the column"
                                .formatted(name));
            }
        }
        FeatureColumns.check(rows.schema(), kept);
    }

    /**
     * Checks that there is a column.
     *
     * @throws UsageException if not
     */
    static void require(Dataset<Row> rows, String column, String option) {
        if (!List.of(rows.columns()).contains(column)) {
            throw new UsageException(
                    "%s: no column '%s', there are %s".formatted(option, column, Arrays.toString(rows.columns())));
        }
    }

    /** A column by its literal name. */
    static Column column(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
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

    /** Paths from the root, and URIs, as they are; others from {@code base}. */
    static Column absolute(Column path, String base) {
        return functions
                .when(path.startsWith("/").or(path.rlike(URI)), path)
                .otherwise(functions.concat(functions.lit(base), path));
    }

    /** The size that nobody knows. */
    static Column unknownBytes() {
        return functions.lit(null).cast(DataTypes.LongType).as(ListedImages.BYTES);
    }
}
