package io.github.fairdeal.job;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Images that a table lists, a row an image: where it is, and its label. A label is a number, or the name of a class. Of
 * formats without types, CSV and JSON, labels are numbers if all of them are whole numbers, and names otherwise.
 *
 * @param input the table: a file, a folder of files or a pattern
 * @param format of the table; null: by the name
 * @param pathColumn column of paths; relative ones begin at the folder that the table is in
 * @param labelColumn column of labels
 * @param kept columns that become features of the records
 */
public record ManifestListing(
        String input, ManifestFormat format, String pathColumn, String labelColumn, List<String> kept)
        implements ImageListing {

    private static final String WHOLE_NUMBER = "^(0|-?[1-9][0-9]{0,17})$";
    private static final String CORRUPT = "_corrupt_record";
    private static final String CONTENT = "_content";

    public ManifestListing {
        kept = List.copyOf(kept);
    }

    @Override
    public String source() {
        return "manifest";
    }

    @Override
    public ListedImages list(SparkSession spark, ListingOrder order) throws IOException {
        Storage storage = SparkStorage.of(spark);
        String table = storage.resolve(input);
        ManifestFormat own = format == null ? ManifestFormat.of(table) : format;
        if (!isPattern(table) && !storage.exists(table)) {
            throw new BadInputException(table + ": no such file; expected a table with a row an image");
        }
        spark.sparkContext().setJobDescription("prepare: read " + table);
        Dataset<Row> read = read(spark, table, own);
        ListedFeatures.require(read, pathColumn, "--path-column");
        ListedFeatures.require(read, labelColumn, "--label-column");
        ListedFeatures.check(read, kept);
        Dataset<Row> rows =
                read.select(columns(read, order, base(storage, table, own))).persist(StorageLevel.DISK_ONLY());
        Runnable cleanUp = rows::unpersist;
        try {
            boolean hasNumbers = check(rows, table);
            Column label = functions.col(ListedImages.LABEL);
            Dataset<Row> typed = hasNumbers ? rows.withColumn(ListedImages.LABEL, label.cast("bigint")) : rows;
            return new ListedImages(typed.drop(CONTENT), kept, Map.of(), cleanUp);
        } catch (RuntimeException e) {
            cleanUp.run();
            throw e;
        }
    }

    private Dataset<Row> read(SparkSession spark, String table, ManifestFormat own) {
        if (own == ManifestFormat.PARQUET) {
            return spark.read().parquet(table);
        }
        DataFrameReader reader = spark.read()
                .option("header", true)
                .option("multiLine", own == ManifestFormat.CSV)
                .option("escape", "\"") // RFC 4180 doubles quotes
                .option("encoding", "UTF-8");
        // Types matter only of what is kept; to find them out takes another reading.
        boolean infersTypes = !kept.isEmpty() || own == ManifestFormat.JSON;
        StructType found = reader.option("inferSchema", infersTypes)
                .format(own.word())
                .load(table)
                .schema();
        StructType schema = new StructType(Stream.of(found.fields())
                .filter(field -> !field.name().equals(CORRUPT))
                .map(field -> kept.contains(field.name()) ? field : text(field.name()))
                .toArray(StructField[]::new));
        return reader.option("columnNameOfCorruptRecord", CORRUPT)
                .schema(schema.add(text(CORRUPT)))
                .load(table);
    }

    private static StructField text(String name) {
        return DataTypes.createStructField(name, DataTypes.StringType, true);
    }

    private Column[] columns(Dataset<Row> read, ListingOrder order, String base) {
        Column path = ListedFeatures.column(pathColumn).cast("string");
        Column label = ListedFeatures.column(labelColumn);
        DataType type = read.schema().apply(labelColumn).dataType();
        if (!(type instanceof IntegralType) && !(type instanceof StringType)) {
            throw new UsageException("--label-column: column '%s' is of type %s, expected a whole number or text"
                    .formatted(labelColumn, type.simpleString()));
        }
        boolean hasCorrupt = List.of(read.columns()).contains(CORRUPT);
        Column shown = functions.to_json(functions.struct(path.as(pathColumn), label.as(labelColumn)));
        Column isBad = path.isNull().or(path.equalTo("")).or(label.isNull());
        if (type instanceof StringType) {
            isBad = isBad.or(label.equalTo(""));
        }
        if (hasCorrupt) {
            shown = functions.coalesce(functions.col(CORRUPT), shown);
            isBad = isBad.or(functions.col(CORRUPT).isNotNull());
        }
        return Stream.of(
                        Stream.of(
                                (type instanceof IntegralType ? label.cast("bigint") : label).as(ListedImages.LABEL),
                                ListedFeatures.absolute(path, base).as(ListedImages.PATH),
                                ListedFeatures.unknownBytes(),
                                functions.when(isBad, shown).as(CONTENT)),
                        ListedFeatures.places(order == ListingOrder.GIVEN || !kept.isEmpty()).stream(),
                        kept.stream().map(ListedFeatures::column))
                .flatMap(columns -> columns)
                .toArray(Column[]::new);
    }

    /** Refuses rows without a path or a label; true if labels are numbers that are still text. */
    private boolean check(Dataset<Row> rows, String table) {
        Column label = functions.col(ListedImages.LABEL);
        Row found = rows.agg(
                        functions.count(functions.lit(1)),
                        functions.count(functions.col(CONTENT)),
                        functions.min(CONTENT),
                        functions.count(functions.when(label.cast("string").rlike(WHOLE_NUMBER), 1)))
                .first();
        if (found.getLong(1) > 0) {
            throw new BadInputException(
                    "%s: %,d of %,d rows have no path or no label, or are damaged, such as %s; expected both in every row (--path-column %s, --label-column %s)"
                            .formatted(
                                    table,
                                    found.getLong(1),
                                    found.getLong(0),
                                    found.getString(2).replaceAll("\\p{Cntrl}+", " "),
                                    pathColumn,
                                    labelColumn));
        }
        boolean isText = rows.schema().apply(ListedImages.LABEL).dataType() instanceof StringType;
        return isText
                && (format == null ? ManifestFormat.of(table) : format) != ManifestFormat.PARQUET
                && found.getLong(3) == found.getLong(0);
    }

    /** What relative paths begin with. */
    private static String base(Storage storage, String table, ManifestFormat own) throws IOException {
        boolean isFolder = !isPattern(table)
                && !table.endsWith("." + own.word()) // a folder that Spark wrote as if it were one file
                && storage.status(table).orElseThrow().isFolder();
        return isFolder ? table + "/" : table.substring(0, table.lastIndexOf('/') + 1);
    }

    private static boolean isPattern(String table) {
        return table.contains("*");
    }
}
