package io.github.fairdeal.offenders.cli;

import org.apache.spark.sql.SparkSession;

/** Breaks Spark's fence where the temptation is greatest. */
public final class SparkInTheCommandLine {

    SparkSession session;
}
