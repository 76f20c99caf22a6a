package io.github.fairdeal.job;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.dataset.Software;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.epoch.EpochPlan;
import io.github.fairdeal.epoch.Staging;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.shard.Fingerprint;
import io.github.fairdeal.shard.ShardSlice;
import io.github.fairdeal.shard.ShardWriter;
import io.github.fairdeal.shard.WrittenShard;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Writes one global permutation of a dataset as an epoch of evenly shuffled shards, and publishes it whole or not at
 * all.
 *
 * <p>A record's target shard and slot follow from its index by arithmetic, so there is no sampling pass and no sort:
 * map tasks deal encoded records into blocks per target shard, the blocks go through one Spark shuffle, and a task
 * writes one shard in slot order. The bytes written depend on the dataset, the seed, the epoch number and the number of
 * shards, and on nothing else.
 */
public final class Shuffle {

    /** Shards of an epoch, unless said otherwise. */
    public static final int DEFAULT_SHARDS = 16;

    private final SparkSession spark;
    private String dataset;
    private RecordKind kind = RecordKind.PATH;
    private long seed;
    private long epoch;
    private int shards = DEFAULT_SHARDS;
    private int inputPartitions;
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

    /** What the epoch's records carry; path by default. */
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

    /** How many shards to write; {@value #DEFAULT_SHARDS} by default. */
    public Shuffle shards(int count) {
        if (count < 1) {
            throw new UsageException("--shards must be at least 1, found " + count);
        }
        this.shards = count;
        return this;
    }

    /** At least how many tasks read the sorted shards; by default twice Spark's parallelism. Changes no byte. */
    public Shuffle inputPartitions(int count) {
        if (count < 1) {
            throw new UsageException("--input-partitions must be at least 1, found " + count);
        }
        this.inputPartitions = count;
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
     * @throws BadInputException if a sorted shard is missing, damaged or changed
     * @throws PublishConflictException if the epoch is published with other content
     */
    public Result execute() throws IOException {
        long start = System.nanoTime();
        Storage storage = SparkStorage.of(spark);
        DatasetFolder folder = DatasetFolder.open(storage, storage.resolve(dataset));
        ShardSet sorted = folder.manifest().sorted(kind);
        EpochId id = new EpochId(seed, epoch);
        ShardLayout layout = new ShardLayout(sorted.records(), shards);
        Optional<EpochFolder> published = EpochFolder.find(folder, epoch);
        if (published.isPresent()) {
            new EpochPlan(id, kind, Permutation.ALGORITHM, sorted.fingerprint(), shards).requireSameAs(published.get());
            return new Result(Staging.Outcome.ALREADY_PUBLISHED, published.get(), since(start));
        }
        try (Staging staging = Staging.begin(folder, epoch)) {
            ShardSet written = JobFailure.unwrapping(spark, () -> write(folder, sorted, id, layout, staging.folder()));
            requireSameRecords(folder, sorted, written);
            Staging.Outcome outcome = staging.publish(manifest(folder.manifest(), id, written));
            return new Result(outcome, EpochFolder.open(folder, epoch), since(start));
        }
    }

    private ShardSet write(DatasetFolder folder, ShardSet sorted, EpochId id, ShardLayout layout, String target)
            throws IOException {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription("shuffle: %,d %s records into %d shards, %s"
                .formatted(sorted.records(), kind.word(), layout.shards(), id));
        int partitions = inputPartitions > 0 ? inputPartitions : 2 * context.defaultParallelism();
        List<ShardSlice> slices = ShardSlice.divide(folder.sortedFolder(), sorted, partitions);
        Permutation permutation = Permutation.of(id, sorted.records());
        Storage storage = folder.storage();
        RecordKind recordKind = kind;
        try (Progress progress = Progress.start(spark, "shuffle", 2 * sorted.records(), "record moves")) {
            LongAccumulator counter = progress.counter();
            JavaPairRDD<Integer, byte[]> dealt = context.parallelize(slices, slices.size())
                    .setName("slices of the sorted shards")
                    .mapPartitionsToPair(own -> deal(own, storage, recordKind, permutation, layout, counter))
                    .setName("records dealt to their shards");
            List<WrittenShard> written = byShard(dealt, layout.shards())
                    .mapPartitions(blocks -> List.of(assemble(blocks, storage, target, recordKind, layout, counter))
                            .iterator())
                    .setName("shards written")
                    .collect();
            return shardSet(written);
        } finally {
            context.setJobDescription(null);
        }
    }

    /** Kryo for what goes through the shuffle, pairs of a number and a byte array; it knows no Java records. */
    private JavaRDD<Tuple2<Integer, byte[]>> byShard(JavaPairRDD<Integer, byte[]> dealt, int shardCount) {
        ClassTag<Integer> number = ClassTag$.MODULE$.apply(Integer.class);
        ClassTag<byte[]> block = ClassTag$.MODULE$.apply(byte[].class);
        ShuffledRDD<Integer, byte[], byte[]> shuffled =
                new ShuffledRDD<>(dealt.rdd(), new NumberPartitioner(shardCount), number, block, block);
        shuffled.setSerializer(new KryoSerializer(spark.sparkContext().getConf()));
        shuffled.setName("blocks by shard");
        return JavaPairRDD.fromRDD(shuffled, number, block).map(pair -> pair);
    }

    private ShardSet shardSet(List<WrittenShard> written) {
        Fingerprint fingerprint = new Fingerprint();
        written.forEach(shard -> fingerprint.add(shard.fingerprint()));
        return ShardSet.of(
                kind,
                fingerprint.hex(),
                written.stream().map(WrittenShard::shard).toList());
    }

    private static Iterator<Tuple2<Integer, byte[]>> deal(
            Iterator<ShardSlice> own,
            Storage storage,
            RecordKind kind,
            Permutation permutation,
            ShardLayout layout,
            LongAccumulator counter)
            throws IOException {
        DealtBlocks blocks = new DealtBlocks(storage, own.next(), kind, permutation, layout, counter::add);
        TaskContext.get().addTaskCompletionListener(task -> {
            try {
                blocks.close();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        return blocks;
    }

    private static WrittenShard assemble(
            Iterator<Tuple2<Integer, byte[]>> blocks,
            Storage storage,
            String target,
            RecordKind kind,
            ShardLayout layout,
            LongAccumulator counter)
            throws IOException {
        TaskContext task = TaskContext.get();
        int shard = task.partitionId();
        ShardAssembly assembly = new ShardAssembly(layout, shard);
        blocks.forEachRemaining(block -> assembly.add(block._2()));
        String name = Shard.fileName(kind, shard, layout.shards());
        try (ShardWriter writer = new ShardWriter(storage, target, name, layout.first(shard), task.taskAttemptId())) {
            assembly.writeTo(writer);
            WrittenShard written = writer.finish();
            counter.add(written.shard().records());
            return written;
        }
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
                configuration());
    }

    private SortedMap<String, String> configuration() {
        SortedMap<String, String> configuration = new TreeMap<>();
        configuration.put("kind", kind.word());
        configuration.put("seed", Long.toString(seed));
        configuration.put("epoch", Long.toString(epoch));
        configuration.put("shards", Integer.toString(shards));
        return configuration;
    }

    private static Duration since(long startNanos) {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
