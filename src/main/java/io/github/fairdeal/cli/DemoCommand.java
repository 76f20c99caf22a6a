package io.github.fairdeal.cli;

import io.github.fairdeal.bias.Verdict;
import io.github.fairdeal.dataset.BiasedException;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.job.Audit;
import io.github.fairdeal.job.Engine;
import io.github.fairdeal.job.Feed;
import io.github.fairdeal.job.Prepare;
import io.github.fairdeal.job.Shuffle;
import io.github.fairdeal.job.Verify;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.report.OrderScatter;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.source.DrawnDigits;
import io.github.fairdeal.source.LabelledImages;
import io.github.fairdeal.source.MnistFiles;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fairdeal demo}: the whole way on one small set, told as a story. */
@Command(
        name = "demo",
        description = {
            "The whole way on one set: prepare, shuffle, verify, feed and audit, before and after, with two pictures.",
            "",
            "Reads: nothing (digits are drawn), or real MNIST.",
            "Writes: OUTPUT/dataset, OUTPUT/order-sorted.png, OUTPUT/order-epoch.png.",
            ""
        },
        footer = {"", "Example:", "  fairdeal demo --count 5000 --output demo"})
final class DemoCommand extends Verb {

    private static final String DATASET = "dataset";
    private static final String SORTED_PICTURE = "order-sorted.png";
    private static final String EPOCH_PICTURE = "order-epoch.png";
    private static final List<String> OWN_FILES = List.of(DATASET, SORTED_PICTURE, EPOCH_PICTURE);

