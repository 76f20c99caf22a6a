package io.github.fairdeal.listing;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.source.LeftOut;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Images that a source has, as rows: {@link #LABEL}, a name (string) or a number (bigint); {@link #PATH}, string,
 * or {@link #IMAGE}, binary;
 * {@link #BYTES}, bigint, null where the source does not know; what is kept beside them; {@link #PLACES}.
 *
 * @param rows the images, in no order
 * @param kept columns that become features of the records, in this order
 * @param leftOut what else was there
 * @param cleanUp drops what Spark keeps of the listing
 */
public record ListedImages(Dataset<Row> rows, List<String> kept, Map<LeftOut, Long> leftOut, Runnable cleanUp)
        implements AutoCloseable {

    /** Column of the label. */
    static final String LABEL = "_label";

    /** Column of the image file's path, absolute or a URI. */
    static final String PATH = "_path";

    /** Column of the image itself, pixels or a file, in place of {@link #PATH}. */
    static final String IMAGE = "_image";

    /** Column of the file's size. */
    static final String BYTES = "_bytes";

    /** Columns by which rows sort into the order in which the source gives them; none where nobody needs it. */
    static final List<String> PLACES = List.of("_file", "_block", "_row");

    private static final String HASH = "_hash";

    public ListedImages {
        kept = List.copyOf(kept);
        leftOut = Map.copyOf(leftOut);
    }

    /** True if rows have images in place of paths. */
    public boolean hasImages() {
        return List.of(rows.columns()).contains(IMAGE);
    }

    /** The same with other rows. */
    ListedImages with(Dataset<Row> others, Map<LeftOut, Long> reasons) {
        return new ListedImages(others, kept, reasons, cleanUp);
    }

    /**
     * Counts rows whose path another row has too.
     *
     * @throws BadInputException if there are any and there may not be
     */
    public long repeatedPaths(DuplicatePaths rule, String input) {
        if (hasImages()) {
            return 0;
        }
        // Hashes are a seventh of the paths; only where two are equal are the paths themselves counted.
        Column hash = functions.xxhash64(functions.col(PATH)).as(HASH);
        Dataset<Row> suspects = repeated(rows.select(hash), HASH).select(HASH);
        if (suspects.isEmpty()) {
            return 0;
        }
        Column count = functions.col("count");
        Row found = repeated(rows.select(functions.col(PATH), hash).join(suspects, HASH), PATH)
                .agg(functions.sum(count.minus(1)), functions.count(count), functions.min(PATH))
                .first();
        if (found.isNullAt(0)) {
            return 0;
        }
        if (rule == DuplicatePaths.REFUSE) {
            throw new BadInputException("%s: %,d paths are named more than once, the first: %s; expected each once"
                    .formatted(input, found.getLong(1), found.getString(2)));
        }
        return found.getLong(0);
    }

    /** True if the source has an order of its own. */
    boolean hasPlaces() {
        return List.of(rows.columns()).containsAll(PLACES);
    }

    @Override
    public void close() {
        cleanUp.run();
    }

    private static Dataset<Row> repeated(Dataset<Row> values, String column) {
        return values.groupBy(column).count().filter(functions.col("count").gt(1));
    }
}
