package io.github.fairdeal.job;

import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.OrderSample;
import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.shard.ShardFiles;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Computes the bias statistics of the order in which TFRecord files hold their records, file after file: fairdeal's own
 * shards or anybody's, as long as records have an int64 {@code label} or {@code index}.
 *
 * <p>Two passes: one over the frame headers, to know every file's place in the order, one over the records. Each file
 * becomes one mergeable state; what reaches the driver is per file and label.
 */
public final class Audit {

    private final SparkSession spark;
    private List<String> paths = List.of();

    /**
     * What was found.
     *
     * @param files in the order that was judged
     * @param report the statistics and the verdict
     * @param sample of the order, for figures
     */
    public record Result(List<String> files, BiasReport report, OrderSample sample, Duration elapsed) {

        public Result {
            files = List.copyOf(files);
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

    /**
     * Runs the job.
     *
     * @throws BadInputException if a file is missing or damaged, holds no Examples, or has neither label nor index
     */
    public Result execute() throws IOException {
        long start = System.nanoTime();
        Storage storage = SparkStorage.of(spark);
        List<FileStatus> files = new ArrayList<>();
        for (String path : paths) {
            files.addAll(ShardFiles.find(storage, storage.resolve(path)));
        }
        return JobFailure.unwrapping(spark, () -> {
            AuditedOrder order = observe(storage, place(storage, files));
            return new Result(
                    files.stream().map(FileStatus::path).toList(),
                    BiasReport.of(order.shards()),
                    order.sample(),
                    Duration.ofNanos(System.nanoTime() - start));
        });
    }

    /** First pass: how many records each file has, and so where it begins. */
    private List<AuditedFile> place(Storage storage, List<FileStatus> files) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription("audit: count the records of %,d files".formatted(files.size()));
        try {
            List<AuditedFile> unplaced = new ArrayList<>();
            for (FileStatus file : files) {
                unplaced.add(new AuditedFile(unplaced.size(), file.path(), file.bytes(), 0));
            }
            List<Long> counts = context.parallelize(unplaced, unplaced.size())
                    .setName("files to count")
                    .map(file -> file.count(storage))
                    .setName("records counted")
                    .collect();
            List<AuditedFile> placed = new ArrayList<>();
            long position = 0;
            for (AuditedFile file : unplaced) {
                placed.add(file.at(position));
                position += counts.get(file.number());
            }
            if (position == 0) {
                throw new BadInputException("%s: no records in %,d files; nothing to judge"
                        .formatted(String.join(", ", paths), files.size()));
            }
            return placed;
        } finally {
            context.setJobDescription(null);
        }
    }

    /** Second pass: the records themselves. */
    private AuditedOrder observe(Storage storage, List<AuditedFile> files) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription("audit: observe the order of %,d files".formatted(files.size()));
        try {
            return context.parallelize(files, files.size())
                    .setName("files to observe")
                    .map(file -> file.observe(storage))
                    .setName("orders observed")
                    .treeReduce(AuditedOrder::plus);
        } finally {
            context.setJobDescription(null);
        }
    }
}
