package io.github.fairdeal.cli;

import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.epoch.Catalog;
import io.github.fairdeal.epoch.EpochVerdict;
import io.github.fairdeal.epoch.UnfinishedEpoch;
import io.github.fairdeal.job.SparkStorage;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fairdeal catalog}; starts no Spark. */
@Command(
        name = "catalog",
        description = {
            "List the epochs of a dataset: state, seed, size, verdict, when they were made, and by which version.",
            "",
            "Reads: DATASET/epochs.",
            "Writes: nothing.",
            ""
        },
        footer = {"", "Example:", "  fairdeal catalog --dataset digits"})
final class CatalogCommand extends Verb {

    private static final String ROW = "%-7s %-10s %6s %-6s %6s %13s %9s  %-13s %-21s %s";

    @Option(names = "--dataset", required = true, paramLabel = "DATASET", description = "Folder that prepare made.")
    private String dataset;

    /** The JSON form of the result. */
    record Summary(String dataset, List<Line> epochs, List<Work> unfinished) {}

    /** One epoch. */
    record Line(
            long epoch,
            String state,
            String deleteAfter,
            int readers,
            String problem,
            Contents contents,
            EpochVerdict verdict) {

        static Line of(Catalog.Entry entry) {
            return new Line(
                    entry.epoch(),
                    entry.state().word(),
                    entry.deleteAfter() == null ? null : entry.deleteAfter().toString(),
                    entry.readers(),
                    entry.problem(),
                    entry.manifest() == null ? null : Contents.of(entry.manifest()),
                    entry.verdict());
        }

        String text() {
            if (contents == null) {
                return ROW.formatted(epoch, state, "", "", "", "", "", "", "", String.join("; ", remarks()))
                        .strip();
            }
            return ROW.formatted(
                            epoch,
                            state,
                            contents.seed,
                            contents.kind,
                            count(contents.shards),
                            count(contents.records),
                            bytes(contents.bytes),
                            verdictText(),
                            contents.createdAt,
                            String.join("; ", remarks()))
                    .strip();
        }

        private List<String> remarks() {
            List<String> remarks = new ArrayList<>();
            if (contents != null) {
                remarks.add(contents.software);
            }
            if (deleteAfter != null) {
                remarks.add("deleted from " + deleteAfter + " on");
            }
            if (readers > 0) {
                remarks.add("read by " + readers);
            }
            if (problem != null) {
                remarks.add(problem);
            }
            return remarks;
        }

        private String verdictText() {
            if (verdict == null) {
                return "not audited";
            }
            return verdict.pValue() == null
                    ? verdict.verdict()
                    : String.format(Locale.ROOT, "%s p %.2g", verdict.verdict(), verdict.pValue());
        }
    }

    /** What the manifest of an epoch says of it. */
    record Contents(
            long seed,
            String kind,
            int shards,
            long records,
            long bytes,
            String fingerprint,
            String algorithm,
            String createdAt,
            String software) {

        static Contents of(EpochManifest manifest) {
            return new Contents(
                    manifest.id().seed(),
                    manifest.kind().word(),
                    manifest.shards().shards().size(),
                    manifest.records(),
                    manifest.shards().bytes(),
                    manifest.shards().fingerprint(),
                    manifest.algorithm(),
                    manifest.createdAt(),
                    manifest.software());
        }
    }

    /** A staging folder. */
    record Work(long epoch, String folder, String owner, String aliveAt, boolean dead) {

        static Work of(UnfinishedEpoch unfinished) {
            return new Work(
                    unfinished.epoch(),
                    unfinished.folder(),
                    unfinished.owner().toString(),
                    unfinished.aliveAt() == null ? null : unfinished.aliveAt().toString(),
                    unfinished.isDead());
        }

        String text() {
            return dead
                    ? "unfinished: epoch %d of %s, which is dead; the next run removes it".formatted(epoch, owner)
                    : "unfinished: epoch %d of %s, last sign of life at %s".formatted(epoch, owner, aliveAt);
        }
    }

    @Override
    ExitCode run() throws IOException {
        Storage storage = SparkStorage.withoutSpark(sparkSettings());
        DatasetFolder folder = DatasetFolder.open(storage, storage.resolve(dataset));
        Catalog catalog = Catalog.of(folder, Instant.now());
        Summary summary = new Summary(
                folder.folder(),
                catalog.epochs().stream().map(Line::of).toList(),
                catalog.unfinished().stream().map(Work::of).toList());
        print(summary, text(summary));
        return ExitCode.DONE;
    }

    private static String text(Summary summary) {
        List<String> lines = new ArrayList<>();
        if (summary.epochs.isEmpty()) {
            lines.add("no epochs");
        } else {
            lines.add(ROW.formatted(
                    "epoch", "state", "seed", "kind", "shards", "records", "size", "verdict", "created", "by"));
            summary.epochs.forEach(epoch -> lines.add(epoch.text()));
        }
        summary.unfinished.forEach(work -> lines.add(work.text()));
        return String.join("\n", lines);
    }
}
