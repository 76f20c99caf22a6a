package io.github.fairdeal.job;

import com.sun.management.OperatingSystemMXBean;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.listing.ManifestListing;
import io.github.fairdeal.storage.Storage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Wall and CPU time of {@code prepare --source manifest} over rows that it writes first, 1,000 classes in no order, as CSV
 * and as Parquet, into 8 path shards. Deletes all of it after. The first run has the JVM's warming up in it.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
 * java @conf/jvm.options -Xmx1g -cp target/test-classes:target/classes:$(cat target/test.classpath) \
 *     io.github.fairdeal.job.ListingBenchmark 5000000
 * </pre>
 */
final class ListingBenchmark {

    private static final int CLASSES = 1_000;

    private ListingBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        long rows = Long.parseLong(arguments[0]);
        Path folder = Files.createTempDirectory("listing-benchmark");
        try {
            Path csv = folder.resolve("images.csv");
            write(csv, rows);
            try (Engine engine = Engine.start("listing benchmark", Map.of())) {
                prepare(engine, csv, rows);
                Path parquet = folder.resolve("images.parquet");
                SparkSession.active()
                        .read()
                        .option("header", true)
                        .csv(csv.toString())
                        .write()
                        .parquet(parquet.toString());
                prepare(engine, parquet, rows);
            }
        } finally {
            Storage.local().delete(folder.toString());
        }
    }

    private static void write(Path csv, long rows) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(csv)) {
            out.write("path,label\n");
            for (long row = 0; row < rows; row++) {
                long name = row * 0x9E3779B97F4A7C15L; // odd, so no two are alike
                out.write("/data/images/class-%03d/image-%016x.jpeg,class-%03d\n"
                        .formatted(row * 7 % CLASSES, name, row * 7 % CLASSES));
            }
        }
    }

    private static void prepare(Engine engine, Path table, long rows) throws IOException {
        OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = process.getProcessCpuTime();
        try (HeapRecorder heap = HeapRecorder.start()) {
            PrepareListing.Result result = engine.prepareListing()
                    .listing(new ManifestListing(table.toString(), null, "path", "label", List.of()))
                    .output(table + ".dataset")
                    .shards(8)
                    .shape(ImageShape.MNIST)
                    .execute();
            System.out.printf(
                    Locale.ROOT,
                    "%s, %,d rows: %.1f s, %.1f CPU-seconds, %s%n",
                    table.getFileName(),
                    rows,
                    result.elapsed().toNanos() / 1e9,
                    (process.getProcessCpuTime() - cpu) / 1e9,
                    heap.words());
        }
    }
}
