package io.github.fairdeal.job;

import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.OrderOutline;
import io.github.fairdeal.bias.OrderSample;
import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.report.HtmlReport;
import io.github.fairdeal.shard.ShardFiles;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Computes the bias statistics of the order in which TFRecord files hold their records, file after file: fairdeal's own
 * shards or anybody's, as long as records have an int64 {@code label} or {@code index}. Or of the order in which a
 * training job reads them, with several readers and a shuffle buffer.
 *
 * <p>Two passes: one over the frame headers, to know every file's place in the order, one over the records. Each file
 * becomes one mergeable state; what reaches the driver is per file and label. With readers or a buffer the second pass is
 * one task.
 */
public final class Audit {

    /** Tasks are at least so many a core and read no more than so many bytes, as far as files allow. */
    private static final int TASKS_A_CORE = 4;

    private static final long TASK_BYTES = 128L << 20;

    private final SparkSession spark;
    private List<String> paths = List.of();
    private List<Integer> windows = List.of(OrderOutline.DEFAULT_WINDOW);
    private ReadingOrder reading = ReadingOrder.OF_FILES;
    private String output;
    private boolean isKeptBesideEpoch;
    private boolean isOfIndexesOnly;

    /**
     * What was found.
     *
     * @param files that were judged, in order
     * @param shards names of the report's shards: the files, or one stream that all of them were read into
     * @param report the statistics and the verdict
     * @param sample of the order, for figures
     * @param page where the report was written as a page, if it was
     */
    public record Result(
            List<String> files,
            List<String> shards,
            BiasReport report,
            OrderSample sample,
            Optional<String> page,
            Duration elapsed) {

        public Result {
            files = List.copyOf(files);
            shards = List.copyOf(shards);
        }

        Result noting(String note) {
            return new Result(files, shards, report.noting(note), sample, page, elapsed);
        }
    }

    public Audit(SparkSession spark) {
        this.spark = spark;
    }

    /** Files, folders or patterns, in the order of reading; required. */
    public Audit paths(List<String> filesOrFolders) {
        if (filesOrFolders.isEmpty()) {
            throw new UsageException("nothing to audit: name a file, a folder of shards, or a pattern");
        }
        this.paths = List.copyOf(filesOrFolders);
        return this;
    }

    /** Sizes of the windows of consecutive records to judge; {@value OrderOutline#DEFAULT_WINDOW} by default. */
    public Audit windows(List<Integer> sizes) {
        this.windows = new OrderOutline(0, sizes).windows();
        return this;
    }

    /**
     * Judges the order in which {@code readers} files at a time are read, {@code block} records from each in turn, as
     * tf.data's deterministic {@code interleave} does; file after file by default.
     */
    public Audit interleave(int readers, int block) {
        this.reading = new ReadingOrder(readers, block, reading.buffer(), reading.seed());
        return this;
    }

    /** Judges what comes out of a shuffle buffer of so many records, tf.data's {@code shuffle}; none by default. */
    public Audit buffer(int records, long seed) {
        this.reading = new ReadingOrder(reading.cycle(), reading.block(), records, seed);
        return this;
    }

    /**
     * Judges indexes alone, as if records had no labels: for more labels than can be told apart. Of files read one after
     * the other.
     */
    Audit indexesOnly() {
        this.isOfIndexesOnly = true;
        return this;
    }

    /**
     * Writes {@code bias.json}, {@code report.html} and {@code figures/} into a folder, made if need be; nothing by
     * default.
     */
    public Audit output(String folder) {
        this.output = folder;
        return this;
    }

    /**
     * Writes {@code bias.json} and {@code report.html} beside the shards if what is judged is one published epoch of fairdeal's, file after file.
     * Not by default; {@link #output} goes first.
     */
    public Audit keptBesideEpoch() {
        this.isKeptBesideEpoch = true;
        return this;
    }

    /**
     * Runs the job.
     *
     * @throws UsageException if the folder to write into is a file
     * @throws BadInputException if a file is missing or damaged, holds no Examples, or has neither label nor index
     */
    public Result execute() throws IOException {
        long start = System.nanoTime();
        Storage storage = SparkStorage.of(spark);
        requireFolder(storage);
        List<FileStatus> files = new ArrayList<>();
        for (String path : paths) {
            files.addAll(ShardFiles.find(storage, storage.resolve(path)));
        }
        AuditedOrder order = JobFailure.unwrapping(spark, () -> {
            List<AuditedFile> placed = place(storage, files);
            OrderOutline outline =
                    new OrderOutline(placed.get(placed.size() - 1).end(), windows);
            return reading.isOfFiles()
                    ? observe(storage, placed, outline)
                    : observe(storage, new AuditedStream(placed, reading, outline));
        });
        BiasReport report = BiasReport.of(order.statistics());
        List<String> names = files.stream().map(FileStatus::path).toList();
        Optional<String> folder = keptFolder(storage);
        Result result = new Result(
                names,
                reading.isOfFiles() ? names : List.of("as read"),
                reading.isOfFiles() ? report : report.noting("order as read: " + reading),
                order.sample(),
                folder.map(kept -> Storage.child(kept, HtmlReport.FILE_NAME)),
                Duration.ofNanos(System.nanoTime() - start));
        keep(storage, folder, result);
        return result;
    }

