package io.github.fairdeal.job;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.BiasedException;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.epoch.LatestPointer;
import io.github.fairdeal.epoch.Retention;
import io.github.fairdeal.epoch.Staging;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * The scheduled job: makes the next epoch of a dataset if one is due, verified and audited before it is published, points
 * {@link LatestPointer} to it, and retires old ones. It can be run at any time, as often as one likes and several times at
 * once: runs that meet make the same epoch, and one of them publishes it.
 */
public final class Regenerate {

    private final SparkSession spark;
    private String dataset;
    private final List<Consumer<Shuffle>> options = new ArrayList<>();
    private Duration every = Duration.ZERO;
    private Retention retention = Retention.DEFAULT;
    private Clock clock = Clock.systemUTC();

    /** How a run ended. */
    public enum Outcome {
        /** The next epoch was published by this run. */
        PUBLISHED,
        /** Another run published the same epoch meanwhile. */
        ALREADY_PUBLISHED,
        /** The newest epoch is not old enough yet. */
        NOTHING_TO_DO
    }

    /**
     * What was done.
     *
     * @param latest epoch, made by this run or before
     * @param nextDue when the next epoch is due
     * @param retention what became of all epochs
     */
    public record Result(
            Outcome outcome, EpochFolder latest, Instant nextDue, Retention.Outcome retention, Duration elapsed) {}

    public Regenerate(SparkSession spark) {
        this.spark = spark;
    }

    /** The prepared dataset's folder; required. */
    public Regenerate dataset(String folder) {
        this.dataset = folder;
        return this;
    }

    /** The seed of the sequence of epochs; by default that of the newest epoch, or 0 if there is none. */
    public Regenerate seed(long value) {
        options.add(shuffle -> shuffle.seed(value));
        return this;
    }

    /** How many shards to write; by default as many as the newest epoch has, or those of {@link Shuffle}. */
    public Regenerate shards(int count) {
        if (count < 1) {
            throw new UsageException("--shards must be at least 1, found " + count);
        }
        options.add(shuffle -> shuffle.shards(count));
        return this;
    }

    /** What the records carry; by default as in the newest epoch, or path. */
    public Regenerate kind(RecordKind recordKind) {
        options.add(shuffle -> shuffle.kind(recordKind));
        return this;
    }

    /** How old the newest epoch must be before there is something to do; 0 by default: every run makes an epoch. */
    public Regenerate every(Duration age) {
        if (age.isNegative()) {
            throw new UsageException("--every must be 0 or more, found " + age);
        }
        this.every = age;
        return this;
    }

    /** Which epochs stay; {@link Retention#DEFAULT} by default. */
    public Regenerate retention(Retention rule) {
        this.retention = rule;
        return this;
    }

    /** Where the time comes from. */
    public Regenerate clock(Clock source) {
        this.clock = source;
        return this;
    }

    /**
     * Runs the job. Nothing is retired unless the newest epoch is published and pointed to.
     *
     * @throws BadInputException if a sorted shard is damaged, or what was written is not sound
     * @throws BiasedException if the next epoch is not evenly shuffled; it is not published
     */
    public Result execute() throws IOException {
        long start = System.nanoTime();
        Storage storage = SparkStorage.of(spark);
        DatasetFolder folder = DatasetFolder.open(storage, storage.resolve(dataset));
        // The number before the look whether it is due: an epoch that another run publishes in between either is seen,
        // and
        // none is due, or has this number, and is not made twice.
        long next = EpochFolder.nextNumber(folder);
        Optional<EpochFolder> before = EpochFolder.newest(folder);
        Outcome outcome = Outcome.NOTHING_TO_DO;
        if (before.isEmpty() || !clock.instant().isBefore(nextDue(before.get()))) {
            outcome = shuffle(folder, next, before.map(EpochFolder::manifest));
        }
        LatestPointer.advance(folder);
        Retention.Outcome retained = retention.apply(folder, clock.instant());
        EpochFolder latest = EpochFolder.latest(folder);
        return new Result(outcome, latest, nextDue(latest), retained, Duration.ofNanos(System.nanoTime() - start));
    }

    private Instant nextDue(EpochFolder newest) {
        return newest.createdAt().plus(every);
    }

    private Outcome shuffle(DatasetFolder folder, long next, Optional<EpochManifest> newest) throws IOException {
        Shuffle shuffle = new Shuffle(spark)
                .dataset(folder.folder())
                .epoch(next)
                .clock(clock)
                .verified()
                .audited();
        newest.ifPresent(manifest -> shuffle.seed(manifest.id().seed())
                .kind(manifest.kind())
                .shards(manifest.shards().shards().size()));
        options.forEach(option -> option.accept(shuffle));
        return shuffle.execute().outcome() == Staging.Outcome.PUBLISHED ? Outcome.PUBLISHED : Outcome.ALREADY_PUBLISHED;
    }
}