    @Option(
            names = "--mnist-dir",
            paramLabel = "DIR",
            description = "Real MNIST from this folder, in place of drawn digits.")
    private Path mnistDir;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Digits to draw. Default: ${DEFAULT-VALUE}.",
            defaultValue = "70000")
    private long count;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Folder to make, or an earlier demo's, which is replaced. Default: ${DEFAULT-VALUE}.",
            defaultValue = "fairdeal-demo")
    private String output;

    /** The JSON form of the result. */
    record Summary(
            String dataset,
            long records,
            Verdict sortedVerdict,
            Verdict epochVerdict,
            double epochPValue,
            double imagesPerSecond,
            Map<String, String> pictures,
            Map<String, Double> elapsedSeconds) {}

    @Override
    ExitCode run() throws IOException {
        if (count < Shuffle.DEFAULT_SHARDS) {
            throw new UsageException("--count must be at least %d, one for each shard, found %d"
                    .formatted(Shuffle.DEFAULT_SHARDS, count));
        }
        LabelledImages images = mnistDir == null ? DrawnDigits.of(count) : MnistFiles.read(mnistDir);
        return withSpark(engine -> tell(engine, images));
    }

    private ExitCode tell(Engine engine, LabelledImages images) throws IOException {
        Storage storage = engine.storage();
        String folder = storage.resolve(output);
        removeEarlier(storage, folder);
        String datasetPath = Storage.child(folder, DATASET);
        Map<String, Double> elapsed = new LinkedHashMap<>();

        Prepare.Result prepared =
                engine.prepare().images(images).output(datasetPath).execute();
        elapsed.put("prepare", prepared.elapsed().toNanos() / 1e9);
        DatasetFolder dataset = prepared.dataset();
        say("1. prepare  %s images of %d classes became a dataset, sorted by label as image sets come. (%s)"
                .formatted(count(images.size()), images.labelCounts().size(), seconds(prepared.elapsed())));

        Audit.Result sorted =
                engine.audit().paths(dataset.sortedPaths(RecordKind.PATH)).execute();
        elapsed.put("audit sorted", sorted.elapsed().toNanos() / 1e9);
        say("2. audit    read as they are: %s. The first %s records are all of one class. (%s)"
                .formatted(
                        verdict(sorted),
                        count(images.labelCounts().get(images.labelCounts().firstKey())),
                        seconds(sorted.elapsed())));

        Shuffle.Result shuffled = engine.shuffle().dataset(datasetPath).execute();
        elapsed.put("shuffle", shuffled.elapsed().toNanos() / 1e9);
        say("3. shuffle  one global permutation of all records, into %d shards. (%s)"
                .formatted(Shuffle.DEFAULT_SHARDS, seconds(shuffled.elapsed())));

        Verify.Result verified = engine.verify().dataset(datasetPath).execute();
        elapsed.put("verify", verified.elapsed().toNanos() / 1e9);
        say("4. verify   %s (%s)"
                .formatted(
                        verified.isSound()
                                ? "every index exactly once, every byte as prepared."
                                : "NOT SOUND: " + String.join("; ", verified.problems()),
                        seconds(verified.elapsed())));

        Feed.Result fed = engine.feed()
                .dataset(datasetPath)
                .options(ReadOptions.defaults().withDecodeThreads(1))
                .execute();
        elapsed.put("feed", fed.elapsed().toNanos() / 1e9);
        FeedCommand.Summary feeding = FeedCommand.summary(fed);
        say("5. feed     TensorFlow saw %s images in batches of 20, decoded from PNG as it went: %s images/s. (%s)"
                .formatted(
                        count(feeding.records()),
                        count(Math.round(feeding.imagesPerSecond())),
                        seconds(fed.elapsed())));

        Audit.Result epoch = engine.audit().paths(shuffled.epoch().shardPaths()).execute();
        elapsed.put("audit epoch", epoch.elapsed().toNanos() / 1e9);
        say("6. audit    read as shuffled: %s. (%s)".formatted(verdict(epoch), seconds(epoch.elapsed())));

        Map<String, String> pictures = draw(storage, folder, sorted, epoch);
        say("\nLook at the order of reading before and after:\n  %s\n  %s"
                .formatted(pictures.get("sorted"), pictures.get("epoch")));
        say("Go on with `fairdeal audit %s` or `fairdeal inspect %s`."
                .formatted(shuffled.epoch().folder(), shuffled.epoch().folder()));
        printJson(new Summary(
                datasetPath,
                images.size(),
                sorted.report().verdict(),
                epoch.report().verdict(),
                epoch.report().pValue(),
                feeding.imagesPerSecond(),
                pictures,
                elapsed));
        if (!verified.isSound() || epoch.report().verdict() == Verdict.BIASED) {
            throw new BiasedException("%s: this epoch should be sound and even, and is not; please report it"
                    .formatted(shuffled.epoch().folder()));
        }
        return ExitCode.DONE;
    }

    /** What the audit says, as part of a sentence. */
    private static String verdict(Audit.Result audit) {
        return audit.report().verdict() + ", " + audit.report().sentence();
    }

    /** The article's pair of scatter plots, once for each order. */
    private static Map<String, String> draw(Storage storage, String folder, Audit.Result sorted, Audit.Result epoch)
            throws IOException {
        Map<String, String> pictures = new LinkedHashMap<>();
        pictures.put("sorted", Storage.child(folder, SORTED_PICTURE));
        pictures.put("epoch", Storage.child(folder, EPOCH_PICTURE));
        storage.overwrite(
                pictures.get("sorted"),
                OrderScatter.of(sorted.sample())
                        .title("As sorted: a stretch of reading sees one label")
                        .figure()
                        .png());
        storage.overwrite(
                pictures.get("epoch"),
                OrderScatter.of(epoch.sample())
                        .title("As shuffled by fairdeal: every stretch of reading sees all labels")
                        .figure()
                        .png());
        return pictures;
    }

    /** Replaces an earlier demo, and nothing else. */
    private static void removeEarlier(Storage storage, String folder) throws IOException {
        if (!storage.exists(folder)) {
            return;
        }
        List<FileStatus> entries = storage.list(folder);
        for (FileStatus entry : entries) {
            if (!OWN_FILES.contains(entry.name())) {
                throw new UsageException("%s: holds %s, which is not from a demo; choose another --output"
                        .formatted(folder, entry.name()));
            }
        }
        for (FileStatus entry : entries) {
            storage.delete(entry.path());
        }
    }
}
