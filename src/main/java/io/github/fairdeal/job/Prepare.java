package io.github.fairdeal.job;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Software;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.listing.ListingContents;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.shard.DatasetStaging;
import io.github.fairdeal.shard.PackLayout;
import io.github.fairdeal.source.ImageFormat;
import io.github.fairdeal.source.LabelledImages;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * Writes labelled images as a dataset: image files, sorted image and path shards, and {@code dataset.json}, which appears
 * last and in one step. Tasks encode and write one shard each, of every kind at once.
 */
public final class Prepare {

    /** Sorted shards of each kind, unless said otherwise. */
    public static final int DEFAULT_SHARDS = 4;

    /** What a pack has, unless said otherwise. */
    public static final long DEFAULT_PACK_BYTES = 1L << 30;

    /** Encoded before anything is written, to know how many packs are needed. */
    private static final int SAMPLED_IMAGES = 64;

    /** What the smallest file takes of a usual disk. */
    private static final long DISK_BLOCK_BYTES = 4096;

    /** What a record of a pack takes beside the image file, about, with its place in the offset index. */
    static final int PACKED_RECORD_BYTES = 130;

    private final SparkSession spark;
    private LabelledImages images;
    private String output;
    private Integer shards;
    private Set<RecordKind> kinds = EnumSet.allOf(RecordKind.class);
    private PathStyle paths = PathStyle.ABSOLUTE;
    private ImageFormat format = ImageFormat.PNG;
    private long packBytes;

    /** What was made, and in what time. */
    public record Result(DatasetFolder dataset, Duration elapsed) {}

    public Prepare(SparkSession spark) {
        this.spark = spark;
    }

    /** The images, in sorted order; required. */
    public Prepare images(LabelledImages source) {
        this.images = source;
        return this;
    }

    /** The dataset's folder; must not exist or be empty; required. */
    public Prepare output(String folder) {
        this.output = folder;
        return this;
    }

    /** Sorted shards of each kind; by default {@value #DEFAULT_SHARDS}, or as many as there are images if these are fewer. */
    public Prepare shards(int count) {
        if (count < 1) {
            throw new UsageException("--shards must be at least 1, found " + count);
        }
        this.shards = count;
        return this;
    }

    /** Which kinds of records to write; both by default. Image files are written with path records. */
    public Prepare kinds(Set<RecordKind> recordKinds) {
        if (recordKinds.isEmpty()) {
            throw new UsageException("--kinds is empty, expected path, image or both");
        }
        this.kinds = EnumSet.copyOf(recordKinds);
        return this;
    }

    /** How path records name image files; absolute by default. */
    public Prepare paths(PathStyle style) {
        this.paths = style;
        return this;
    }

    /**
     * Puts the image files into packs of about {@code bytes}, instead of each into a file of its own. As many packs are
     * made as the files of a sample suggest, the same number for each sorted shard.
     */
    public Prepare packing(long bytes) {
        if (bytes < 1) {
            throw new UsageException("--pack-bytes must be at least 1, found " + bytes);
        }
        this.packBytes = bytes;
        return this;
    }

    /** Of the image files; PNG by default. */
    public Prepare format(ImageFormat imageFormat) {
        this.format = imageFormat;
        return this;
    }

    /**
     * Finds out what {@link #execute} would do, and writes nothing. Some images are encoded to know what all would take.
     *
     * @throws UsageException if the output folder is not empty, or there are fewer images than shards
     * @throws BadInputException if an image cannot be had
     */
    public PreparePlan plan() throws IOException {
        long start = System.nanoTime();
        layout(images.size());
        Storage storage = SparkStorage.of(spark);
        String folder = storage.resolve(output);
        DatasetStaging.requireFree(storage, folder);
        long fileBytes = kinds.contains(RecordKind.PATH) ? sampledBytes() / SAMPLED_IMAGES : 0;
        long outputBytes = images.size() * recordBytes(folder, fileBytes);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        int cores = spark.sparkContext().defaultParallelism();
        Duration expected = elapsed.multipliedBy(images.size())
                .dividedBy((long) SAMPLED_IMAGES * cores)
                .plusMillis(1_000 * outputBytes / (PreparePlan.WRITTEN_BYTES_A_SECOND * cores));
        SortedMap<String, Long> labelCounts = new TreeMap<>();
        images.labelCounts().forEach((label, count) -> labelCounts.put(Long.toString(label), count));
        return new PreparePlan(
                new ListingContents(images.size(), labelCounts, Map.of(), 0, 0, images.shape(), 0, outputBytes),
                elapsed,
                expected);
    }

