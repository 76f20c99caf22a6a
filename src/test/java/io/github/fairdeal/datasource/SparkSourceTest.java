package io.github.fairdeal.datasource;

import io.github.fairdeal.SparkSessionTest;
import io.github.fairdeal.tfrecord.RecordReader;
import io.github.fairdeal.tfrecord.RecordWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the source through Spark, each in a folder of its own. */
abstract class SparkSourceTest extends SparkSessionTest {

    @TempDir
    Path folder;

    /** A place in this test's folder. */
    String path(String name) {
        return folder.resolve(name).toString();
    }

    Dataset<Row> frame(StructType schema, Row... rows) {
        return spark().createDataFrame(Arrays.asList(rows), schema);
    }

    static StructType struct(String ddl) {
        return StructType.fromDDL(ddl);
    }

    static Row row(Object... values) {
        return RowFactory.create(values);
    }

    /** Rows as text, sorted: files have no order. */
    static List<String> json(Dataset<Row> rows) {
        return rows.toJSON().collectAsList().stream().sorted().toList();
    }

    /** Names of the data files in a folder and below, sorted. */
    static List<String> dataFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.startsWith("_") && !name.contains("/_") && !name.endsWith(".crc"))
                    .sorted()
                    .toList();
        }
    }

    /** Payloads of all data files of a folder. */
    static List<byte[]> payloads(Path folder) throws IOException {
        List<byte[]> payloads = new ArrayList<>();
        for (String name : dataFiles(folder)) {
            Path file = folder.resolve(name);
            try (RecordReader reader = new RecordReader(Files.newInputStream(file), name, Files.size(file))) {
                while (reader.next()) {
                    payloads.add(reader.payload());
                }
            }
        }
        return payloads;
    }

    /** Writes a file of these payloads into this test's folder. */
    Path write(String name, byte[]... payloads) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (RecordWriter writer = new RecordWriter(Files.newOutputStream(file))) {
            for (byte[] payload : payloads) {
                writer.write(payload, 0, payload.length);
            }
        }
        return file;
    }
}
