package io.github.fairdeal.job;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.shard.ShardWriter;
import io.github.fairdeal.shard.SortedRecords;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.ExampleCursor;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Where the time of gathering a record goes: what tasks do, without Spark, up to one step and up to the next, by two threads. The
 * first round is for warming up. Prints what a record takes of each thread's time, waiting for the disk included.
 *
 * <pre>
 * ./jobs/fairdeal bench index --records 10000000 --labels 1000 --output synthetic
 * mvn -q test-compile dependency:build-classpath -DincludeScope=test -Dmdep.outputFile=target/test.classpath
 * java -XX:+UseParallelGC -cp target/test-classes:target/classes:$(cat target/test.classpath) \
 *     io.github.fairdeal.job.GatherBenchmark synthetic /tmp/gathered
 * </pre>
 */
final class GatherBenchmark {

    private static final int ROUNDS = 3;
    private static final int THREADS = 2;
    private static final int SHARDS = 64;
    /** Enough of them to see. */
    private static final int MEASURED_SHARDS = 20;

    private static final int AT_ONCE = 256;

    /** How far a record goes. */
    private enum Step {
        PERMUTED,
        FETCHED,
        PARSED,
        WRITTEN
    }

    private final ShardSet sorted;
    private final String sortedFolder;
    private final String output;
    private final Permutation permutation;
    private final ShardLayout layout;

    private GatherBenchmark(String dataset, String output) throws IOException {
        this.sorted =
                DatasetFolder.open(Storage.local(), dataset).manifest().sorted().get(0);
        this.sortedFolder = dataset + "/sorted";
        this.output = output;
        this.permutation = Permutation.of(new EpochId(1, 0), sorted.records());
        this.layout = new ShardLayout(sorted.records(), SHARDS);
    }

    /** Takes the folder of a dataset of path records, and one that is made and removed. */
    public static void main(String[] args) throws Exception {
        GatherBenchmark benchmark = new GatherBenchmark(args[0], args[1]);
        for (int round = 0; round < ROUNDS; round++) {
            for (Step step : Step.values()) {
                System.out.printf("round %d, %-8s %4.0f ns%n", round, step, benchmark.nanosARecord(step));
            }
        }
    }

    private double nanosARecord(Step step) throws InterruptedException, ExecutionException, IOException {
        long begin = System.nanoTime();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> running = new ArrayList<>();
        for (int shard = 0; shard < MEASURED_SHARDS; shard++) {
            int number = shard;
            running.add(threads.submit(() -> {
                gather(step, number);
                return null;
            }));
        }
        threads.shutdown();
        for (Future<?> each : running) {
            each.get();
        }
        double nanos = (double) THREADS * (System.nanoTime() - begin) / layout.first(MEASURED_SHARDS);
        Storage.local().delete(output);
        return nanos;
    }

    private void gather(Step step, int shard) throws IOException {
        long begin = layout.first(shard);
        long end = begin + layout.size(shard);
        if (step == Step.PERMUTED) {
            long[] indexes = new long[AT_ONCE];
            for (long first = begin; first < end; first += AT_ONCE) {
                permutation.indexes(first, indexes, (int) Math.min(AT_ONCE, end - first));
            }
            return;
        }
        try (SortedRecords records = new SortedRecords(Storage.local(), sortedFolder, sorted.shards());
                InputStream frames = records.frames(permutation, begin, end)) {
            if (step == Step.FETCHED) {
                frames.transferTo(OutputStream.nullOutputStream());
                return;
            }
            try (RecordReader reader = RecordReader.ofUnknownSize(frames, "shard " + shard)) {
                if (step == Step.PARSED) {
                    parse(reader);
                } else {
                    write(reader, shard);
                }
            }
        }
    }

    private static void parse(RecordReader reader) throws IOException {
        ExampleCursor example = new ExampleCursor();
        while (reader.next()) {
            example.parse(reader);
        }
    }

    private void write(RecordReader reader, int shard) throws IOException {
        ExampleCursor example = new ExampleCursor();
        String name = "path-%05d-of-%05d.tfrecord".formatted(shard, SHARDS);
        try (ShardWriter writer = new ShardWriter(Storage.local(), output, name, layout.first(shard), 0)) {
            while (reader.next()) {
                example.parse(reader);
                writer.write(
                        example.index(),
                        example.label(),
                        reader.buffer(),
                        reader.payloadOffset(),
                        reader.payloadLength(),
                        reader.payloadCrc());
            }
            writer.finish();
        }
    }
}
