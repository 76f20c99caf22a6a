package io.github.fairdeal.job;

import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.OrderOutline;
import io.github.fairdeal.bias.OrderStatistics;
import io.github.fairdeal.bias.ShardRecorder;
import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.read.Batch;
import io.github.fairdeal.read.EpochReader;
import io.github.fairdeal.read.EpochShards;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.read.ReaderMetrics;
import io.github.fairdeal.read.ResizeMethod;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tensor.BatchResult;
import io.github.fairdeal.tensor.SharedFeedSession;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * Feeds an epoch to TensorFlow on the executors: each task owns a shard, reads and decodes it ahead of use, and runs
 * every batch through the one TensorFlow session of its JVM. It shows that the data arrives, how fast, what the session
 * waited for, and what TensorFlow itself counted.
 */
public final class Feed {

    private final SparkSession spark;
    private String dataset;
    private long epoch;
    private ReadOptions options = ReadOptions.defaults();
    private ResizeMethod resize;

    /** The whole run: one {@link ShardFeed} a shard, in order, and the bias of the order that TensorFlow saw. */
    public record Result(EpochFolder epoch, List<ShardFeed> shards, BiasReport report, Duration elapsed) {

        public Result {
            shards = List.copyOf(shards);
        }
    }

    /** What a task returns. */
    private record Observed(ShardFeed feed, OrderStatistics statistics) implements Serializable {}

    /** What all tasks need to know. */
    private record Plan(Set<Long> labels, OrderOutline outline, ReadOptions options, ReaderAccumulator reader)
            implements Serializable {}

    public Feed(SparkSession spark) {
        this.spark = spark;
    }

    /** The dataset's folder; required. */
    public Feed dataset(String folder) {
        this.dataset = folder;
        return this;
    }

    /** The epoch's number; 0 by default. */
    public Feed epoch(long number) {
        if (number < 0) {
            throw new UsageException("--epoch must be 0 or more, found " + number);
        }
        this.epoch = number;
        return this;
    }

    /** Batch size, decode threads a task, batches ahead; those of {@link ReadOptions#defaults()} by default. */
    public Feed options(ReadOptions readOptions) {
        this.options = readOptions;
        return this;
    }

    /** How images of other sizes come to the dataset's shape; by default they are an error. */
    public Feed resize(ResizeMethod method) {
        this.resize = method;
        return this;
    }

    /**
     * Runs the job.
     *
     * @throws BadInputException if there is no such dataset or epoch, or a shard or image is missing, damaged, or of
     *     another size
     */
    public Result execute() throws IOException {
        long start = System.nanoTime();
        Storage storage = SparkStorage.of(spark);
        DatasetFolder folder = DatasetFolder.open(storage, storage.resolve(dataset));
        EpochFolder published = EpochFolder.open(folder, epoch);
        EpochManifest manifest = published.manifest();
        ReaderAccumulator reader = new ReaderAccumulator();
        spark.sparkContext().register(reader, "fairdeal feed: reader");
        ReadOptions reading = resize == null ? options : options.withResize(resize, manifest.shape());
        Plan plan = new Plan(
                new HashSet<>(manifest.labelCounts().keySet()), OrderOutline.of(manifest.records()), reading, reader);
        List<Observed> observed = JobFailure.unwrapping(spark, () -> run(plan, EpochShards.of(published), manifest));
        return new Result(
                published,
                observed.stream().map(Observed::feed).toList(),
                BiasReport.of(observed.stream()
                        .map(Observed::statistics)
                        .reduce(OrderStatistics.empty(plan.outline()), OrderStatistics::plus)),
                Duration.ofNanos(System.nanoTime() - start));
    }

    private List<Observed> run(Plan plan, EpochShards epochShards, EpochManifest manifest) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<Shard> shards = manifest.shards().shards();
        context.setJobDescription("feed: %,d records in %d shards of %s to TensorFlow, batches of %d"
                .formatted(manifest.records(), shards.size(), manifest.id(), options.batchSize()));
        context.setCallSite("feed shards to TensorFlow");
        try (Progress progress =
                Progress.start(spark, "feed", manifest.records(), "images").watching(plan.reader())) {
            TaskCounter counter = progress.counter();
            List<Tuple2<Integer, EpochShards>> numbered = new ArrayList<>();
            for (Shard shard : shards) {
                numbered.add(new Tuple2<>(numbered.size(), epochShards.only(shard)));
            }
            return context.parallelize(numbered, numbered.size())
                    .setName("shards to feed")
                    .map(shard -> feed(plan, shard._2(), shard._1(), counter))
                    .setName("shards fed")
                    .collect();
        } finally {
            context.clearCallSite();
            context.setJobDescription(null);
        }
    }

    private static Observed feed(Plan plan, EpochShards shard, int number, TaskCounter counter) throws IOException {
        long start = System.nanoTime();
        ShardRecorder recorder = new ShardRecorder(plan.outline(), number);
        try (SharedFeedSession session = SharedFeedSession.acquire(shard.shape(), plan.labels());
                EpochReader reader = EpochReader.open(shard, plan.options())) {
            ShardFeed.Recorder fed =
                    new ShardFeed.Recorder(shard.shards().get(0).name(), session.labels());
            ReaderMetrics reported = ReaderMetrics.EMPTY;
            while (reader.hasNext()) {
                try (Batch batch = reader.next()) {
                    long before = System.nanoTime();
                    BatchResult result = session.run(batch);
                    fed.add(batch.size(), result, System.nanoTime() - before);
                    for (int i = 0; i < batch.size(); i++) {
                        recorder.add(batch.position(i), batch.index(i), batch.label(i));
                    }
                    counter.accept(batch.size());
                    ReaderMetrics now = reader.metrics();
                    plan.reader().add(now.since(reported));
                    reported = now;
                }
            }
            ReaderMetrics all = reader.metrics();
            plan.reader().add(all.since(reported));
            return new Observed(fed.snapshot(all, System.nanoTime() - start), recorder.snapshot());
        }
    }
}
