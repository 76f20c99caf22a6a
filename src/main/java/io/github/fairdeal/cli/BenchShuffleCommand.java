package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.job.Engine;
import io.github.fairdeal.job.Gathering;
import io.github.fairdeal.job.Shuffle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fairdeal bench shuffle}. */
@Command(
        name = "shuffle",
        description = {
            "Shuffle the records of a dataset with fairdeal, with orderBy(rand(seed)), and copy them, in turn.",
            "",
            "fairdeal shuffles both ways (shuffle --gather=always and =never). Each is a process of its own; prints what it "
                    + "took from its start to its end, and how fast that is beside orderBy(rand(seed)) and the copy.",
            "",
            "Reads: DATASET/sorted.",
            "Writes: nothing that stays; needs about four times the dataset's size in DATASET and in Spark's local folder.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  fairdeal bench shuffle --dataset synthetic --shards 64",
            "",
            "Images: `fairdeal bench index --kind image --records 132000 --output images` makes 20 GB of them, and this",
            "command measures them with --kind image; a shard should be some hundred megabytes."
        })
final class BenchShuffleCommand extends Verb {

    /** What is measured. */
    enum Way {
        GATHER,
        DEAL,
        ORDER_BY_RAND,
        COPY;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Option(
            names = "--dataset",
            required = true,
            paramLabel = "DATASET",
            description = "Folder that prepare or bench index made.")
    private String dataset;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Records to shuffle: path or image. Default: ${DEFAULT-VALUE}.",
            defaultValue = "path")
    private RecordKind kind;

    @Option(
            names = "--shards",
            paramLabel = "N",
            description = "Shards to write. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + Shuffle.DEFAULT_SHARDS)
    private int shards;

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            description = "Runs of each, in turn. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private int repetitions;

    @Option(names = "--measured", hidden = true, description = "This process is one of the measured ones.")
    private Way measured;

    /** What one run of one way took. */
    record Run(String way, double wallSeconds, double cpuSeconds, long peakBytes) {}

    @Override
    ExitCode run() throws IOException {
        return measured == null ? measureAll() : shuffle();
    }

    private ExitCode measureAll() throws IOException {
        if (repetitions < 1) {
            throw new UsageException("--repetitions must be at least 1, found " + repetitions);
        }
        List<Run> runs = new ArrayList<>();
        for (int repetition = 0; repetition < repetitions; repetition++) {
            Map<Way, Run> ofAll = new EnumMap<>(Way.class);
            for (Way way : Way.values()) {
                try (ScratchDataset target = ScratchDataset.of(Path.of(dataset))) {
                    MeasuredProcess process = MeasuredProcess.run(List.of(
                            "bench",
                            "shuffle",
                            "--dataset",
                            target.folder().toString(),
                            "--shards",
                            Integer.toString(shards),
                            "--kind",
                            kind.word(),
                            "--measured",
                            way.name()));
                    Run run = new Run(way.word(), process.wallSeconds(), process.cpuSeconds(), process.peakBytes());
                    runs.add(run);
                    ofAll.put(way, run);
                    say("%-14s %8.2f s wall %8.2f s CPU %10s peak"
                            .formatted(run.way(), run.wallSeconds(), run.cpuSeconds(), bytes(run.peakBytes())));
                }
            }
            sayRatios(ofAll);
        }
        printJson(runs);
        return ExitCode.DONE;
    }

    /** Each way beside the baseline and the copy of the same repetition: an hour later the machine may be another one. */
    private void sayRatios(Map<Way, Run> runs) {
        Run baseline = runs.get(Way.ORDER_BY_RAND);
        Run copy = runs.get(Way.COPY);
        for (Way way : List.of(Way.GATHER, Way.DEAL)) {
            Run run = runs.get(way);
            say(
                    "%-14s %.1f times as fast as %s, %.1f times less CPU; %.0f %% of the speed of %s, start and end included"
                            .formatted(
                                    run.way(),
                                    baseline.wallSeconds() / run.wallSeconds(),
                                    baseline.way(),
                                    baseline.cpuSeconds() / run.cpuSeconds(),
                                    100 * copy.wallSeconds() / run.wallSeconds(),
                                    copy.way()));
        }
    }

    private ExitCode shuffle() throws IOException {
        return withSpark(engine -> {
            switch (measured) {
                case GATHER -> shuffle(engine, Gathering.ALWAYS);
                case DEAL -> shuffle(engine, Gathering.NEVER);
                case ORDER_BY_RAND ->
                    engine.orderByRandom().execute(dataset, kind, dataset + "/order-by-rand", 1, shards);
                case COPY -> engine.plainCopy().execute(dataset, kind, dataset + "/copy");
            }
            out().println(MeasuredProcess.ownCost());
            return ExitCode.DONE;
        });
    }

    private void shuffle(Engine engine, Gathering gathering) throws IOException {
        engine.shuffle()
                .dataset(dataset)
                .kind(kind)
                .seed(1)
                .shards(shards)
                .gathering(gathering)
                .execute();
    }
}