    private void requireFolder(Storage storage) throws IOException {
        if (output != null
                && storage.status(storage.resolve(output))
                        .filter(there -> !there.isFolder())
                        .isPresent()) {
            throw new UsageException(output + ": is a file, expected a folder, new or not; choose another --output");
        }
    }

    private void keep(Storage storage, Optional<String> folder, Result result) throws IOException {
        String judged = String.join(", ", paths);
        if (output != null) {
            BiasFiles.writeWithFigures(storage, folder.orElseThrow(), judged, result);
        } else if (folder.isPresent()) {
            BiasFiles.write(storage, folder.get(), judged, result);
        }
    }

    /** Where the report is to be kept, if anywhere: a folder that was named, or that of the epoch it is on. */
    private Optional<String> keptFolder(Storage storage) throws IOException {
        if (output != null) {
            return Optional.of(storage.resolve(output));
        }
        if (!isKeptBesideEpoch || paths.size() > 1 || !reading.isOfFiles()) {
            return Optional.empty();
        }
        String folder = storage.resolve(paths.get(0));
        boolean isFolder = storage.status(folder).filter(FileStatus::isFolder).isPresent();
        return isFolder && storage.exists(Storage.child(folder, EpochManifest.FILE_NAME))
                ? Optional.of(folder)
                : Optional.empty();
    }

    /** First pass: how many records each file has, and so where it begins. */
    private List<AuditedFile> place(Storage storage, List<FileStatus> files) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription("audit: count the records of %,d files".formatted(files.size()));
        context.setCallSite("count records");
        try {
            List<AuditedFile> unplaced = new ArrayList<>();
            for (FileStatus file : files) {
                unplaced.add(new AuditedFile(unplaced.size(), file.path(), file.bytes(), 0, 0));
            }
            List<Long> counts = context.parallelize(unplaced, tasks(context, unplaced))
                    .setName("files to count")
                    .map(file -> file.count(storage))
                    .setName("records counted")
                    .collect();
            List<AuditedFile> placed = new ArrayList<>();
            long position = 0;
            for (AuditedFile file : unplaced) {
                placed.add(file.holding(position, counts.get(file.number())));
                position += counts.get(file.number());
            }
            if (position == 0) {
                throw new BadInputException("%s: no records in %,d files; nothing to judge"
                        .formatted(String.join(", ", paths), files.size()));
            }
            return placed;
        } finally {
            context.clearCallSite();
            context.setJobDescription(null);
        }
    }

    /** Second pass: the records themselves. */
    private AuditedOrder observe(Storage storage, List<AuditedFile> files, OrderOutline outline) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription("audit: observe the order of %,d files".formatted(files.size()));
        context.setCallSite("observe the order");
        try (Progress progress = Progress.start(spark, "audit", outline.records(), "records")) {
            TaskCounter counter = progress.counter();
            boolean areLabelsLeftOut = isOfIndexesOnly;
            return context.parallelize(files, tasks(context, files))
                    .setName("files to observe")
                    .map(file -> areLabelsLeftOut
                            ? file.observeIndexes(storage, outline, counter)
                            : file.observe(storage, outline, counter))
                    .setName("orders observed")
                    .treeReduce(AuditedOrder::plus);
        } finally {
            context.clearCallSite();
            context.setJobDescription(null);
        }
    }

    /** Small files share a task: to start one, and to bring home what it found, takes longer than to read a megabyte. */
    private static int tasks(JavaSparkContext context, List<AuditedFile> files) {
        long bytes = files.stream().mapToLong(AuditedFile::bytes).sum();
        long enough = Math.max(TASKS_A_CORE * (long) context.defaultParallelism(), bytes / TASK_BYTES);
        return (int) Math.max(1, Math.min(enough, files.size()));
    }

    /** Second pass, where the place of a record depends on all before it: one task. */
    private AuditedOrder observe(Storage storage, AuditedStream stream) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription("audit: read %,d files as a training job does, %s"
                .formatted(stream.files().size(), stream.reading()));
        context.setCallSite("read as a training job does");
        try (Progress progress = Progress.start(spark, "audit", stream.outline().records(), "records")) {
            TaskCounter counter = progress.counter();
            return context.parallelize(List.of(stream), 1)
                    .setName("files to read")
                    .map(own -> own.observe(storage, counter))
                    .setName("order observed")
                    .first();
        } finally {
            context.clearCallSite();
            context.setJobDescription(null);
        }
    }
}
