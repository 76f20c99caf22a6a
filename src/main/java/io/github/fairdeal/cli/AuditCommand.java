package io.github.fairdeal.cli;

import io.github.fairdeal.bias.Verdict;
import io.github.fairdeal.job.Audit;
import io.github.fairdeal.report.BiasTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code fairdeal audit}. */
@Command(
        name = "audit",
        description = {
            "Judge how evenly TFRecord files hold their records, ours or anybody's.",
            "",
            "Reads: files whose records have an int64 `label`, `index`, or both; the order is that of the files.",
            "Writes: nothing. Ends with 6 if the order is biased.",
            ""
        },
        footer = {"", "Example:", "  fairdeal audit digits/epochs/epoch-000000"})
final class AuditCommand extends Verb {

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "A file, a folder of shards, or a pattern such as 'DIR/train-*'; several in reading order.")
    private List<String> paths;

    @Override
    ExitCode run() throws IOException {
        return withSpark(engine -> {
            Audit.Result result = engine.audit().paths(paths).execute();
            List<String> names = result.files().stream()
                    .map(file -> Path.of(file).getFileName().toString())
                    .toList();
            print(
                    result.report(),
                    BiasTable.of(result.report()).shardNames(names).text());
            return result.report().verdict() == Verdict.BIASED ? ExitCode.BIASED : ExitCode.DONE;
        });
    }
}
