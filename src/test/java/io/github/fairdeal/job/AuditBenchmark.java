package io.github.fairdeal.job;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.ExampleEncoder;
import io.github.fairdeal.tfrecord.RecordWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Time and heap of {@code audit} over path shards that it writes first: records, shards, labels. Deletes them after.
 *
 * <pre>
 * mvn -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
 * java @conf/jvm.options -Xmx1g -cp target/test-classes:target/classes:$(cat target/test.classpath) \
 *     io.github.fairdeal.job.AuditBenchmark 10000000 1000 1000
 * </pre>
 */
final class AuditBenchmark {

    private AuditBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        long records = Long.parseLong(arguments[0]);
        int shards = Integer.parseInt(arguments[1]);
        int labels = Integer.parseInt(arguments[2]);
        Path folder = Files.createTempDirectory("audit-benchmark");
        try {
            write(folder, records, shards, labels);
            try (Engine engine = Engine.start("audit benchmark", Map.of())) {
                for (int run = 0; run < 3; run++) {
                    try (HeapRecorder heap = HeapRecorder.start()) {
                        Audit.Result result =
                                engine.audit().paths(List.of(folder.toString())).execute();
                        System.out.printf(
                                Locale.ROOT,
                                "%,d records, %,d shards, %,d labels: %s in %.1f s, %.0f ns a record, %s%n",
                                records,
                                shards,
                                result.report().labels(),
                                result.report().verdict(),
                                result.elapsed().toNanos() / 1e9,
                                result.elapsed().toNanos() / (double) records,
                                heap.words());
                    }
                }
            }
        } finally {
            Storage.local().delete(folder.toString());
        }
    }

    private static void write(Path folder, long records, int shards, int labels) {
        Permutation permutation = Permutation.of(new EpochId(1, 0), records);
        ShardLayout layout = new ShardLayout(records, shards);
        IntStream.range(0, shards).parallel().forEach(shard -> {
            ExampleEncoder encoder = new ExampleEncoder(RecordKind.PATH);
            Path file = folder.resolve("path-%05d-of-%05d.tfrecord".formatted(shard, shards));
            try (RecordWriter writer = new RecordWriter(Files.newOutputStream(file))) {
                long first = layout.first(shard);
                for (long position = first; position < first + layout.size(shard); position++) {
                    long index = permutation.index(position);
                    byte[] path = "images/%05d/%09d.png"
                            .formatted(index / 10_000, index)
                            .getBytes(StandardCharsets.US_ASCII);
                    encoder.encode(index, index * labels / records, path);
                    writer.write(encoder.buffer(), 0, encoder.length());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
