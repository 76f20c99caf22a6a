package io.github.fairdeal.listing;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Columns of a table that knows texts only, CSV, given the types that all their values have: whole numbers that a record
 * can hold, numbers with a point or an exponent among them, true and false, else texts. What such a type would change stays a
 * text: {@code 007}, and {@code 12345678901234567890}, which no record holds as a number.
 *
 * @param rows of texts
 */
record TextColumns(Dataset<Row> rows) {

    private static final String WHOLE = "^(0|-?[1-9][0-9]*)$";
    private static final String NUMBER = "^-?((0|[1-9][0-9]*)([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$";
    private static final String POINT_OR_EXPONENT = "[.eE]"; // else it is whole, or has too many digits to be kept
    private static final String TRUTH = "^(?i)(true|false)$";

    /** That a column may have, in the order of preference. */
    private static final List<String> TYPES = List.of("bigint", "double", "boolean");

    /** Of a column: its values, and those of each type. */
    private static final int COUNTS = 1 + TYPES.size();

    /** The same rows, with types in these columns. */
    Dataset<Row> typed(List<String> names) {
        if (names.isEmpty()) {
            return rows;
        }
        List<Column> counts = new ArrayList<>();
        for (String name : names) {
            Column text = ListedFeatures.column(name);
            Column isWhole = text.rlike(WHOLE).and(number(name).isNotNull());
            Column hasPoint = text.rlike(NUMBER).and(text.rlike(POINT_OR_EXPONENT));
            counts.add(functions.count(text));
            counts.add(functions.count(functions.when(isWhole, 1)));
            counts.add(functions.count(functions.when(isWhole.or(hasPoint), 1)));
            counts.add(functions.count(functions.when(text.rlike(TRUTH), 1)));
        }
        Row found = rows.agg(counts.get(0), counts.subList(1, counts.size()).toArray(Column[]::new))
                .first();
        Dataset<Row> typed = rows;
        for (int i = 0; i < names.size(); i++) {
            String type = type(found, i * COUNTS);
            String name = names.get(i);
            Column text = ListedFeatures.column(name);
            typed = typed.withColumn(name, type.equals("bigint") ? number(name) : text.cast(type));
        }
        return typed;
    }

    private static String type(Row found, int first) {
        long values = found.getLong(first);
        for (int i = 0; i < TYPES.size() && values > 0; i++) {
            if (found.getLong(first + 1 + i) == values) {
                return TYPES.get(i);
            }
        }
        return "string";
    }

    /** Null if it does not fit. */
    private static Column number(String name) {
        return functions.expr("try_cast(%s AS bigint)".formatted(ListedFeatures.quoted(name)));
    }
}
