package io.github.fairdeal.job;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.epoch.OrderCheck;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;

/**
 * Reads an epoch and the sorted shards it was made from, and checks everything: sizes and checksums of every file and
 * record, that every index occurs exactly once and at its place, and that each record is, byte for byte, the sorted one.
 *
 * <p>That a record stands at the place its index maps to is checked as it is read: the permutation is a bijection, so
 * right places and the right count mean every index exactly once. Contents are compared by fingerprints in buckets, in
 * constant memory; only buckets that differ are read again, to name their records.
 */
public final class Verify {

    private static final int MAX_BUCKETS_EXAMINED = 16;

    private final SparkSession spark;
    private String dataset;
    private long epoch;

    /**
     * What was found.
     *
     * @param problems one line each, at most {@link OrderCheck#MAX_PROBLEMS_LISTED}; empty if all is well
     * @param problemCount all of them
     */
    public record Result(
            EpochFolder epoch, long records, long bytes, List<String> problems, long problemCount, Duration elapsed) {

        /** True if nothing is wrong. */
        public boolean isSound() {
            return problemCount == 0;
        }
    }

    public Verify(SparkSession spark) {
        this.spark = spark;
    }

    /** The dataset's folder; required. */
    public Verify dataset(String folder) {
        this.dataset = folder;
        return this;
    }

    /** The epoch's number; 0 by default. */
    public Verify epoch(long number) {
        if (number < 0) {
            throw new UsageException("--epoch must be 0 or more, found " + number);
        }
        this.epoch = number;
        return this;
    }

    /**
     * Runs the job. Problems are returned, not thrown, all of them.
     *
     * @throws BadInputException if there is no such dataset or epoch, or a manifest is damaged
     */
    public Result execute() throws IOException {
        long start = System.nanoTime();
        Storage storage = SparkStorage.of(spark);
        DatasetFolder folder = DatasetFolder.open(storage, storage.resolve(dataset));
        EpochFolder published = EpochFolder.open(folder, epoch);
        RecordKind kind = published.manifest().kind();
        ShardSet sorted = folder.manifest().sorted(kind);
        ShardSet shuffled = published.manifest().shards();
        requireSameDataset(published, sorted);
        ShardReading sortedReading = new ShardReading(storage, folder.sortedFolder(), kind, null);
        ShardReading epochReading = new ShardReading(storage, published.folder(), kind, permutation(published));
        return JobFailure.unwrapping(spark, () -> {
            OrderCheck before;
            OrderCheck after;
            try (Progress progress = Progress.start(spark, "verify", 2 * sorted.records(), "records")) {
                before = read(sorted, sortedReading, progress.counter(), "sorted shards");
                after = read(shuffled, epochReading, progress.counter(), "epoch " + epoch);
            }
            OrderCheck found = new OrderCheck().plus(before).plus(after);
            List<Integer> different = before.differentBuckets(after);
            if (!different.isEmpty() && before.records() == sorted.records() && after.records() == shuffled.records()) {
                nameDifferences(sorted, sortedReading, shuffled, epochReading, different, found);
            }
            return new Result(
                    published,
                    after.records(),
                    shuffled.bytes(),
                    found.problems(),
                    found.problemCount(),
                    Duration.ofNanos(System.nanoTime() - start));
        });
    }

    private static Permutation permutation(EpochFolder published) {
        String algorithm = published.manifest().algorithm();
        if (!algorithm.equals(Permutation.ALGORITHM)) {
            throw new BadInputException(
                    "%s: made with permutation %s, this software knows %s; verify it with the version that made it, %s"
                            .formatted(
                                    published.folder(),
                                    algorithm,
                                    Permutation.ALGORITHM,
                                    published.manifest().software()));
        }
        return Permutation.of(published.manifest().id(), published.manifest().records());
    }

    private static void requireSameDataset(EpochFolder published, ShardSet sorted) {
        ShardSet shards = published.manifest().shards();
        if (shards.records() != sorted.records() || !shards.fingerprint().equals(sorted.fingerprint())) {
            throw new BadInputException(
                    "%s: epoch of another record set: expected %,d records with fingerprint %s as in the dataset, found %,d with %s; was the dataset prepared again?"
                            .formatted(
                                    published.folder(),
                                    sorted.records(),
                                    sorted.fingerprint(),
                                    shards.records(),
                                    shards.fingerprint()));
        }
    }

    private OrderCheck read(ShardSet set, ShardReading reading, LongAccumulator counter, String what) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription("verify: %,d records in %d shards of the %s"
                .formatted(set.records(), set.shards().size(), what));
        try {
            return shards(context, set)
                    .map(shard -> reading.check(shard, counter::add))
                    .setName("shards checked")
                    .reduce(OrderCheck::plus);
        } finally {
            context.setJobDescription(null);
        }
    }

    private static JavaRDD<Shard> shards(JavaSparkContext context, ShardSet set) {
        return context.parallelize(set.shards(), set.shards().size()).setName("shards to read");
    }

    /** All records could be read, yet contents differ: finds out which. */
    private void nameDifferences(
            ShardSet sorted,
            ShardReading sortedReading,
            ShardSet shuffled,
            ShardReading epochReading,
            List<Integer> different,
            OrderCheck found) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription("verify: name the records that differ");
        try {
            Set<Integer> buckets = Set.copyOf(different.subList(0, Math.min(MAX_BUCKETS_EXAMINED, different.size())));
            JavaPairRDD<Long, Long> before = shards(context, sorted)
                    .flatMapToPair(shard -> sortedReading.hashes(shard, buckets).iterator());
            JavaPairRDD<Long, Long> after = shards(context, shuffled)
                    .flatMapToPair(shard -> epochReading.hashes(shard, buckets).iterator());
            // Indexes that only one side has were named as they were read: no record is at its place then.
            List<Long> indexes = new ArrayList<>(before.join(after)
                    .filter(Verify::differs)
                    .map(Tuple2::_1)
                    .takeOrdered(OrderCheck.MAX_PROBLEMS_LISTED));
            for (long index : indexes) {
                found.problem("index %,d: label or payload differs from the sorted record".formatted(index));
            }
            if (different.size() > buckets.size()) {
                found.problem("and records in %d more of %d index groups"
                        .formatted(different.size() - buckets.size(), OrderCheck.BUCKETS));
            }
        } finally {
            context.setJobDescription(null);
        }
    }

    private static boolean differs(Tuple2<Long, Tuple2<Long, Long>> joined) {
        return !Objects.equals(joined._2()._1(), joined._2()._2());
    }
}
