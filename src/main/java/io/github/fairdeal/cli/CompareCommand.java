package io.github.fairdeal.cli;

import io.github.fairdeal.bias.Verdict;
import io.github.fairdeal.job.Compare;
import io.github.fairdeal.report.Comparison;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fairdeal compare}. */
@Command(
        name = "compare",
        description = {
            "Compare the shuffles that people use with fairdeal's: their orders, and what they do to training.",
            "",
            "Reads: DATASET, and its last published epoch of path records if there is one.",
            "Writes: OUTPUT/compare.json, report.html, figures/. Ends with 6 if fairdeal's own order is biased.",
            ""
        },
        footer = {"", "Example:", "  fairdeal compare --dataset digits --quick"})
final class CompareCommand extends Verb {

    @Option(names = "--dataset", required = true, paramLabel = "DATASET", description = "Folder that prepare made.")
    private String dataset;

    @Option(names = "--output", paramLabel = "DIR", description = "Folder for results. Default: DATASET/compare.")
    private String output;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "First seed of orders and initial weights. Default: ${DEFAULT-VALUE}.",
            defaultValue = "0")
    private long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description =
                    "Trainings of each model over each shuffle, at most 2 with --quick. Default: ${DEFAULT-VALUE}.",
            defaultValue = "5")
    private int seeds;

    @Option(
            names = "--batch-size",
            paramLabel = "B",
            description = "Records a batch. Default: ${DEFAULT-VALUE}.",
            defaultValue = "20")
    private int batchSize;

    @Option(names = "--quick", description = "Two seeds at most, and the softmax model only.", fallbackValue = "true")
    private boolean quick;

    @Option(
            names = "--no-training",
            description = "Compare the orders only, whatever --seeds and --quick say; for data sets of any size.",
            fallbackValue = "true")
    private boolean noTraining;

    @Override
    ExitCode run() throws IOException {
        return withSpark(engine -> {
            Compare compare = engine.compare()
                    .dataset(dataset)
                    .output(output)
                    .seed(seed)
                    .seeds(seeds)
                    .batchSize(batchSize);
            if (quick) {
                compare.quick();
            }
            if (noTraining) {
                compare.withoutTraining();
            }
            Compare.Result result = compare.execute();
            print(result.comparison(), text(result));
            return isOwnOrderBiased(result.comparison()) ? ExitCode.BIASED : ExitCode.DONE;
        });
    }

    private static String text(Compare.Result result) {
        StringBuilder text = new StringBuilder(new ComparisonTable(result.comparison()).text());
        if (result.isScaled()) {
            text.append("\nThe data set is smaller than the article's queue: buffers are in the article's proportion,"
                    + " a seventh of the data set and less.\n");
        }
        text.append("\norders %s, images %s, training %s\nwrote %s"
                .formatted(
                        seconds(result.orders()),
                        seconds(result.loading()),
                        seconds(result.training()),
                        result.file()));
        return text.toString();
    }

    private static boolean isOwnOrderBiased(Comparison comparison) {
        return comparison.pipelines().stream()
                .anyMatch(pipeline ->
                        pipeline.name().equals(Compare.OWN_PIPELINE) && pipeline.verdict() == Verdict.BIASED);
    }
}
