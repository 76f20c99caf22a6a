package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.epoch.Staging;
import io.github.fairdeal.job.Gathering;
import io.github.fairdeal.job.Shuffle;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fairdeal shuffle}. */
@Command(
        name = "shuffle",
        description = {
            "Write one global permutation of a dataset as an epoch of evenly shuffled shards.",
            "",
            "Reads: DATASET/sorted.",
            "Writes: DATASET/epochs/epoch-NNNNNN, whole or not at all; with --audit bias.json in it,",
            "or in epoch-NNNNNN.refused if the epoch is biased and therefore not published.",
            ""
        },
        footer = {"", "Example:", "  fairdeal shuffle --dataset digits --kind path --seed 1 --epoch 0 --shards 16"})
final class ShuffleCommand extends Verb {

    @Option(names = "--dataset", required = true, paramLabel = "DATASET", description = "Folder that prepare made.")
    private String dataset;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Records to shuffle: path or image. Default: path, or image if there are no others.")
    private RecordKind kind;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Names the sequence of epochs. Default: ${DEFAULT-VALUE}.",
            defaultValue = "0")
    private long seed;

    @Option(
            names = "--epoch",
            paramLabel = "E",
            description = "Number of the epoch. Default: ${DEFAULT-VALUE}.",
            defaultValue = "0")
    private long epoch;

    @Option(
            names = "--shards",
            paramLabel = "N",
            description = "Shards to write, equal to ±1 record. Default: " + Shuffle.DEFAULT_SHARDS
                    + ", or as many as there are records if these are fewer.")
    private Integer shards;

    @Option(
            names = "--input-partitions",
            paramLabel = "N",
            description = "Tasks that read, at least. Changes no byte. Default: twice Spark's parallelism.")
    private Integer inputPartitions;

    @Option(
            names = "--gather",
            paramLabel = "WHEN",
            arity = "0..1",
            fallbackValue = "always",
            defaultValue = "auto",
            description = {
                "Read each shard's records where they lie in the sorted shards,",
                "instead of dealing them out through a Spark shuffle: auto, always",
                "or never. auto gathers on one machine if the sorted shards are",
                "local files and fit into half of the memory outside the heap, or",
                "have 64 KiB a record or more. Changes no byte.",
                "Default: ${DEFAULT-VALUE}; --gather alone: always."
            })
    private Gathering gather;

    @Option(
            names = "--audit",
            description = "Judge the epoch first and do not publish a biased one (exit code 6).",
            fallbackValue = "true")
    private boolean audit;

    /** The JSON form of the result. */
    record Summary(
            String epoch,
            String outcome,
            long records,
            int shards,
            long bytes,
            String fingerprint,
            double elapsedSeconds) {}

    @Override
    ExitCode run() throws IOException {
        return withSpark(engine -> {
            Shuffle shuffle =
                    engine.shuffle().dataset(dataset).seed(seed).epoch(epoch).gathering(gather);
            if (kind != null) {
                shuffle.kind(kind);
            }
            if (shards != null) {
                shuffle.shards(shards);
            }
            if (inputPartitions != null) {
                shuffle.inputPartitions(inputPartitions);
            }
            if (audit) {
                shuffle.audited();
            }
            Shuffle.Result result = shuffle.execute();
            EpochManifest manifest = result.epoch().manifest();
            boolean isNew = result.outcome() == Staging.Outcome.PUBLISHED;
            String text = isNew
                    ? "shuffled %s %s records into %d shards in %s\nepoch: %s"
                            .formatted(
                                    count(manifest.records()),
                                    manifest.kind().word(),
                                    manifest.shards().shards().size(),
                                    seconds(result.elapsed()),
                                    result.epoch().folder())
                    : "already published with the same content, nothing to do\nepoch: %s"
                            .formatted(result.epoch().folder());
            print(
                    new Summary(
                            result.epoch().folder(),
                            isNew ? "published" : "already-published",
                            manifest.records(),
                            manifest.shards().shards().size(),
                            manifest.shards().bytes(),
                            manifest.shards().fingerprint(),
                            result.elapsed().toNanos() / 1e9),
                    text);
            return ExitCode.DONE;
        });
    }
}
