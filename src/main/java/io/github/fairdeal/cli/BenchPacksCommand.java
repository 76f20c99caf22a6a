package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.job.Engine;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.read.TimedReading;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fairdeal bench packs}. */
@Command(
        name = "packs",
        description = {
            "Read epochs of several datasets in turns, in one process: one of packed images, and one of a file an image.",
            "",
            "Reads: of each dataset epoch E and the images that its records name, local or remote, again and again.",
            "Writes: nothing.",
            ""
        },
        footer = {"", "Example:", "  fairdeal bench packs --datasets packed,files --images 200000"})
final class BenchPacksCommand extends Verb {

    @Option(
            names = "--datasets",
            required = true,
            paramLabel = "DATASET",
            split = ",",
            description = "Folders that prepare made, with commas between.")
    private List<String> datasets;

    @Option(
            names = "--epoch",
            paramLabel = "E",
            description = "Number of the epoch. Default: ${DEFAULT-VALUE}.",
            defaultValue = "0")
    private long epoch;

    @Option(
            names = "--images",
            paramLabel = "N",
            description = "Images to read of each, from the beginning of its epoch. Not set: all.")
    private long images = Long.MAX_VALUE;

    @Option(
            names = "--batch-size",
            paramLabel = "B",
            description = "Images a batch. Default: ${DEFAULT-VALUE}.",
            defaultValue = "20")
    private int batchSize;

    @Option(
            names = "--decode-threads",
            paramLabel = "N",
            description = "Threads of each reader. Default: ${DEFAULT-VALUE}.",
            defaultValue = "2")
    private int decodeThreads;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Times that each is read, after one to warm up. Default: ${DEFAULT-VALUE}.",
            defaultValue = "3")
    private int rounds;

    /** What reading one dataset took, over all rounds. */
    record Rate(
            String dataset,
            long images,
            double medianImagesPerSecond,
            double slowestImagesPerSecond,
            double fastestImagesPerSecond,
            double medianCpuMicros) {

        static Rate of(String dataset, List<TimedReading> turns) {
            List<TimedReading> bySpeed = turns.stream()
                    .sorted(Comparator.comparingDouble(TimedReading::imagesPerSecond))
                    .toList();
            TimedReading median = bySpeed.get((bySpeed.size() - 1) / 2);
            return new Rate(
                    dataset,
                    median.images(),
                    median.imagesPerSecond(),
                    bySpeed.get(0).imagesPerSecond(),
                    bySpeed.get(bySpeed.size() - 1).imagesPerSecond(),
                    median.cpuMicros());
        }

        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-40s %,9d images %,11.0f images/s (%,.0f to %,.0f), %.1f us CPU an image",
                    dataset,
                    images,
                    medianImagesPerSecond,
                    slowestImagesPerSecond,
                    fastestImagesPerSecond,
                    medianCpuMicros);
        }
    }

    @Override
    ExitCode run() throws IOException {
        if (rounds < 1 || images < 1) {
            throw new UsageException("--rounds and --images must be at least 1");
        }
        return withSpark(engine -> {
            Map<String, List<TimedReading>> turns = new LinkedHashMap<>();
            datasets.forEach(dataset -> turns.put(dataset, new ArrayList<>()));
            for (int round = 0; round <= rounds; round++) {
                for (String dataset : turns.keySet()) {
                    TimedReading turn = read(engine, dataset);
                    log("bench packs: round %d of %d, %s: %s"
                            .formatted(round, rounds, dataset, turn.metrics().line()));
                    if (round > 0) {
                        turns.get(dataset).add(turn);
                    }
                }
            }
            List<Rate> rates = new ArrayList<>();
            turns.forEach((dataset, own) -> rates.add(Rate.of(dataset, own)));
            print(rates, String.join("\n", rates.stream().map(Rate::line).toList()));
            return ExitCode.DONE;
        });
    }

    private TimedReading read(Engine engine, String dataset) throws IOException {
        ReadOptions options = ReadOptions.defaults().withBatchSize(batchSize).withDecodeThreads(decodeThreads);
        return TimedReading.of(engine.storage(), engine.storage().resolve(dataset), epoch, options, images);
    }
}
