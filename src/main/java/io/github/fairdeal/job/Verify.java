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
    private boolean readsPacks;

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

    /** Reads the packs too, every record of them; else only their sizes are compared. */
    public Verify readingPacks() {
        this.readsPacks = true;
        return this;
    }

    /**
     * Runs the job. Problems are returned, not thrown, all of them.
     *
     * @throws BadInputException if there is no such dataset or epoch, or a manifest is damaged
     */
    public Result execute() throws IOException {
        Storage storage = SparkStorage.of(spark);
        return check(EpochFolder.open(DatasetFolder.open(storage, storage.resolve(dataset)), epoch));
    }

    /** Checks an epoch wherever its shards are, published or not yet. */
    Result check(EpochFolder written) throws IOException {
        long start = System.nanoTime();
        DatasetFolder folder = written.dataset();
        RecordKind kind = written.manifest().kind();
        ShardSet sorted = folder.manifest().sorted(kind);
        ShardSet shuffled = written.manifest().shards();
        requireSameDataset(written, sorted);
        ShardReading sortedReading = new ShardReading(folder.storage(), folder.sortedFolder(), kind, null);
        ShardReading epochReading = new ShardReading(folder.storage(), written.folder(), kind, permutation(written));
        return JobFailure.unwrapping(spark, () -> {
            OrderCheck before;
            OrderCheck after;
            try (Progress progress = Progress.start(spark, "verify", 2 * sorted.records(), "records")) {
                before = read(sorted, sortedReading, progress.counter(), "sorted shards");
                after = read(shuffled, epochReading, progress.counter(), "epoch " + written.number());
            }
            OrderCheck found = new OrderCheck().plus(before).plus(after);
            if (kind == RecordKind.PATH && !folder.manifest().packs().isEmpty()) {
                found = found.plus(checkPacks(folder));
            }
            List<Integer> different = before.differentBuckets(after);
            if (!different.isEmpty() && before.records() == sorted.records() && after.records() == shuffled.records()) {
                nameDifferences(sorted, sortedReading, shuffled, epochReading, different, found);
            }
            return new Result(
                    written,
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

    private OrderCheck read(ShardSet set, ShardReading reading, TaskCounter counter, String what) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription("verify: %,d records in %d shards of the %s"
                .formatted(set.records(), set.shards().size(), what));
        context.setCallSite("check the " + what);
        try {
            return shards(context, set.shards())
                    .map(shard -> reading.check(shard, counter))
                    .setName("shards checked")
                    .reduce(OrderCheck::plus);
        } finally {
            context.clearCallSite();
            context.setJobDescription(null);
        }
    }

    private OrderCheck checkPacks(DatasetFolder folder) {
        List<Shard> packs = folder.manifest().packs();
        ShardReading reading = new ShardReading(folder.storage(), folder.packsFolder(), null, null);
        boolean isWhole = readsPacks;
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription("verify: %s %,d packs".formatted(isWhole ? "read" : "sizes of", packs.size()));
        context.setCallSite("check packs");
        try (Progress progress =
                Progress.start(spark, "verify packs", folder.manifest().records(), "records")) {
            TaskCounter counter = progress.counter();
            return shards(context, packs)
                    .map(pack -> isWhole ? reading.check(pack, counter) : reading.checkSize(pack))
                    .setName("packs checked")
                    .reduce(OrderCheck::plus);
        } finally {
            context.clearCallSite();
            context.setJobDescription(null);
        }
    }

    private static JavaRDD<Shard> shards(JavaSparkContext context, List<Shard> shards) {
        return context.parallelize(shards, shards.size()).setName("shards to read");
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
        context.setCallSite("hash records of groups that differ");
        try {
            Set<Integer> buckets = Set.copyOf(different.subList(0, Math.min(MAX_BUCKETS_EXAMINED, different.size())));
            JavaPairRDD<Long, Long> before = shards(context, sorted.shards())
                    .flatMapToPair(shard -> sortedReading.hashes(shard, buckets).iterator());
            JavaPairRDD<Long, Long> after = shards(context, shuffled.shards())
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
            context.clearCallSite();
            context.setJobDescription(null);
        }
    }

    private static boolean differs(Tuple2<Long, Tuple2<Long, Long>> joined) {
        return !Objects.equals(joined._2()._1(), joined._2()._2());
    }
}