    /** What an image takes, in records of all kinds and in its file. */
    private long recordBytes(String folder, long fileBytes) {
        long bytes = PreparePlan.FRAME_BYTES * kinds.size();
        if (kinds.contains(RecordKind.IMAGE)) {
            bytes += images.shape().bytes();
        }
        if (kinds.contains(RecordKind.PATH)) {
            bytes += SortedShardTask.imagePath(images.size(), format).length();
            bytes += paths == PathStyle.ABSOLUTE ? folder.length() + 1 : 0;
            bytes += packBytes > 0
                    ? fileBytes + PACKED_RECORD_BYTES
                    : (fileBytes + DISK_BLOCK_BYTES - 1) / DISK_BLOCK_BYTES * DISK_BLOCK_BYTES;
        }
        return bytes;
    }

    /**
     * Runs the job.
     *
     * @throws UsageException if the output folder is not empty, or there are fewer images than shards
     * @throws PublishConflictException if another run is preparing a dataset there
     * @throws BadInputException if an image cannot be had
     */
    public Result execute() throws IOException {
        long start = System.nanoTime();
        Storage storage = SparkStorage.of(spark);
        String folder = storage.resolve(output);
        ShardLayout layout = layout(images.size());
        try (DatasetStaging staging = DatasetStaging.begin(storage, folder)) {
            List<WrittenRun> written = JobFailure.unwrapping(spark, () -> write(storage, folder, layout));
            staging.publish(manifest(layout, written));
        }
        return new Result(DatasetFolder.open(storage, folder), Duration.ofNanos(System.nanoTime() - start));
    }

    private ShardLayout layout(long records) {
        return shards == null ? ShardLayout.usual(records, DEFAULT_SHARDS) : new ShardLayout(records, shards);
    }

    private List<WrittenRun> write(Storage storage, String folder, ShardLayout layout) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription("prepare: %,d images from %s into %d sorted shards"
                .formatted(images.size(), images.name(), layout.shards()));
        context.setCallSite("write images and sorted shards");
        Broadcast<LabelledImages> shared = context.broadcast(images);
        try (Progress progress = Progress.start(spark, "prepare", images.size(), "images")) {
            SortedShardTask task = new SortedShardTask(
                    storage,
                    folder,
                    layout,
                    List.copyOf(kinds),
                    paths,
                    format,
                    packs(layout),
                    shared,
                    progress.counter());
            List<Integer> numbers = IntStream.range(0, layout.shards()).boxed().toList();
            return context.parallelize(numbers, numbers.size())
                    .setName("sorted shards to write")
                    .map(task::write)
                    .setName("sorted shards written")
                    .collect();
        } finally {
            context.clearCallSite();
            context.setJobDescription(null);
            shared.destroy();
        }
    }

    /** Null where image files do not go into packs, or none are written. */
    private PackLayout packs(ShardLayout layout) {
        if (packBytes == 0 || !kinds.contains(RecordKind.PATH)) {
            return null;
        }
        return PackLayout.of(layout, sampledBytes() / SAMPLED_IMAGES + PACKED_RECORD_BYTES, packBytes);
    }

    /** Of the files of {@link #SAMPLED_IMAGES} images, evenly spaced, some of them twice if there are fewer. */
    private long sampledBytes() {
        ImageFormat.Encoder encoder = format.encoder();
        return LongStream.range(0, SAMPLED_IMAGES)
                .map(i -> i * images.size() / SAMPLED_IMAGES)
                .map(index -> encoder.encode(images.image(index)).length)
                .sum();
    }

    private DatasetManifest manifest(ShardLayout layout, List<WrittenRun> written) {
        SortedMap<String, String> configuration = new TreeMap<>();
        configuration.put("source", images.name());
        configuration.put("shards", Integer.toString(layout.shards()));
        configuration.put(
                "kinds", String.join(",", kinds.stream().map(RecordKind::word).toList()));
        configuration.put("paths", paths.word());
        configuration.put("format", format.word());
        if (packBytes > 0) {
            configuration.put("packBytes", Long.toString(packBytes));
        }
        return new DatasetManifest(
                DatasetManifest.FORMAT_VERSION,
                Software.nameAndVersion(),
                images.name(),
                images.size(),
                images.labelCounts(),
                images.testCounts(),
                List.of(),
                new TreeMap<>(),
                images.shape(),
                paths,
                WrittenRun.sets(kinds, written),
                WrittenRun.packs(written),
                images.sourceFiles(),
                configuration);
    }
}
