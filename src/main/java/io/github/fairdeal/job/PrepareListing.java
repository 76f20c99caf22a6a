package io.github.fairdeal.job;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Software;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.listing.CheckMode;
import io.github.fairdeal.listing.CheckedImages;
import io.github.fairdeal.listing.DuplicatePaths;
import io.github.fairdeal.listing.ImageListing;
import io.github.fairdeal.listing.ListedImages;
import io.github.fairdeal.listing.ListedSizes;
import io.github.fairdeal.listing.ListingContents;
import io.github.fairdeal.listing.ListingOrder;
import io.github.fairdeal.listing.SortedListing;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.shard.DatasetStaging;
import io.github.fairdeal.shard.PackLayout;
import io.github.fairdeal.source.LabelNames;
import io.github.fairdeal.source.LeftOut;
import io.github.fairdeal.source.PathNames;
import io.github.fairdeal.source.RejectionLimit;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Writes images that exist already as a dataset: sorted shards of path records, which name the files where they are, and
 * of image records if asked for; {@code labels.txt}; and {@code dataset.json}, which appears last and in one step.
 */
public final class PrepareListing {

    private final SparkSession spark;
    private ImageListing listing;
    private String output;
    private Integer shards;
    private Set<RecordKind> kinds = EnumSet.of(RecordKind.PATH);
    private PathStyle paths = PathStyle.ABSOLUTE;
    private ImagePayload payload = ImagePayload.RAW;
    private ListingOrder order = ListingOrder.LABEL;
    private ImageShape shape;
    private long packBytes;
    private CheckMode check = CheckMode.NONE;
    private RejectionLimit maxRejected = new RejectionLimit(RejectionLimit.DEFAULT);
    private DuplicatePaths duplicates = DuplicatePaths.REPORT;

    /**
     * What was made, and in what time.
     *
     * @param contents what the source holds
     */
    public record Result(DatasetFolder dataset, ListingContents contents, Duration elapsed) {}

    PrepareListing(SparkSession spark) {
        this.spark = spark;
    }

    /** Where the images are; required. */
    public PrepareListing listing(ImageListing source) {
        this.listing = source;
        return this;
    }

    /** The dataset's folder; must not exist or be empty; required. */
    public PrepareListing output(String folder) {
        this.output = folder;
        return this;
    }

    /** Sorted shards of each kind; by default {@value Prepare#DEFAULT_SHARDS}, or as many as there are images if these are fewer. */
    public PrepareListing shards(int count) {
        if (count < 1) {
            throw new UsageException("--shards must be at least 1, found " + count);
        }
        this.shards = count;
        return this;
    }

    /** Which kinds of records to write; path by default. */
    public PrepareListing kinds(Set<RecordKind> recordKinds) {
        if (recordKinds.isEmpty()) {
            throw new UsageException("--kinds is empty, expected path, image or both");
        }
        this.kinds = EnumSet.copyOf(recordKinds);
        return this;
    }

    /** How path records name image files; absolute by default. */
    public PrepareListing paths(PathStyle style) {
        this.paths = style;
        return this;
    }

    /** What image records hold; raw pixels by default. */
    public PrepareListing payload(ImagePayload imagePayload) {
        this.payload = imagePayload;
        return this;
    }

    /**
     * Copies the image files into packs of about {@code bytes}, which path records then name. As many packs are made as
     * the sizes of the files suggest, or those of a sample where a source knows no sizes.
     */
    public PrepareListing packing(long bytes) {
        if (bytes < 1) {
            throw new UsageException("--pack-bytes must be at least 1, found " + bytes);
        }
        this.packBytes = bytes;
        return this;
    }

    /** The order that indexes follow; by label, then path, by default. */
    public PrepareListing order(ListingOrder listingOrder) {
        this.order = listingOrder;
        return this;
    }

    /** The shape that readers give images; that of the first file by default. */
    public PrepareListing shape(ImageShape imageShape) {
        this.shape = imageShape;
        return this;
    }

