package io.github.fairdeal.job;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.BiasedException;
import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.dataset.Software;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.epoch.EpochPlan;
import io.github.fairdeal.epoch.Retention;
import io.github.fairdeal.epoch.Staging;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.shard.Fingerprint;
import io.github.fairdeal.shard.WrittenShard;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Writes one global permutation of a dataset as an epoch of evenly shuffled shards, and publishes it whole or not at
 * all.
 *
 * <p>A record's target shard and slot follow from its index by arithmetic, and the other way round, so there is no
 * sampling pass and no sort. Either map tasks deal encoded records into blocks per target shard, and the blocks go
 * through one Spark shuffle ({@link DealtShards}); or the task that writes a shard gathers its records where they lie
 * ({@link GatheredShards}). The bytes written depend on the dataset, the seed, the epoch number and the number of
 * shards, and on nothing else.
 */
public final class Shuffle {

    /** Shards of an epoch, unless said otherwise. */
    public static final int DEFAULT_SHARDS = 16;

    private final SparkSession spark;
    private String dataset;
    private RecordKind kind;
    private long seed;
    private long epoch;
    private Integer shards;
    private int inputPartitions;
    private Gathering gathering = Gathering.AUTO;
    private boolean isAudited;
    private boolean isVerified;
    private Clock clock = Clock.systemUTC();

    /** How a run ended. */
    public record Result(Staging.Outcome outcome, EpochFolder epoch, Duration elapsed) {}

    public Shuffle(SparkSession spark) {
        this.spark = spark;
    }

    /** The prepared dataset's folder; required. */
    public Shuffle dataset(String folder) {
        this.dataset = folder;
        return this;
    }

    /** What the epoch's records carry; by default path, or what there is if there is one kind only. */
    public Shuffle kind(RecordKind recordKind) {
        this.kind = recordKind;
        return this;
    }

    /** The seed of the sequence of epochs; 0 by default. */
    public Shuffle seed(long value) {
        this.seed = value;
        return this;
    }

    /** The epoch's number; 0 by default. */
    public Shuffle epoch(long number) {
        if (number < 0) {
            throw new UsageException("--epoch must be 0 or more, found " + number);
        }
        this.epoch = number;
        return this;
    }

    /** How many shards to write; by default {@value #DEFAULT_SHARDS}, or as many as there are records if these are fewer. */
    public Shuffle shards(int count) {
        if (count < 1) {
            throw new UsageException("--shards must be at least 1, found " + count);
        }
        this.shards = count;
        return this;
    }

    /** Whether records are gathered or dealt; {@link Gathering#AUTO} by default. Changes no byte. */
    public Shuffle gathering(Gathering when) {
        this.gathering = when;
        return this;
    }

    /**
     * At least how many tasks read the sorted shards where records are dealt; by default twice Spark's parallelism.
     * Changes no byte.
     */
    public Shuffle inputPartitions(int count) {
        if (count < 1) {
            throw new UsageException("--input-partitions must be at least 1, found " + count);
        }
        this.inputPartitions = count;
        return this;
    }

    /**
     * Judges the epoch before it is published, and does not publish a biased one. {@code bias.json} lies in the epoch's
     * folder, or, of an epoch that was refused, in the folder of that name and {@code .refused}. An epoch that is
     * published already is not judged again.
     */
    public Shuffle audited() {
        this.isAudited = true;
        return this;
    }

    /**
     * Reads the epoch back and compares it with the sorted shards, record by record, before it is published, as
     * {@link Verify} does. An epoch that is published already is not read again.
     */
    public Shuffle verified() {
        this.isVerified = true;
        return this;
    }

    /** Where the time of publishing comes from. */
    public Shuffle clock(Clock source) {
        this.clock = source;
        return this;
    }

