package io.github.fairdeal.datasource;

/** What happens to a record that cannot be read as the schema wants it; the names are those of Spark's CSV and JSON. */
enum ParseMode {
    /** The job fails. */
    FAILFAST,
    /** The record is left out, and its place is logged. */
    DROPMALFORMED,
    /** The record becomes a row of nulls, with what is wrong in the column for corrupt records. */
    PERMISSIVE
}
