package io.github.fairdeal.job;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.dataset.Software;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.shard.DatasetStaging;
import io.github.fairdeal.shard.Fingerprint;
import io.github.fairdeal.shard.ShardWriter;
import io.github.fairdeal.shard.WrittenShard;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.ExampleEncoder;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Makes a dataset of records that nobody took a picture for: what a shuffle of any size needs to be measured, and nothing
 * else. Records are sorted by label, labels are equally frequent to ±1. Paths name files that do not exist and look like
 * those of ImageNet, 52 bytes each; pixels are noise, which no codec makes smaller.
 */
public final class SyntheticRecords {

    /** Sorted shards, unless said otherwise. */
    public static final int DEFAULT_SHARDS = 16;

    private final SparkSession spark;
    private long records;
    private long labels = 1_000;
    private int shards = DEFAULT_SHARDS;
    private RecordKind kind = RecordKind.PATH;
    private ImageShape shape = new ImageShape(224, 224, 3);
    private String output;

    /** What was made, and in what time. */
    public record Result(DatasetFolder dataset, Duration elapsed) {}

    SyntheticRecords(SparkSession spark) {
        this.spark = spark;
    }

    /** N; required. */
    public SyntheticRecords records(long count) {
        if (count < 1) {
            throw new UsageException("--records must be at least 1, found " + count);
        }
        this.records = count;
        return this;
    }

    /** Number of different labels, 1,000 by default. */
    public SyntheticRecords labels(long count) {
        if (count < 1) {
            throw new UsageException("--labels must be at least 1, found " + count);
        }
        this.labels = count;
        return this;
    }

    /** Sorted shards; {@value #DEFAULT_SHARDS} by default. */
    public SyntheticRecords shards(int count) {
        if (count < 1) {
            throw new UsageException("--shards must be at least 1, found " + count);
        }
        this.shards = count;
        return this;
    }

    /** What the records carry; paths by default. */
    public SyntheticRecords kind(RecordKind recordKind) {
        this.kind = recordKind;
        return this;
    }

    /** Height and width of the images, RGB; 224 by default. */
    public SyntheticRecords size(int side) {
        if (side < 1 || side > 10_000) {
            throw new UsageException("--size must be from 1 to 10,000, found " + side);
        }
        this.shape = new ImageShape(side, side, 3);
        return this;
    }

    /** The dataset's folder; must not exist or be empty; required. */
    public SyntheticRecords output(String folder) {
        this.output = folder;
        return this;
    }

    /**
     * Runs the job.
     *
     * @throws UsageException if the output folder is not empty, or there are fewer records than labels or shards
     */
    public Result execute() throws IOException {
        long start = System.nanoTime();
        if (labels > records) {
            throw new UsageException("--labels %,d is more than --records %,d".formatted(labels, records));
        }
        Storage storage = SparkStorage.of(spark);
        String folder = storage.resolve(output);
        ShardLayout layout = new ShardLayout(records, shards);
        ShardLayout classes = new ShardLayout(records, Math.toIntExact(labels));
        try (DatasetStaging staging = DatasetStaging.begin(storage, folder)) {
            ShardSet sorted = JobFailure.unwrapping(spark, () -> write(storage, folder, layout, classes));
            staging.publish(manifest(sorted, classes));
        }
        return new Result(DatasetFolder.open(storage, folder), Duration.ofNanos(System.nanoTime() - start));
    }

