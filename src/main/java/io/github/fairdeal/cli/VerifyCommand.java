package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.job.Verify;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fairdeal verify}. */
@Command(
        name = "verify",
        description = {
            "Check an epoch: every checksum, every index exactly once and in its place, every record equal to the sorted one.",
            "",
            "Reads: DATASET/sorted and DATASET/epochs/epoch-NNNNNN; with --packs DATASET/packs, else their sizes only.",
            "Writes: nothing.",
            ""
        },
        footer = {"", "Example:", "  fairdeal verify --dataset digits --epoch 0"})
final class VerifyCommand extends Verb {

    @Option(names = "--dataset", required = true, paramLabel = "DATASET", description = "Folder that prepare made.")
    private String dataset;

    @Option(
            names = "--epoch",
            paramLabel = "E",
            description = "Number of the epoch, or latest. Default: ${DEFAULT-VALUE}.",
            defaultValue = "0")
    private EpochChoice epoch;

    @Option(names = "--packs", description = "Read the packs of image files, too, all of them.", fallbackValue = "true")
    private boolean packs;

    /** The JSON form of the result. */
    record Summary(
            String epoch,
            boolean sound,
            long records,
            long problemCount,
            List<String> problems,
            double elapsedSeconds) {}

    @Override
    ExitCode run() throws IOException {
        return withSpark(engine -> {
            Verify verify = engine.verify().dataset(dataset).epoch(epoch.in(engine.storage(), dataset));
            if (packs) {
                verify.readingPacks();
            }
            Verify.Result result = verify.execute();
            String text = result.isSound()
                    ? "sound: %s records in %d shards, every index exactly once, every byte as prepared (%s)\nepoch: %s"
                            .formatted(
                                    count(result.records()),
                                    result.epoch().manifest().shards().shards().size(),
                                    seconds(result.elapsed()),
                                    result.epoch().folder())
                    : String.join("\n", result.problems());
            print(
                    new Summary(
                            result.epoch().folder(),
                            result.isSound(),
                            result.records(),
                            result.problemCount(),
                            result.problems(),
                            result.elapsed().toNanos() / 1e9),
                    text);
            if (!result.isSound()) {
                throw new BadInputException(
                        "%s: %s found; do not train on it: shuffle it again under another number, or, where packs or sorted shards are at fault, prepare them again"
                                .formatted(
                                        result.epoch().folder(),
                                        result.problemCount() == 1
                                                ? "1 problem"
                                                : count(result.problemCount()) + " problems"));
            }
            return ExitCode.DONE;
        });
    }
}
