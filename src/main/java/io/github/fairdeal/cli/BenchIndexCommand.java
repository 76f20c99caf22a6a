package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.job.SyntheticRecords;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fairdeal bench index}. */
@Command(
        name = "index",
        description = {
            "Make a synthetic sorted dataset, to measure shuffles of any size.",
            "",
            "Reads: nothing; the images that paths name do not exist, and pixels are noise.",
            "Writes: DATASET/sorted, DATASET/dataset.json; some 125 bytes a path record, 3 x SIZE x SIZE an image record.",
            ""
        },
        footer = {"", "Example:", "  fairdeal bench index --records 10000000 --labels 1000 --output synthetic"})
final class BenchIndexCommand extends Verb {

    @Option(names = "--records", required = true, paramLabel = "N", description = "Records to make.")
    private long records;

    @Option(
            names = "--labels",
            paramLabel = "K",
            description = "Different labels, equally frequent. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1000")
    private long labels;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "path or image. Default: ${DEFAULT-VALUE}.",
            defaultValue = "path")
    private RecordKind kind;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "Height and width of the images, RGB. Default: ${DEFAULT-VALUE}.",
            defaultValue = "224")
    private int size;

    @Option(names = "--output", required = true, paramLabel = "DATASET", description = "Folder to make; new or empty.")
    private String output;

    @Option(
            names = "--shards",
            paramLabel = "N",
            description = "Sorted shards. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + SyntheticRecords.DEFAULT_SHARDS)
    private int shards;

    /** The JSON form of the result. */
    record Summary(String dataset, long records, long labels, long bytes, double elapsedSeconds) {}

    @Override
    ExitCode run() throws IOException {
        return withSpark(engine -> {
            SyntheticRecords.Result made = engine.syntheticRecords()
                    .records(records)
                    .labels(labels)
                    .shards(shards)
                    .kind(kind)
                    .size(size)
                    .output(output)
                    .execute();
            ShardSet sorted = made.dataset().manifest().sorted(kind);
            print(
                    new Summary(
                            made.dataset().folder(),
                            records,
                            labels,
                            sorted.bytes(),
                            made.elapsed().toNanos() / 1e9),
                    "made %s %s records, %s, in %s\ndataset: %s"
                            .formatted(
                                    count(records),
                                    kind.word(),
                                    bytes(sorted.bytes()),
                                    seconds(made.elapsed()),
                                    made.dataset().folder()));
            return ExitCode.DONE;
        });
    }
}
