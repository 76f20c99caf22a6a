package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.job.ImageListing;
import io.github.fairdeal.job.ListingContents;
import io.github.fairdeal.job.Prepare;
import io.github.fairdeal.job.PrepareListing;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.source.DrawnDigits;
import io.github.fairdeal.source.LabelledImages;
import io.github.fairdeal.source.MnistDownload;
import io.github.fairdeal.source.MnistFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code fairdeal prepare}. */
@Command(
        name = "prepare",
        description = {
            "Turn labelled images into a dataset.",
            "",
            "Reads: a folder of classes, a manifest, TFRecords, the four MNIST files, or nothing (digits are drawn).",
            "Writes: OUTPUT/sorted (path and image TFRecord shards, sorted by label), OUTPUT/dataset.json, "
                    + "OUTPUT/labels.txt where classes have names; OUTPUT/images (PNG) of mnist and digits; OUTPUT/packs "
                    + "with --kinds pack. Images that exist stay where they are.",
            ""
        },
        footer = {"", "Example:", "  fairdeal prepare --source digits --count 5000 --output digits"})
final class PrepareCommand extends Verb {

    /** Where images come from. */
    enum Source {
        MNIST,
        DIGITS,
        FOLDER,
        MANIFEST,
        TFRECORD;

        /** As people write it on the command line. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** True for images that exist already, and are listed. */
        boolean isListed() {
            return this != MNIST && this != DIGITS;
        }
    }

    /** What {@code --kinds} names. */
    enum Kind {
        /** Image records. */
        IMAGE,
        /** Path records, and image files. */
        PATH,
        /** Path records, and image files in packs. */
        PACK;

        /** As people write it on the command line. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--source",
            required = true,
            paramLabel = "SOURCE",
            description =
                    "folder: INPUT/CLASS/…/NAME.png, .jpg, .jpeg. manifest: a table of paths and labels, CSV, JSON "
                            + "lines or Parquet. tfrecord: records without a dataset. mnist: the four IDX files in --mnist-dir. "
                            + "digits: drawn, nothing to download.")
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
            description = "Records to write: image, path, or pack (path records of images in a few large files instead "
                    + "of a file each). Default: image and path of mnist and digits, path of what is listed.")
    private List<Kind> kinds;

    @Option(
            names = "--pack-bytes",
            paramLabel = "BYTES",
            description = "What a pack has, about. Default: ${DEFAULT-VALUE}.",
            defaultValue = "" + Prepare.DEFAULT_PACK_BYTES)
    private long packBytes;

    @Option(
            names = "--paths",
            paramLabel = "STYLE",
            description = "absolute: every program opens them as they are. relative: for data sets that move. "
                    + "Default: ${DEFAULT-VALUE}.",
            defaultValue = "absolute")
    private PathStyle paths;

    @Mixin
    private ListingOptions listed;

    /** The JSON form of the result. */
    record Summary(
            String dataset,
            long records,
            Map<Long, Long> labelCounts,
            Map<String, Long> leftOut,
            long duplicates,
            long otherSizes,
            Map<String, Long> bytes,
            double elapsedSeconds) {}

    /** The JSON form of a dry run's result. */
    record DryRun(
            long records,
            Map<String, Long> labelCounts,
            Map<String, Long> leftOut,
            long inputBytes,
            long duplicates,
            String shape,
            long otherSizes,
            long outputBytes,
            double expectedSeconds) {

        static DryRun of(PrepareListing.Plan plan) {
            ListingContents contents = plan.contents();
            return new DryRun(
                    contents.records(),
                    contents.labelCounts(),
                    contents.leftOutByWord(),
                    contents.bytes(),
                    contents.duplicates(),
                    contents.shape().toString(),
                    contents.otherSizes(),
                    contents.outputBytes(),
                    plan.expected().toNanos() / 1e9);
        }
    }

    @Override
    ExitCode run() throws IOException {
        Set<RecordKind> recordKinds = kinds == null ? null : recordKinds();
        if (source.isListed()) {
            ImageListing listing = listed.listing(source);
            return withSpark(engine -> {
                PrepareListing prepare = engine.prepareListing()
                        .listing(listing)
                        .output(output)
                        .shards(shards)
                        .paths(paths);
                if (recordKinds != null) {
                    prepare.kinds(recordKinds);
                }
                if (isPacked()) {
                    prepare.packing(packBytes);
                }
                listed.applyTo(prepare);
                if (listed.isDryRun()) {
                    PrepareListing.Plan plan = prepare.plan();
                    print(DryRun.of(plan), ListingText.of(plan));
                    return ExitCode.DONE;
                }
                PrepareListing.Result result = prepare.execute();
                return report(result.dataset(), result.contents(), result.elapsed());
            });
        }
        LabelledImages images = images();
        return withSpark(engine -> {
            Prepare prepare = engine.prepare()
                    .images(images)
                    .output(output)
                    .shards(shards)
                    .paths(paths);
            if (recordKinds != null) {
                prepare.kinds(recordKinds);
            }
            if (isPacked()) {
                prepare.packing(packBytes);
            }
            Prepare.Result result = prepare.execute();
            return report(result.dataset(), null, result.elapsed());
        });
    }

    /** @param contents of a source that was listed; null for others */
    private ExitCode report(DatasetFolder dataset, ListingContents contents, Duration elapsed) {
        DatasetManifest manifest = dataset.manifest();
        Map<String, Long> bytes = new TreeMap<>();
        StringBuilder text = new StringBuilder("prepared %s images with %d labels in %s\n"
                .formatted(count(manifest.records()), manifest.labelCounts().size(), seconds(elapsed)));
        for (ShardSet set : manifest.sorted()) {
            bytes.put(set.kind().word(), set.bytes());
            text.append("  %-5s records: %d sorted shards, %s\n"
                    .formatted(set.kind().word(), set.shards().size(), bytes(set.bytes())));
        }
        if (!manifest.packs().isEmpty()) {
            long packed = manifest.packs().stream().mapToLong(Shard::bytes).sum();
            bytes.put("pack", packed);
            text.append(
                    "  image files: %d packs, %s\n".formatted(manifest.packs().size(), bytes(packed)));
        }
        if (contents != null) {
            text.append(ListingText.remarks(contents));
        }
        text.append("dataset: ").append(dataset.folder());
        print(
                new Summary(
                        dataset.folder(),
                        manifest.records(),
                        manifest.labelCounts(),
                        manifest.leftOut(),
                        contents == null ? 0 : contents.duplicates(),
                        contents == null ? 0 : contents.otherSizes(),
                        bytes,
                        elapsed.toNanos() / 1e9),
                text.toString());
        return ExitCode.DONE;
    }

    private boolean isPacked() {
        return kinds != null && kinds.contains(Kind.PACK);
    }

    private Set<RecordKind> recordKinds() {
        if (kinds.containsAll(List.of(Kind.PATH, Kind.PACK))) {
            throw new UsageException(
                    "--kinds path,pack: path records name image files or places in packs, not both; leave one out");
        }
        Set<RecordKind> records = EnumSet.noneOf(RecordKind.class);
        kinds.forEach(kind -> records.add(kind == Kind.IMAGE ? RecordKind.IMAGE : RecordKind.PATH));
        return records;
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
