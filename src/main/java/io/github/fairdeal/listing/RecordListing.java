package io.github.fairdeal.listing;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.EncodedImageEncoder;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.storage.StorageLevel;

/**
 * Images in TFRecord files of {@code tf.train.Example}s, ours or anybody's, without an index or with one that counts no
 * more: records with paths, or with the images themselves. The first file says which features there are.
 *
 * @param input a file, a folder of files or a pattern
 * @param pathColumn feature of paths; relative ones begin at the dataset's folder if the files
 *     are shards of one, else at their own
 * @param imageColumn feature of images, pixels or a PNG or JPEG file; null: {@code image_string} or
 *     {@code image_encoded}. Where records have it, paths do not count
 * @param labelColumn feature of labels: a number, or the name of a class
 * @param kept features that stay
 */
public record RecordListing(String input, String pathColumn, String imageColumn, String labelColumn, List<String> kept)
        implements ImageListing {

    public RecordListing {
        kept = List.copyOf(kept);
    }

    @Override
    public String source() {
        return "tfrecord";
    }

    /** Those of the dataset that the records are of. */
    @Override
    public List<String> labelNames(Storage storage) throws IOException {
        Optional<String> dataset = labelColumn.equals("label")
                ? ListedInput.of(storage, input, "TFRecord files").dataset(storage)
                : Optional.empty();
        return dataset.isEmpty()
                ? List.of()
                : DatasetFolder.open(storage, dataset.get()).manifest().labels();
    }

    @Override
    public ListedImages list(SparkSession spark, Storage storage, ListingOrder order) throws IOException {
        ListedInput found = ListedInput.of(storage, input, "TFRecord files");
        String files = found.path();
        spark.sparkContext().setJobDescription("prepare: read " + files);
        spark.sparkContext().setCallSite("read records");
        Dataset<Row> read = spark.read()
                .format("tfrecord")
                .option("inferFrom", "first-file")
                .option("inferBinary", true)
                .load(found.shards(storage));
        ListedFeatures.require(read, labelColumn, "--label-column");
        ListedFeatures.check(read, kept);
        String image = imageFeature(read);
        if (image == null) {
            ListedFeatures.require(read, pathColumn, "--path-column, or --image-column");
        }
        Column label = ListedFeatures.column(labelColumn);
        DataType type = read.schema().apply(labelColumn).dataType();
        if (!(type instanceof LongType) && !(type instanceof BinaryType)) {
            throw new UsageException("--label-column: feature '%s' is %s, expected one number or one text"
                    .formatted(labelColumn, type.simpleString()));
        }
        String base = found.recordBase(storage);
        Column path = ListedFeatures.column(image == null ? pathColumn : image).cast("string");
        Column payload = image == null
                ? ListedFeatures.absolute(path, base).as(ListedImages.PATH)
                : ListedFeatures.column(image).as(ListedImages.IMAGE);
        Column bytes = image == null
                ? ListedFeatures.unknownBytes()
                : functions.length(ListedFeatures.column(image)).cast("bigint").as(ListedImages.BYTES);
        Dataset<Row> rows = read.select(Stream.of(
                                Stream.of(
                                        (type instanceof BinaryType ? label.cast("string") : label)
                                                .as(ListedImages.LABEL),
                                        payload,
                                        bytes),
                                ListedFeatures.places(order == ListingOrder.GIVEN || image != null || !kept.isEmpty())
                                        .stream(),
                                kept.stream().map(ListedFeatures::column))
                        .flatMap(columns -> columns)
                        .toArray(Column[]::new))
                .persist(StorageLevel.DISK_ONLY());
        try {
            requireComplete(rows, files, image == null ? pathColumn : image);
            if (image == null && base == null) {
                ListedFeatures.requireAbsolute(rows, files);
            }
        } catch (Throwable e) { // Spark throws checked exceptions without saying so
            rows.unpersist();
            throw e;
        }
        return new ListedImages(rows, kept, Map.of(), rows::unpersist);
    }

    /** The feature that holds images; null if records have paths only. */
    private String imageFeature(Dataset<Row> read) {
        if (imageColumn != null) {
            ListedFeatures.require(read, imageColumn, "--image-column");
            return imageColumn;
        }
        List<String> columns = Arrays.asList(read.columns());
        return Stream.of("image_string", EncodedImageEncoder.IMAGE)
                .filter(columns::contains)
                .findFirst()
                .orElse(null);
    }

    private void requireComplete(Dataset<Row> rows, String files, String payload) {
        String column = rows.columns()[1];
        Row found = rows.agg(
                        functions.count(functions.lit(1)),
                        functions.count(functions.when(
                                functions
                                        .col(ListedImages.LABEL)
                                        .isNull()
                                        .or(functions.col(column).isNull()),
                                1)),
                        functions.approx_count_distinct(ListedImages.LABEL))
                .first();
        if (found.getLong(1) > 0) {
            throw new BadInputException("%s: %,d of %,d records lack '%s' or '%s'; expected both in every record"
                    .formatted(files, found.getLong(1), found.getLong(0), labelColumn, payload));
        }
        ListedFeatures.requireFewLabels(found.getLong(2), found.getLong(0), files);
    }
}
