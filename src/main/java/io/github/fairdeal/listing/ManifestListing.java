package io.github.fairdeal.listing;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Images that a table lists, a row an image: where it is, and its label. A label is a number, or the name of a class. Of
 * formats without types, CSV and JSON, labels are numbers if all of them are whole numbers, {@code 3} or {@code 3.0}, and
 * names otherwise.
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

    private static final String WHOLE_NUMBER = "^(0|-?[1-9][0-9]*)([.]0+)?$";

    /** What a reader of UTF-8 makes of bytes that are none. */
    private static final String NO_TEXT = "\uFFFD";

    private static final String CORRUPT = "_corrupt_record";
    private static final String CONTENT = "_content";

    private static final String ODD_QUOTES = "(length(value) - length(replace(value, '\"', ''))) % 2 = 1";

    /** Of a row in a message: an open quote may make it the rest of the file. */
    private static final int SHOWN_CHARACTERS = 200;

    public ManifestListing {
        kept = List.copyOf(kept);
    }

    @Override
    public String source() {
        return "manifest";
    }

    @Override
    public ListedImages list(SparkSession spark, Storage storage, ListingOrder order) throws IOException {
        ListedInput files = ListedInput.of(storage, input, "a table with a row an image");
        String table = files.path();
        ManifestFormat own = format == null ? ManifestFormat.of(table) : format;
        spark.sparkContext().setJobDescription("prepare: read " + table);
        spark.sparkContext().setCallSite("read the manifest");
        try {
            return list(read(spark, files.forSpark(), own), table, own, order, base(files));
        } catch (Throwable e) { // Spark throws checked exceptions without saying so
            throw unreadable(e, table, own);
        }
    }

    private ListedImages list(Dataset<Row> read, String table, ManifestFormat own, ListingOrder order, String base) {
        ListedFeatures.require(read, pathColumn, "--path-column");
        ListedFeatures.require(read, labelColumn, "--label-column");
        ListedFeatures.check(read, kept);
        Dataset<Row> typed = own == ManifestFormat.CSV ? new TextColumns(read).typed(kept) : read;
        Dataset<Row> rows = typed.select(columns(typed, own, order, base)).persist(StorageLevel.DISK_ONLY());
        Runnable cleanUp = rows::unpersist;
        try {
            boolean hasNumbers = check(rows, table, own);
            if (base == null) {
                ListedFeatures.requireAbsolute(rows, table);
            }
            Dataset<Row> labelled = hasNumbers ? rows.withColumn(ListedImages.LABEL, number()) : rows;
            return new ListedImages(labelled.drop(CONTENT), kept, Map.of(), cleanUp);
        } catch (Throwable e) { // Spark throws checked exceptions without saying so
            cleanUp.run();
            throw e;
        }
    }

    /** A label that is a text, as a number; null if it is none or does not fit. */
    private static Column number() {
        return functions.expr("try_cast(regexp_replace(%s, '[.]0+$', '') AS bigint)".formatted(ListedImages.LABEL));
    }

    private Dataset<Row> read(SparkSession spark, String table, ManifestFormat own) {
        if (own == ManifestFormat.PARQUET) {
            return spark.read().parquet(table);
        }
        DataFrameReader reader = spark.read()
                .option("header", true)
                .option("enforceSchema", false) // looks at every file's line of names
                .option("multiLine", own == ManifestFormat.CSV && hasQuotedLines(spark, table))
                .option("escape", "\"") // RFC 4180 doubles quotes
                .option("encoding", "UTF-8");
        StructType found = reader.format(own.word()).load(table).schema();
        StructType schema = new StructType(Stream.of(found.fields())
                .filter(field -> !field.name().equals(CORRUPT))
                .map(field -> kept.contains(field.name()) && !isWide(field) ? field : text(field.name()))
                .toArray(StructField[]::new));
        return reader.option("columnNameOfCorruptRecord", CORRUPT)
                .schema(schema.add(text(CORRUPT)))
                .load(table);
    }

    /** True if a value goes over several lines; else a file can be read in pieces, by several tasks. */
    private static boolean hasQuotedLines(SparkSession spark, String table) {
        return spark.read().text(table).filter(functions.expr(ODD_QUOTES)).count() > 0;
    }

    /** Whole numbers of more digits than a record has place for, which are names or codes. */
    private static boolean isWide(StructField field) {
        return field.dataType() instanceof DecimalType;
    }

    private static StructField text(String name) {
        return DataTypes.createStructField(name, DataTypes.StringType, true);
    }

    private Column[] columns(Dataset<Row> read, ManifestFormat own, ListingOrder order, String base) {
        Column path = ListedFeatures.column(pathColumn).cast("string");
        Column named = ListedFeatures.column(labelColumn);
        Column label = own == ManifestFormat.CSV ? functions.trim(named) : named; // "a.png, 3" says 3
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
    private boolean check(Dataset<Row> rows, String table, ManifestFormat own) {
        Column label = functions.col(ListedImages.LABEL);
        Column isNumber = label.cast("string").rlike(WHOLE_NUMBER).and(number().isNotNull());
        Column isGarbled = label.cast("string")
                .contains(NO_TEXT)
                .or(functions.col(ListedImages.PATH).contains(NO_TEXT));
        Row found = rows.agg(
                        functions.count(functions.lit(1)),
                        functions.count(functions.col(CONTENT)),
                        functions.min(functions.substring(functions.col(CONTENT), 1, SHOWN_CHARACTERS)),
                        functions.count(functions.when(isNumber, 1)),
                        functions.count(functions.when(isGarbled, 1)),
                        functions.min(functions.when(isGarbled, functions.col(ListedImages.PATH))),
                        functions.approx_count_distinct(label))
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
        if (own == ManifestFormat.CSV && found.getLong(4) > 0) {
            throw new BadInputException(
                    "%s: %,d of %,d rows are not UTF-8, such as that of %s; expected UTF-8: convert the file, such as with iconv -t UTF-8"
                            .formatted(table, found.getLong(4), found.getLong(0), found.getString(5)));
        }
        ListedFeatures.requireFewLabels(found.getLong(6), found.getLong(0), table);
        boolean isText = rows.schema().apply(ListedImages.LABEL).dataType() instanceof StringType;
        return isText && own != ManifestFormat.PARQUET && found.getLong(3) == found.getLong(0);
    }

    /** What Spark says of a table that it cannot read, in our words; anything else as it is. */
    private static <T extends Throwable> RuntimeException unreadable(
            Throwable failure, String table, ManifestFormat own) throws T {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage()).strip();
            if (cause instanceof IllegalArgumentException && message.contains("CSV header")) {
                return new BadInputException(
                        "%s: its files have different columns, or in another order: %s; give those that are alike at a time"
                                .formatted(table, message.replaceAll("\\s*\\R\\s*", "; ")),
                        failure);
            }
            if (cause instanceof AnalysisException) {
                return new BadInputException(
                        "%s: cannot be read as %s: %s"
                                .formatted(
                                        table,
                                        own.word(),
                                        message.lines().findFirst().orElse("")),
                        failure);
            }
            if (message.contains("is not a Parquet file")) {
                return new BadInputException(
                        table + ": is not a Parquet file; --input-format says what it is, or its name", failure);
            }
        }
        @SuppressWarnings("unchecked") // thrown on as it came
        T same = (T) failure;
        throw same;
    }

    /** What relative paths begin with; null if that differs. */
    private static String base(ListedInput files) {
        boolean isWrittenAsFolder =
                files.isFolder() && ManifestFormat.ofName(files.path()).isPresent(); // by Spark, as if it were one file
        return isWrittenAsFolder ? files.above() : files.folder();
    }
}