    /**
     * Runs the job.
     *
     * @throws UsageException if the dataset has no records of this kind, or fewer records than shards
     * @throws BadInputException if a sorted shard is missing, damaged or changed, or what was written was to be verified
     *     and is not sound
     * @throws PublishConflictException if the epoch is published with other content, or an old one of its number is being
     *     deleted, or somebody else's files are where it belongs
     * @throws BiasedException if it was to be audited and is not evenly shuffled; nothing is published
     */
    public Result execute() throws IOException {
        long start = System.nanoTime();
        Storage storage = SparkStorage.of(spark);
        DatasetFolder folder = DatasetFolder.open(storage, storage.resolve(dataset));
        ShardSet sorted =
                folder.manifest().sorted(kind == null ? folder.manifest().usualKind() : kind);
        EpochId id = new EpochId(seed, epoch);
        ShardLayout layout = layout(sorted.records());
        Optional<EpochFolder> published = EpochFolder.find(folder, epoch);
        if (published.isPresent()) {
            new EpochPlan(id, sorted.kind(), Permutation.ALGORITHM, sorted.fingerprint(), layout.shards())
                    .requireSameAs(published.get());
            return new Result(Staging.Outcome.ALREADY_PUBLISHED, published.get(), since(start));
        }
        Retention.requireNotDeleting(folder, epoch);
        Staging.requireFree(folder, epoch);
        try (Staging staging = Staging.begin(folder, epoch)) {
            ShuffledShards plan = new ShuffledShards(
                    storage,
                    folder.sortedFolder(),
                    sorted.outlined(),
                    id,
                    Permutation.of(id, sorted.records()),
                    layout,
                    staging.folder());
            boolean isGathered = gathering.isFor(spark, plan);
            ShardSet written = JobFailure.unwrapping(spark, () -> write(plan, sorted, isGathered));
            requireSameRecords(folder, sorted, written);
            EpochManifest manifest = manifest(folder.manifest(), id, written);
            PublishGate gate = new PublishGate(spark, folder, epoch);
            if (isVerified) {
                gate.requireSound(new EpochFolder(folder, staging.folder(), manifest));
            }
            if (isAudited) {
                gate.requireEven(staging.folder(), written);
            }
            Staging.Outcome outcome = staging.publish(manifest);
            return new Result(outcome, EpochFolder.open(folder, epoch), since(start));
        }
    }

    private ShardLayout layout(long records) {
        return shards == null ? ShardLayout.usual(records, DEFAULT_SHARDS) : new ShardLayout(records, shards);
    }

    private ShardSet write(ShuffledShards plan, ShardSet sorted, boolean isGathered) throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription("shuffle: %,d %s records %s into %d shards, %s"
                .formatted(
                        plan.records(),
                        plan.kind().word(),
                        isGathered ? "gathered" : "dealt",
                        plan.layout().shards(),
                        plan.id()));
        long moves = isGathered ? plan.records() : 2 * plan.records();
        try (Progress progress = Progress.start(spark, "shuffle", moves, "record moves")) {
            List<WrittenShard> written = isGathered
                    ? new GatheredShards(plan, progress.counter()).write(context)
                    : new DealtShards(plan, inputPartitions, progress.counter()).write(context, sorted);
            return shardSet(plan.kind(), written);
        } finally {
            context.clearCallSite();
            context.setJobDescription(null);
        }
    }

    private static ShardSet shardSet(RecordKind kind, List<WrittenShard> written) {
        Fingerprint fingerprint = new Fingerprint();
        written.forEach(shard -> fingerprint.add(shard.fingerprint()));
        return ShardSet.of(
                kind,
                fingerprint.hex(),
                written.stream().map(WrittenShard::shard).toList());
    }

    /** What was written must be, record for record, what was prepared. */
    private static void requireSameRecords(DatasetFolder folder, ShardSet sorted, ShardSet written) {
        if (!written.fingerprint().equals(sorted.fingerprint())) {
            throw new BadInputException(
                    "%s: the sorted %s shards are not those that were prepared: expected record set %s, found %s; nothing was published, prepare the dataset again"
                            .formatted(
                                    folder.sortedFolder(),
                                    sorted.kind().word(),
                                    sorted.fingerprint(),
                                    written.fingerprint()));
        }
    }

    private EpochManifest manifest(DatasetManifest prepared, EpochId id, ShardSet written) {
        return new EpochManifest(
                DatasetManifest.FORMAT_VERSION,
                Software.nameAndVersion(),
                id,
                Permutation.ALGORITHM,
                prepared.records(),
                prepared.shape(),
                prepared.labelCounts(),
                written,
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toString(),
                configuration(written));
    }

    private SortedMap<String, String> configuration(ShardSet written) {
        SortedMap<String, String> configuration = new TreeMap<>();
        configuration.put("kind", written.kind().word());
        configuration.put("seed", Long.toString(seed));
        configuration.put("epoch", Long.toString(epoch));
        configuration.put("shards", Integer.toString(written.shards().size()));
        return configuration;
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
