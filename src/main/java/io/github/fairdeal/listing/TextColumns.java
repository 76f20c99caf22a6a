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
    private static final String DECIMAL =
            "^-?(0|[1-9][0-9]*)?([.][0-9]+|[.]?[eE][+-]?[0-9]+|[.][0-9]+[eE][+-]?[0-9]+)$";
    private static final String TRUTH = "^(?i)(true|false)$";

    /** What a column is counted for, in this order. */
    private static final int COUNTS = 4;

    /** The same rows, with types in these columns. */
    Dataset<Row> typed(List<String> names) {
        if (names.isEmpty()) {
            return rows;
        }
        List<Column> counts = new ArrayList<>();
        for (String name : names) {
            Column text = ListedFeatures.column(name);
            Column isWhole = text.rlike(WHOLE).and(number(name).isNotNull());
            counts.add(functions.count(text));
            counts.add(functions.count(functions.when(isWhole, 1)));
            counts.add(functions.count(functions.when(isWhole.or(text.rlike(DECIMAL)), 1)));
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
        if (values == 0) {
            return "string";
        }
        List<String> types = List.of("bigint", "double", "boolean");
        return types.stream()
                .filter(type -> found.getLong(first + 1 + types.indexOf(type)) == values)
                .findFirst()
                .orElse("string");
    }

    /** Null if it does not fit. */
    private static Column number(String name) {
        return functions.expr("try_cast(%s AS bigint)".formatted(ListedFeatures.quoted(name)));
    }
}