    /** How closely files are looked at; not at all by default. Damaged ones are left out and listed. */
    public PrepareListing check(CheckMode mode) {
        this.check = mode;
        return this;
    }

    /** How many files may be damaged; {@value RejectionLimit#DEFAULT} by default. */
    public PrepareListing maxRejected(RejectionLimit limit) {
        this.maxRejected = limit;
        return this;
    }

    /** What happens if a path comes twice; by default it is counted. */
    public PrepareListing duplicates(DuplicatePaths rule) {
        this.duplicates = rule;
        return this;
    }

    /**
     * Finds out what {@link #execute} would do, and writes nothing.
     *
     * @throws UsageException as {@link #execute} does
     * @throws BadInputException as {@link #execute} does
     */
    public PreparePlan plan() throws IOException {
        long start = System.nanoTime();
        Storage storage = SparkStorage.of(spark);
        DatasetStaging.requireFree(storage, storage.resolve(output));
        Planned planned = JobFailure.unwrapping(
                spark,
                () -> withSorted(
                        storage,
                        (sorted, contents, checked) ->
                                new Planned(contents, opensFiles(sorted) ? contents.records() : 0)));
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        int cores = spark.sparkContext().defaultParallelism();
        Duration expected = elapsed.plusMillis(
                        1_000 * planned.contents().outputBytes() / (PreparePlan.WRITTEN_BYTES_A_SECOND * cores))
                .plus(PreparePlan.OPENED_FILE
                        .multipliedBy(planned.filesToOpen())
                        .dividedBy(cores));
        return new PreparePlan(planned.contents(), elapsed, expected);
    }

    /**
     * Runs the job.
     *
     * @throws UsageException if the output folder is not empty, or there are fewer images than shards
     * @throws PublishConflictException if another run is preparing a dataset there
     * @throws BadInputException if there is no such source, it is not what it should be, or holds no image; if an image
     *     is damaged that must be read
     */
    public Result execute() throws IOException {
        long start = System.nanoTime();
        Storage storage = SparkStorage.of(spark);
        String folder = storage.resolve(output);
        ListingContents found;
        try (DatasetStaging staging = DatasetStaging.begin(storage, folder)) {
            Written written = JobFailure.unwrapping(
                    spark,
                    () -> withSorted(
                            storage, (sorted, contents, checked) -> write(storage, folder, sorted, contents, checked)));
            found = written.contents();
            staging.publish(written.manifest());
        }
        return new Result(DatasetFolder.open(storage, folder), found, Duration.ofNanos(System.nanoTime() - start));
    }

    private record Planned(ListingContents contents, long filesToOpen) {}

    private record Written(DatasetManifest manifest, ListingContents contents) {}

    /** What is done with a listing while Spark keeps it; {@code checked} is null if files were not looked into. */
    @FunctionalInterface
    private interface Work<T> {
        T run(SortedListing sorted, ListingContents contents, CheckedImages checked) throws IOException;
    }

    private <T> T withSorted(Storage storage, Work<T> work) throws IOException {
        if (order == ListingOrder.GIVEN && !listing.hasOrder()) {
            throw new UsageException("--order given: a folder gives its files in no order; use --order label");
        }
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        try (ListedImages listed = listing.list(spark, storage, order)) {
            requireSense(listed);
            context.setJobDescription("prepare: look for paths that %s names twice".formatted(listing.input()));
            context.setCallSite("look for paths named twice");
            long repeated = listing.namesPathsOnce() ? 0 : listed.repeatedPaths(duplicates, listing.input());
            if (check == CheckMode.NONE) {
                return sorted(storage, listed, null, repeated, work);
            }
            context.setJobDescription(
                    "prepare: look into the files of %s (%s)".formatted(listing.input(), check.word()));
            context.setCallSite("look into files");
            long files = listed.rows().count();
            try (CheckedImages checked = look(storage, listed, files)) {
                return sorted(storage, checked.good(maxRejected), checked, repeated, work);
            }
        } finally {
            context.clearCallSite();
            context.setJobDescription(null);
        }
    }

