package io.github.fairdeal.datasource;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Infers a schema and counts, in a session with the settings of the command line. The last line says both. */
final class KryoProgram {

    private KryoProgram() {}

    public static void main(String[] arguments) throws IOException { // Spark 4: of close()
        String result;
        try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
            Dataset<Row> rows = spark.read().format("tfrecord").load(arguments[0]);
            rows.write().format("tfrecord").save(arguments[1]);
            result = rows.schema().toDDL() + ": "
                    + spark.read().format("tfrecord").load(arguments[1]).count();
        }
        System.out.println(result);
        System.exit(0);
    }
}