    private ShardSet write(Storage storage, String folder, ShardLayout layout, ShardLayout classes) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription(
                "bench index: %,d %s records into %d sorted shards".formatted(records, kind.word(), layout.shards()));
        context.setCallSite("write sorted shards");
        try (Progress progress = Progress.start(spark, "bench index", records, "records")) {
            Task task = new Task(
                    storage,
                    Storage.child(folder, DatasetManifest.SORTED_FOLDER),
                    layout,
                    classes,
                    kind,
                    shape.bytes(),
                    progress.counter());
            List<Integer> numbers = IntStream.range(0, layout.shards()).boxed().toList();
            List<WrittenShard> written = context.parallelize(numbers, numbers.size())
                    .setName("sorted shards to write")
                    .map(task::write)
                    .setName("sorted shards written")
                    .collect();
            Fingerprint fingerprint = new Fingerprint();
            written.forEach(shard -> fingerprint.add(shard.fingerprint()));
            return ShardSet.of(
                    kind,
                    fingerprint.hex(),
                    written.stream().map(WrittenShard::shard).toList());
        } finally {
            context.clearCallSite();
            context.setJobDescription(null);
        }
    }

    private DatasetManifest manifest(ShardSet sorted, ShardLayout classes) {
        SortedMap<Long, Long> labelCounts = new TreeMap<>();
        for (int label = 0; label < classes.shards(); label++) {
            labelCounts.put((long) label, classes.size(label));
        }
        SortedMap<String, String> configuration = new TreeMap<>();
        configuration.put("records", Long.toString(records));
        configuration.put("labels", Long.toString(labels));
        configuration.put("shards", Integer.toString(shards));
        configuration.put("kind", kind.word());
        return new DatasetManifest(
                DatasetManifest.FORMAT_VERSION,
                Software.nameAndVersion(),
                "synthetic",
                records,
                labelCounts,
                shape,
                PathStyle.ABSOLUTE,
                List.of(sorted),
                List.of(),
                configuration);
    }

    /** What the records of one task carry. */
    private interface Payloads {

        /** Of the record {@code index}, the one numbered {@code slot} of its label; valid until the next call. */
        byte[] of(long index, int label, long slot);
    }

    /**
     * What a task does.
     *
     * @param layout of the shards
     * @param classes of the labels: label k has the k-th share of the records
     * @param pixelBytes of an image
     */
    private record Task(
            Storage storage,
            String folder,
            ShardLayout layout,
            ShardLayout classes,
            RecordKind kind,
            int pixelBytes,
            TaskCounter counter)
            implements Serializable {

        private static final int COUNT_EVERY = 1_000;

        WrittenShard write(int shard) throws IOException {
            ExampleEncoder encoder = new ExampleEncoder(kind);
            Payloads payloads = kind == RecordKind.PATH ? new Paths() : new Noise(pixelBytes);
            long end = layout.first(shard) + layout.size(shard);
            String name = Shard.fileName(kind, shard, layout.shards());
            long attempt = TaskContext.get().taskAttemptId();
            try (ShardWriter writer = new ShardWriter(storage, folder, name, layout.first(shard), attempt)) {
                for (long index = layout.first(shard); index < end; index++) {
                    int label = classes.shardOf(index);
                    encoder.encode(index, label, payloads.of(index, label, classes.slot(index)));
                    writer.write(index, label, encoder.buffer(), 0, encoder.length());
                    if ((index + 1 - layout.first(shard)) % COUNT_EVERY == 0) {
                        counter.accept(COUNT_EVERY);
                    }
                }
                counter.accept(layout.size(shard) % COUNT_EVERY);
                return writer.finish();
            }
        }
    }

    private static final class Paths implements Payloads {

        private static final String PATTERN = "/data/images/train/n%08d/n%08d_%08d.JPEG";
        private static final int FILE_NUMBER = "/data/images/train/n00000000/n00000000_".length();

        private int lastLabel = -1;
        private byte[] path;

        @Override
        public byte[] of(long index, int label, long slot) {
            if (label != lastLabel) {
                lastLabel = label;
                path = PATTERN.formatted(label, label, 0).getBytes(StandardCharsets.US_ASCII);
            }
            long rest = slot;
            for (int digit = 7; digit >= 0; digit--) {
                path[FILE_NUMBER + digit] = (byte) ('0' + rest % 10);
                rest /= 10;
            }
            return path;
        }
    }

    private static final class Noise implements Payloads {

        private final byte[] pixels;

        Noise(int pixelBytes) {
            this.pixels = new byte[pixelBytes];
        }

        @Override
        public byte[] of(long index, int label, long slot) {
            new SplittableRandom(index).nextBytes(pixels);
            return pixels;
        }
    }
}