    private CheckedImages look(Storage storage, ListedImages listed, long files) {
        try (Progress progress = Progress.start(spark, "check", files, "files")) {
            return CheckedImages.of(spark, storage, listed, check, progress.counter());
        }
    }

    private void requireSense(ListedImages listed) {
        if (listed.hasImages() && kinds.contains(RecordKind.PATH) && packBytes == 0) {
            throw new UsageException("--kinds: the records of %s hold images and no paths; use --kinds image or pack"
                    .formatted(listing.input()));
        }
        if (listed.hasImages() && check != CheckMode.NONE) {
            throw new UsageException("--check looks into files, and the records of %s hold their images; leave it out"
                    .formatted(listing.input()));
        }
    }

    private <T> T sorted(Storage storage, ListedImages listed, CheckedImages checked, long repeated, Work<T> work)
            throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription("prepare: sort and count what %s holds".formatted(listing.input()));
        context.setCallSite("sort and count images");
        SortedListing sorted = SortedListing.of(listed, order);
        if (sorted.records() == 0) {
            throw new BadInputException("%s: holds no images%s".formatted(listing.input(), words(listed.leftOut())));
        }
        layout(sorted.records()); // refuses more shards than images, in a dry run too
        requireNames(storage, sorted);
        ListedSizes sizes = new ListedSizes(storage, sorted);
        ImageShape own = shape == null ? sizes.firstShape() : shape;
        ListingContents contents = new ListingContents(
                sorted.records(),
                sorted.labelCounts(),
                listed.leftOut(),
                sorted.bytes(),
                repeated,
                own,
                checked == null ? 0 : checked.otherSizes(own),
                outputBytes(storage.resolve(output), sorted, sizes, own));
        return work.run(sorted, contents, checked);
    }

    /** {@code ; left out: 2 empty files}, or nothing. */
    private static String words(Map<LeftOut, Long> leftOut) {
        List<String> counted = new ArrayList<>();
        new TreeMap<>(leftOut).forEach((reason, count) -> counted.add("%,d %s".formatted(count, reason.words())));
        return counted.isEmpty() ? "" : "; left out: " + String.join(", ", counted);
    }

    /** Finds out before anything is written whether path records can name the files. */
    private void requireNames(Storage storage, SortedListing sorted) {
        if (kinds.contains(RecordKind.PATH) && packBytes == 0) {
            PathNames names = new PathNames(paths, storage.resolve(output));
            sorted.samplePaths(ListedSizes.SAMPLED).forEach(names::of);
        }
    }

    private boolean isPacking() {
        return packBytes > 0 && kinds.contains(RecordKind.PATH);
    }

    /** True if what is in the image files is needed. */
    private boolean opensFiles(SortedListing sorted) {
        return !sorted.hasImages() && (isPacking() || kinds.contains(RecordKind.IMAGE));
    }

    private long outputBytes(String folder, SortedListing sorted, ListedSizes sizes, ImageShape own)
            throws IOException {
        boolean copiesFiles = isPacking() || (kinds.contains(RecordKind.IMAGE) && payload == ImagePayload.ENCODED);
        long fileBytes = copiesFiles ? sizes.imageBytes() * sorted.records() : 0;
        long bytes = PreparePlan.FRAME_BYTES * sorted.records() * kinds.size();
        if (isPacking()) {
            int pathBytes = PreparePlan.PACKED_PATH_BYTES + (paths == PathStyle.ABSOLUTE ? folder.length() + 1 : 0);
            bytes += fileBytes + sorted.records() * (Prepare.PACKED_RECORD_BYTES + pathBytes);
        } else if (kinds.contains(RecordKind.PATH)) {
            bytes += sorted.pathBytes();
        }
        if (kinds.contains(RecordKind.IMAGE)) {
            bytes += payload == ImagePayload.RAW ? own.bytes() * sorted.records() : fileBytes;
        }
        return bytes;
    }

    private Written write(
            Storage storage, String folder, SortedListing sorted, ListingContents contents, CheckedImages checked)
            throws IOException {
        ShardLayout layout = layout(sorted.records());
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription("prepare: %,d images of %s into %d sorted shards"
                .formatted(sorted.records(), listing.input(), layout.shards()));
        context.setCallSite("write sorted shards");
        List<WrittenRun> written;
        try (Progress progress = Progress.start(spark, "prepare", sorted.records(), "images")) {
            ListedShardTask task = new ListedShardTask(
                    storage,
                    new PathNames(paths, folder),
                    packs(storage, sorted, layout),
                    layout,
                    List.copyOf(kinds),
                    sorted.hasImages(),
                    new ListedSizes(storage, sorted).arePixels(shape),
                    payload,
                    contents.shape(),
                    progress.counter());
            written = sorted.blocks(layout)
                    .mapPartitionsWithIndex(
                            (shard, blocks) ->
                                    List.of(task.write(shard, blocks)).iterator(),
                            false)
                    .setName("sorted shards written")
                    .collect();
        }
        List<String> names = labelNames(storage, sorted, WrittenRun.labelCounts(written));
        if (!names.isEmpty()) {
            storage.write(Storage.child(folder, DatasetManifest.LABELS_FILE), LabelNames.text(names));
        }
        if (checked != null) {
            checked.writeRejected(storage, folder);
        }
        return new Written(manifest(layout, written, names, contents), contents);
    }

    private ShardLayout layout(long records) {
        return shards == null ? ShardLayout.usual(records, Prepare.DEFAULT_SHARDS) : new ShardLayout(records, shards);
    }

    /** Those that the labels had as texts, or those that the dataset has that they were taken from. */
    private List<String> labelNames(Storage storage, SortedListing sorted, SortedMap<Long, Long> labelCounts)
            throws IOException {
        List<String> own = sorted.labelNames();
        List<String> inherited = own.isEmpty() ? listing.labelNames(storage) : List.of();
        boolean isFit = labelCounts.firstKey() >= 0 && labelCounts.lastKey() < inherited.size();
        return isFit ? inherited : own;
    }

    /** Null where image files do not go into packs. */
    private PackLayout packs(Storage storage, SortedListing sorted, ShardLayout layout) throws IOException {
        if (!isPacking()) {
            return null;
        }
        long imageBytes = new ListedSizes(storage, sorted).imageBytes();
        return PackLayout.of(layout, imageBytes + Prepare.PACKED_RECORD_BYTES, packBytes);
    }

    private DatasetManifest manifest(
            ShardLayout layout, List<WrittenRun> written, List<String> names, ListingContents contents) {
        SortedMap<Long, Long> labelCounts = WrittenRun.labelCounts(written);
        return new DatasetManifest(
                DatasetManifest.FORMAT_VERSION,
                Software.nameAndVersion(),
                listing.source(),
                labelCounts.values().stream().mapToLong(Long::longValue).sum(),
                labelCounts,
                DatasetManifest.lastSeventh(labelCounts),
                names,
                contents.leftOutByWord(),
                contents.shape(),
                paths,
                WrittenRun.sets(kinds, written),
                WrittenRun.packs(written),
                List.of(),
                configuration(layout));
    }

    private SortedMap<String, String> configuration(ShardLayout layout) {
        SortedMap<String, String> configuration = new TreeMap<>();
        configuration.put("source", listing.source());
        configuration.put("input", listing.input());
        configuration.put("shards", Integer.toString(layout.shards()));
        configuration.put(
                "kinds", String.join(",", kinds.stream().map(RecordKind::word).toList()));
        configuration.put("paths", paths.word());
        configuration.put("order", order.word());
        configuration.put("check", check.word());
        if (kinds.contains(RecordKind.IMAGE)) {
            configuration.put("payload", payload.word());
        }
        if (packBytes > 0) {
            configuration.put("packBytes", Long.toString(packBytes));
        }
        return configuration;
    }
}
