package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.job.Prepare;
import io.github.fairdeal.source.DrawnDigits;
import io.github.fairdeal.source.LabelledImages;
import io.github.fairdeal.source.MnistDownload;
import io.github.fairdeal.source.MnistFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fairdeal prepare}. */
@Command(
        name = "prepare",
        description = {
            "Turn labelled images into a dataset.",
            "",
            "Reads: the four MNIST files, or nothing (digits are drawn).",
            "Writes: OUTPUT/images (PNG), OUTPUT/sorted (image and path TFRecord shards, sorted by label), "
                    + "OUTPUT/dataset.json.",
            ""
        },
        footer = {"", "Example:", "  fairdeal prepare --source digits --count 5000 --output digits"})
final class PrepareCommand extends Verb {

    /** Where images come from. */
    enum Source {
        MNIST,
        DIGITS
    }

    @Option(
            names = "--source",
            required = true,
            paramLabel = "SOURCE",
            description = "mnist: the four IDX files in --mnist-dir. digits: drawn, nothing to download.")
    private Source source;

    @Option(names = "--mnist-dir", paramLabel = "DIR", description = "Folder of the MNIST files, .gz or raw.")
    private Path mnistDir;

    @Option(
            names = "--download",
            description = "Fetch missing MNIST files into --mnist-dir, verified by SHA-256.",
            fallbackValue = "true")
    private boolean download;

    @Option(
            names = "--mirror",
            paramLabel = "URL",
            split = ",",
            description = "Where to fetch from, tried in order. Default: the usual public mirrors.")
    private List<URI> mirrors;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Digits to draw. Default: ${DEFAULT-VALUE}.",
            defaultValue = "70000")
    private long count;

    @Option(names = "--output", required = true, paramLabel = "DATASET", description = "Folder to make; new or empty.")
    private String output;

    @Option(
            names = "--shards",
            paramLabel = "N",
            description = "Sorted shards of each kind. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + Prepare.DEFAULT_SHARDS)
    private int shards;

    @Option(
            names = "--kinds",
            paramLabel = "KIND",
            split = ",",
            description = "Records to write: image, path. Default: ${DEFAULT-VALUE}.",
            defaultValue = "image,path")
    private List<RecordKind> kinds;

    @Option(
            names = "--paths",
            paramLabel = "STYLE",
            description = "absolute: every program opens them as they are. relative: for data sets that move. "
                    + "Default: ${DEFAULT-VALUE}.",
            defaultValue = "absolute")
    private PathStyle paths;

    /** The JSON form of the result. */
    record Summary(
            String dataset,
            long records,
            Map<Long, Long> labelCounts,
            Map<String, Long> bytes,
            double elapsedSeconds) {}

    @Override
    ExitCode run() throws IOException {
        LabelledImages images = images();
        return withSpark(engine -> {
            Prepare.Result result = engine.prepare()
                    .images(images)
                    .output(output)
                    .shards(shards)
                    .kinds(EnumSet.copyOf(kinds))
                    .paths(paths)
                    .execute();
            DatasetManifest manifest = result.dataset().manifest();
            Map<String, Long> bytes = new TreeMap<>();
            StringBuilder text = new StringBuilder("prepared %s images with %d labels in %s\n"
                    .formatted(count(manifest.records()), manifest.labelCounts().size(), seconds(result.elapsed())));
            for (ShardSet set : manifest.sorted()) {
                bytes.put(set.kind().word(), set.bytes());
                text.append("  %-5s records: %d sorted shards, %s\n"
                        .formatted(set.kind().word(), set.shards().size(), bytes(set.bytes())));
            }
            text.append("dataset: ").append(result.dataset().folder());
            print(
                    new Summary(
                            result.dataset().folder(),
                            manifest.records(),
                            manifest.labelCounts(),
                            bytes,
                            result.elapsed().toNanos() / 1e9),
                    text.toString());
            return ExitCode.DONE;
        });
    }

    private LabelledImages images() {
        if (source == Source.DIGITS) {
            if (count < 1) {
                throw new UsageException("--count must be at least 1, found " + count);
            }
            return DrawnDigits.of(count);
        }
        if (mnistDir == null) {
            throw new UsageException("--source mnist needs --mnist-dir, the folder of the four MNIST files");
        }
        if (download) {
            MnistDownload downloading = new MnistDownload().into(mnistDir);
            if (mirrors != null) {
                downloading.mirrors(mirrors);
            }
            downloading.execute();
        }
        return MnistFiles.read(mnistDir);
    }
}
