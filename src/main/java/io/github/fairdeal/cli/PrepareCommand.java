package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.job.Prepare;
import io.github.fairdeal.job.PrepareListing;
import io.github.fairdeal.job.PreparePlan;
import io.github.fairdeal.listing.ImageListing;
import io.github.fairdeal.listing.ListingContents;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.source.LabelledImages;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--source",
            required = true,
            paramLabel = "SOURCE",
            description =
                    "folder: INPUT/CLASS/…/NAME.png, .jpg, .jpeg. manifest: a table of paths and labels, CSV, JSON "
                            + "lines or Parquet. tfrecord: records without a dataset. mnist: the four IDX files in --mnist-dir. "
                            + "digits: drawn, nothing to download.")
    private ImageSource source;

    @Mixin
    private DrawnOptions drawn;

    @Option(names = "--output", required = true, paramLabel = "DATASET", description = "Folder to make; new or empty.")
    private String output;

    @Option(
            names = "--shards",
            paramLabel = "N",
            description = "Sorted shards of each kind. Default: " + Prepare.DEFAULT_SHARDS
                    + ", or as many as there are images if these are fewer.")
    private Integer shards;

    @Mixin
    private KindOptions kinds;

    @Option(
            names = "--paths",
            paramLabel = "STYLE",
            description = "absolute: every program opens them as they are. relative: for data sets that move. "
                    + "Default: ${DEFAULT-VALUE}.",
            defaultValue = "absolute")
    private PathStyle paths;

    @Mixin
    private ListingOptions listed;

    @Option(names = "--dry-run", description = "Say what would be done, and write nothing.", fallbackValue = "true")
    private boolean dryRun;

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

        static DryRun of(PreparePlan plan) {
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
        source.requireOwn(this::isTyped);
        kinds.check();
        return source.isListed() ? list() : draw();
    }

    /** On the command line; in a configuration file an option may be meant for another run. */
    private boolean isTyped(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private ExitCode list() throws IOException {
        if (isTyped("--max-rejected") && !listed.isChecking()) {
            throw new UsageException("--max-rejected needs --check header or decode; nothing is rejected otherwise");
        }
        ImageListing listing = listed.listing(source);
        return withSpark(engine -> {
            PrepareListing prepare =
                    engine.prepareListing().listing(listing).output(output).paths(paths);
            if (shards != null) {
                prepare.shards(shards);
            }
            kinds.applyTo(prepare);
            listed.applyTo(prepare);
            if (dryRun) {
                return report(prepare.plan());
            }
            PrepareListing.Result result = prepare.execute();
            return report(result.dataset(), result.contents(), result.elapsed());
        });
    }

    private ExitCode draw() throws IOException {
        LabelledImages images = drawn.images(source, dryRun);
        return withSpark(engine -> {
            Prepare prepare = engine.prepare().images(images).output(output).paths(paths);
            if (shards != null) {
                prepare.shards(shards);
            }
            kinds.applyTo(prepare);
            if (dryRun) {
                return report(prepare.plan());
            }
            Prepare.Result result = prepare.execute();
            return report(result.dataset(), null, result.elapsed());
        });
    }

    private ExitCode report(PreparePlan plan) {
        print(DryRun.of(plan), ListingText.of(plan));
        return ExitCode.DONE;
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
}
