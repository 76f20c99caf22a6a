package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.UsageException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fairdeal bench}: what measures what. */
@Command(
        name = "bench",
        description = {
            "Measure fairdeal against what people use instead, on this machine, in one run.",
            "",
            "Reads: what the measurement names.",
            "Writes: nothing that stays, but for `bench index` and `bench images`, which make datasets.",
            ""
        },
        subcommands = {
            BenchIndexCommand.class,
            BenchImagesCommand.class,
            BenchShuffleCommand.class,
            BenchReaderCommand.class,
            BenchPacksCommand.class
        },
        synopsisSubcommandLabel = "MEASUREMENT",
        footer = {"", "Example:", "  fairdeal bench index --records 2000 --labels 10 --output synthetic"})
final class BenchCommand implements Runnable {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    /** Without a measurement: which there are. */
    @Override
    public void run() {
        throw new UsageException("bench: no measurement given; see `fairdeal bench --help`");
    }
}
