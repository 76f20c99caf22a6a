package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.job.Engine;
import io.github.fairdeal.job.Gathering;
import io.github.fairdeal.job.Shuffle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fairdeal bench shuffle}. */
@Command(
        name = "shuffle",
        description = {
            "Shuffle the records of a dataset with fairdeal, both ways (shuffle --gather=always and =never), and with",
            "orderBy(rand(seed)); then copy them as they are. In turn, each in a process of its own; prints what each took",
            "from the start of its process to the end.",
            "",
            "Reads: DATASET/sorted.",
            "Writes: nothing that stays; needs about four times the dataset's size in DATASET and in Spark's local folder.",
            ""
        },
        footer = {"", "Example:", "  fairdeal bench shuffle --dataset synthetic --shards 64"})
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
                    say("%-14s %8.2f s wall %8.2f s CPU %10s peak"
                            .formatted(run.way(), run.wallSeconds(), run.cpuSeconds(), bytes(run.peakBytes())));
                }
            }
        }
        printJson(runs);
        return ExitCode.DONE;
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
