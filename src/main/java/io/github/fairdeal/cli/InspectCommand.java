package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.job.SparkStorage;
import io.github.fairdeal.read.InspectedRecord;
import io.github.fairdeal.read.Inspection;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fairdeal inspect}; needs no Spark. */
@Command(
        name = "inspect",
        description = {
            "Print the first records of TFRecord files.",
            "",
            "Reads: a file, a folder of shards or a pattern, and the headers of the images that records name.",
            "Writes: nothing.",
            ""
        },
        footer = {"", "Example:", "  fairdeal inspect digits/epochs/epoch-000000 --limit 3"})
final class InspectCommand extends Verb {

    @Parameters(paramLabel = "PATH", description = "A file, a folder of shards, or a pattern such as 'DIR/train-*'.")
    private String path;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Records to print. Default: ${DEFAULT-VALUE}.",
            defaultValue = "5")
    private int limit;

    @Override
    ExitCode run() throws IOException {
        if (limit < 1) {
            throw new UsageException("--limit must be at least 1, found " + limit);
        }
        Storage storage = SparkStorage.withoutSpark(sparkSettings());
        List<InspectedRecord> records = new Inspection(storage).first(storage.resolve(path), limit);
        List<String> lines = new ArrayList<>();
        String file = null;
        for (InspectedRecord record : records) {
            if (!record.file().equals(file)) {
                file = record.file();
                lines.add(file);
            }
            lines.add(line(record));
        }
        print(records, lines.isEmpty() ? "no records" : String.join("\n", lines));
        return ExitCode.DONE;
    }

    private static String line(InspectedRecord record) {
        return "  record %,d, offset %,d: index %s, label %s, %s"
                .formatted(
                        record.record(),
                        record.offset(),
                        record.index() == null ? "none" : count(record.index()),
                        record.label() == null ? "none" : record.label(),
                        payload(record));
    }

    private static String payload(InspectedRecord record) {
        String size = record.shape() == null ? "" : ", " + record.shape();
        if (record.kind() == null) {
            return "neither path nor image";
        }
        return switch (record.kind()) {
            case PATH ->
                "path %s%s"
                        .formatted(
                                printable(record.path()),
                                record.problem() == null ? size : " (%s)".formatted(record.problem()));
            case IMAGE ->
                "image of %,d bytes%s"
                        .formatted(
                                record.payloadBytes(),
                                record.problem() == null ? size : " (%s)".formatted(record.problem()));
        };
    }
}
