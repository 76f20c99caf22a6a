package io.github.fairdeal.datasource;

import io.github.fairdeal.dataset.UsageException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * How records are read; docs/datasource.md describes every option.
 *
 * @param mode what happens to damaged records
 * @param corruptColumn name of the column that takes them where {@code mode} is PERMISSIVE
 * @param verifyChecksum false: payloads are believed without their checksum
 * @param inferBinary true: bytes features are inferred as BINARY, not STRING
 * @param samplingRatio share of the records that inference looks at
 * @param infersFromFirstFile true: inference looks at the first file that holds anything
 * @param takesFirstValue true: a column that is no array takes the first of several values
 * @param requiredColumns columns that may not be absent in any record
 * @param ignoresCorruptFiles true: inference leaves out what it cannot read, as Spark's scan does
 * @param ignoresMissingFiles true: inference leaves out files that went since they were listed
 */
record ReadOptions(
        RecordType recordType,
        ParseMode mode,
        String corruptColumn,
        boolean verifyChecksum,
        boolean inferBinary,
        double samplingRatio,
        boolean infersFromFirstFile,
        boolean takesFirstValue,
        Set<String> requiredColumns,
        boolean ignoresCorruptFiles,
        boolean ignoresMissingFiles)
        implements Serializable {

    private static final String CORRUPT_COLUMN = "columnNameOfCorruptRecord";

    /**
     * Reads options.
     *
     * @param session Spark's settings of the session by their keys, for where an option is not given
     * @throws UsageException if a value is not one of those an option takes
     */
    static ReadOptions of(Map<String, String> given, UnaryOperator<String> session) {
        Options options = new Options(given);
        return new ReadOptions(
                options.choice("recordType", RecordType.EXAMPLE, RecordType.values(), RecordType::word),
                options.choice("mode", ParseMode.FAILFAST, ParseMode.values(), ParseMode::name),
                options.text(CORRUPT_COLUMN, session.apply("spark.sql." + CORRUPT_COLUMN)),
                options.flag("verifyChecksum", true),
                options.flag("inferBinary", false),
                options.fraction("samplingRatio", 1),
                infersFromFirstFile(options.text("inferFrom", "all-files")),
                takesFirstValue(options.text("scalarFrom", "single")),
                names(options.text("requiredColumns", "")),
                options.flag("ignoreCorruptFiles", isOn(session, "spark.sql.files.ignoreCorruptFiles")),
                options.flag("ignoreMissingFiles", isOn(session, "spark.sql.files.ignoreMissingFiles")));
    }

    boolean isSampling() {
        return samplingRatio < 1;
    }

    /** False if there may be records that the inferred schema does not know of. */
    boolean infersFromAllRecords() {
        return !isSampling() && !infersFromFirstFile;
    }

    private static boolean isOn(UnaryOperator<String> session, String key) {
        return Boolean.parseBoolean(session.apply(key));
    }

    private static boolean infersFromFirstFile(String given) {
        return switch (given.toLowerCase(Locale.ROOT)) {
            case "first-file" -> true;
            case "all-files" -> false;
            default -> throw Options.unknown("inferFrom", given, "all-files, first-file");
        };
    }

    private static boolean takesFirstValue(String given) {
        return switch (given.toLowerCase(Locale.ROOT)) {
            case "first" -> true;
            case "single" -> false;
            default -> throw Options.unknown("scalarFrom", given, "single, first");
        };
    }

    private static Set<String> names(String given) {
        return Arrays.stream(given.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
