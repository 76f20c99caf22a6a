package io.github.fairdeal.cli;

import io.github.fairdeal.bias.Verdict;
import io.github.fairdeal.job.Audit;
import io.github.fairdeal.report.BiasTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fairdeal audit}. */
@Command(
        name = "audit",
        description = {
            "Judge how evenly TFRecord files hold their records, ours or anybody's.",
            "",
            "Reads: files whose records have an int64 `label`, `index`, or both. The order is that of the files, or,",
            "with --interleave and --buffer, the one in which a tf.data pipeline reads them.",
            "Writes: bias.json and report.html beside the shards of an epoch of ours; or both and figures/ into --output.",
            "Ends with 6 if the order is biased.",
            ""
        },
        footer = {"", "Example:", "  fairdeal audit digits/epochs/epoch-000000"})
final class AuditCommand extends Verb {

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "A file, a folder of shards, or a pattern such as 'DIR/train-*'; several in reading order.")
    private List<String> paths;

    @Option(
            names = "--windows",
            paramLabel = "SIZES",
            split = ",",
            description = "Sizes of windows of consecutive records to judge; the first counts for the verdict. "
                    + "Default: ${DEFAULT-VALUE}.",
            defaultValue = "1000")
    private List<Integer> windows;

    @Option(
            names = "--interleave",
            converter = Interleave.Converter.class,
            paramLabel = "W[:BLOCK]",
            description = "Read W files at a time, BLOCK records from each in turn (1), as tf.data's interleave does; "
                    + "with W = 1 BLOCK changes nothing. "
                    + "Default: ${DEFAULT-VALUE}, file after file.",
            defaultValue = "1")
    private Interleave interleave;

    @Option(
            names = "--buffer",
            paramLabel = "B",
            description = "Put a shuffle buffer of B records behind the files, as tf.data's shuffle does. "
                    + "Default: ${DEFAULT-VALUE}, none.",
            defaultValue = "1")
    private int buffer;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Seed of the buffer; without --buffer nothing is drawn. Default: ${DEFAULT-VALUE}.",
            defaultValue = "0")
    private long seed;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description =
                    "Keep bias.json, report.html and figures/ in FOLDER. Default: an epoch's own folder if it is one of "
                            + "fairdeal's, read file after file; else it is only printed.")
    private String output;

    @Option(
            names = "--no-report",
            description = "Only print the report: write nothing, neither beside an epoch nor into --output.",
            fallbackValue = "true")
    private boolean noReport;

    @Override
    ExitCode run() throws IOException {
        return withSpark(engine -> {
            Audit audit = engine.audit()
                    .paths(paths)
                    .windows(windows)
                    .interleave(interleave.readers(), interleave.block())
                    .buffer(buffer, seed);
            if (!noReport && output != null) {
                audit.output(output);
            } else if (!noReport) {
                audit.keptBesideEpoch();
            }
            Audit.Result result = audit.execute();
            List<String> names = result.shards().stream()
                    .map(shard -> Path.of(shard).getFileName().toString())
                    .toList();
            print(
                    result.report(),
                    BiasTable.of(result.report()).shardNames(names).text()
                            + result.page().map(page -> "\nreport: " + page).orElse(""));
            return result.report().verdict() == Verdict.BIASED ? ExitCode.BIASED : ExitCode.DONE;
        });
    }
}
