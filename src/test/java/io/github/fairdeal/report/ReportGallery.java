package io.github.fairdeal.report;

import io.github.fairdeal.bias.BiasReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Draws every figure and page from simulated orders, to be looked at:
 *
 * <pre>
 * mvn -q test-compile -DskipChecks dependency:build-classpath -Dmdep.outputFile=target/test.classpath
 * java -cp target/test-classes:target/classes:$(cat target/test.classpath) io.github.fairdeal.report.ReportGallery target/gallery
 * </pre>
 */
final class ReportGallery {

    private static final int RECORDS = 70_000;

    private ReportGallery() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Map<String, int[]> orders = new LinkedHashMap<>();
        orders.put("sorted", SimulatedOrders.sorted(RECORDS));
        orders.put("buffer", SimulatedOrders.buffered(RECORDS, 10_000, 1));
        orders.put("even", SimulatedOrders.even(RECORDS, 1));
        for (Map.Entry<String, int[]> order : orders.entrySet()) {
            audit(folder.resolve(order.getKey()), order.getValue(), 70, 10);
        }
        audit(folder.resolve("many-shards"), SimulatedOrders.even(1_000_000, 1), 10_000, 100);
        SimulatedComparison simulated = new SimulatedComparison();
        write(
                folder.resolve("comparison"),
                ComparisonReport.of(simulated.comparison(), simulated.samples()).files());
    }

    private static void audit(Path folder, int[] order, int shards, int labels) throws IOException {
        BiasReport report = SimulatedOrders.report(order, shards, labels);
        write(
                folder,
                HtmlReport.of(report, SimulatedOrders.sample(order, order.length, labels))
                        .title(folder.getFileName().toString())
                        .shardNames(IntStream.range(0, shards)
                                .mapToObj(shard -> Numbers.format("path-%05d-of-%05d.tfrecord", shard, shards))
                                .toList())
                        .files());
    }

    private static void write(Path folder, Map<String, byte[]> files) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }
}
