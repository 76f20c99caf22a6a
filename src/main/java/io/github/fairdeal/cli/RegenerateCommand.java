package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Software;
import io.github.fairdeal.epoch.EpochVerdict;
import io.github.fairdeal.epoch.Retention;
import io.github.fairdeal.job.Regenerate;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fairdeal regenerate}. */
@Command(
        name = "regenerate",
        description = {
            "Make the next epoch if one is due, verify and audit it, publish it, retire old ones: for a schedule.",
            "",
            "Reads: DATASET/sorted, DATASET/epochs.",
            "Writes: DATASET/epochs/epoch-NNNNNN, whole or not at all, and DATASET/epochs/latest.json, which",
            "names it. Deletes epochs that are neither kept nor within their grace. Prints one line of JSON.",
            ""
        },
        footer = {"", "Example:", "  fairdeal regenerate --dataset digits --every 20h --keep 3"})
final class RegenerateCommand extends Verb {

    @Option(names = "--dataset", required = true, paramLabel = "DATASET", description = "Folder that prepare made.")
    private String dataset;

    @Option(
            names = "--every",
            paramLabel = "SPAN",
            description =
                    "Do nothing if the newest epoch is younger: 90m, 20h, 7d. Default: ${DEFAULT-VALUE}, always make one.",
            defaultValue = "0s")
    private Duration every;

    @Option(
            names = "--keep",
            paramLabel = "K",
            description = "Newest epochs that stay. Default: ${DEFAULT-VALUE}.",
            defaultValue = "3")
    private int keep;

    @Option(
            names = "--grace",
            paramLabel = "SPAN",
            description = "How long older ones can still be read before they are deleted. Default: ${DEFAULT-VALUE}.",
            defaultValue = "48h")
    private Duration grace;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Records to shuffle: path or image. Default: as in the newest epoch, path in the first.")
    private RecordKind kind;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "Names the sequence of epochs. Default: that of the newest epoch, 0 in the first.")
    private Long seed;

    @Option(
            names = "--shards",
            paramLabel = "N",
            description = "Shards to write. Default: as many as the newest epoch has, 16 in the first.")
    private Integer shards;

    /** The line for the log; docs/operations.md explains the fields. */
    record LogLine(
            String outcome,
            long epoch,
            String folder,
            long seed,
            String kind,
            long records,
            int shards,
            long bytes,
            String fingerprint,
            String verdict,
            Double pValue,
            String createdAt,
            String nextDue,
            List<Long> kept,
            List<Long> retired,
            List<Long> held,
            List<Long> deleted,
            List<Long> damaged,
            double elapsedSeconds,
            String software) {

        static LogLine of(Regenerate.Result result) throws IOException {
            EpochManifest manifest = result.latest().manifest();
            Optional<EpochVerdict> verdict = EpochVerdict.of(result.latest());
            return new LogLine(
                    result.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    manifest.id().epoch(),
                    result.latest().folder(),
                    manifest.id().seed(),
                    manifest.kind().word(),
                    manifest.records(),
                    manifest.shards().shards().size(),
                    manifest.shards().bytes(),
                    manifest.shards().fingerprint(),
                    verdict.map(EpochVerdict::verdict).orElse(null),
                    verdict.map(EpochVerdict::pValue).orElse(null),
                    manifest.createdAt(),
                    result.nextDue().toString(),
                    result.retention().kept(),
                    result.retention().retired(),
                    result.retention().held(),
                    result.retention().deleted(),
                    result.retention().damaged(),
                    result.elapsed().toMillis() / 1e3,
                    Software.nameAndVersion());
        }
    }

    @Override
    ExitCode run() throws IOException {
        Retention retention = new Retention(keep, grace);
        return withSpark(engine -> {
            Regenerate regenerate =
                    engine.regenerate().dataset(dataset).every(every).retention(retention);
            if (kind != null) {
                regenerate.kind(kind);
            }
            if (seed != null) {
                regenerate.seed(seed);
            }
            if (shards != null) {
                regenerate.shards(shards);
            }
            out().println(Json.line(LogLine.of(regenerate.execute())));
            out().flush();
            return ExitCode.DONE;
        });
    }
}
