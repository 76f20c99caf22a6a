package io.github.fairdeal.cli;

import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.job.Feed;
import io.github.fairdeal.job.ShardFeed;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.read.ReaderMetrics;
import io.github.fairdeal.read.ResizeMethod;
import io.github.fairdeal.report.BiasTable;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fairdeal feed}. */
@Command(
        name = "feed",
        description = {
            "Feed an epoch to TensorFlow sessions on the executors: throughput, waiting, and bias per shard.",
            "",
            "Reads: DATASET/epochs/epoch-NNNNNN and the image files its records name.",
            "Writes: nothing.",
            ""
        },
        footer = {"", "Example:", "  fairdeal feed --dataset digits --epoch 0 --batch-size 20"})
final class FeedCommand extends Verb {

    @Option(names = "--dataset", required = true, paramLabel = "DATASET", description = "Folder that prepare made.")
    private String dataset;

    @Option(
            names = "--epoch",
            paramLabel = "E",
            description = "Number of the epoch, or latest. Default: ${DEFAULT-VALUE}.",
            defaultValue = "0")
    private EpochChoice epoch;

    @Option(
            names = "--batch-size",
            paramLabel = "B",
            description = "Images a batch. Default: ${DEFAULT-VALUE}.",
            defaultValue = "20")
    private int batchSize;

    @Option(
            names = "--decode-threads",
            paramLabel = "N",
            description = "Threads of each task that read and decode. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private int decodeThreads;

    @Option(
            names = "--prefetch",
            paramLabel = "N",
            description = "Batches that may be ready ahead of use. Default: ${DEFAULT-VALUE}.",
            defaultValue = "8")
    private int prefetch;

    @Option(
            names = "--resize",
            paramLabel = "METHOD",
            description =
                    "Resize images of other sizes to the dataset's shape: area, bilinear or crop-or-pad. Default: they are an error.")
    private ResizeMethod resize;

    /** The JSON form of the result. */
    record Summary(
            String epoch,
            long records,
            long batches,
            double imagesPerSecond,
            double waitShare,
            SortedMap<Long, Long> labelCounts,
            double elapsedSeconds,
            List<ShardFeed> shards,
            BiasReport bias) {}

    @Override
    ExitCode run() throws IOException {
        ReadOptions options = ReadOptions.defaults()
                .withBatchSize(batchSize)
                .withDecodeThreads(decodeThreads)
                .withPrefetchBatches(prefetch);
        return withSpark(engine -> {
            Feed feed = engine.feed()
                    .dataset(dataset)
                    .epoch(epoch.in(engine.storage(), dataset))
                    .options(options);
            if (resize != null) {
                feed.resize(resize);
            }
            Feed.Result result = feed.execute();
            Summary summary = summary(result);
            print(summary, table(summary));
            return ExitCode.DONE;
        });
    }

    static Summary summary(Feed.Result result) {
        SortedMap<Long, Long> labelCounts = new TreeMap<>();
        double session = 0;
        double wait = 0;
        for (ShardFeed shard : result.shards()) {
            shard.labelCounts().forEach((label, count) -> labelCounts.merge(label, count, Long::sum));
            session += shard.sessionSeconds();
            wait += shard.waitSeconds();
        }
        long records = result.shards().stream().mapToLong(ShardFeed::records).sum();
        double elapsed = result.elapsed().toNanos() / 1e9;
        return new Summary(
                result.epoch().folder(),
                records,
                result.shards().stream().mapToLong(ShardFeed::batches).sum(),
                records / elapsed,
                session + wait == 0 ? 0 : wait / (session + wait),
                labelCounts,
                elapsed,
                result.shards(),
                result.report());
    }

    /** A line a shard, the totals, and the bias of what was fed. */
    private static String table(Summary summary) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "fed %,d images in %,d batches to TensorFlow in %.2f s, %,.0f images/s; the session waited %.0f %% of its time\n\n",
                summary.records,
                summary.batches,
                summary.elapsedSeconds,
                summary.imagesPerSecond,
                100 * summary.waitShare));
        text.append(String.format(
                Locale.ROOT,
                "%-30s %9s %8s %9s %7s  %s\n",
                "shard",
                "records",
                "batches",
                "images/s",
                "waited",
                "labels as TensorFlow counted them"));
        for (ShardFeed shard : summary.shards) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-30s %,9d %,8d %,9.0f %5.0f %%  %s\n",
                    shard.shard(),
                    shard.records(),
                    shard.batches(),
                    shard.imagesPerSecond(),
                    100 * shard.waitShare(),
                    histogram(shard.labelCounts())));
        }
        text.append(
                String.format(Locale.ROOT, "%-30s %,9d %,8d %29s\n\n", "all", summary.records, summary.batches, ""));
        ReaderMetrics reader =
                summary.shards.stream().map(ShardFeed::reader).reduce(ReaderMetrics.EMPTY, ReaderMetrics::plus);
        text.append("readers: ").append(reader.line()).append("\n\n");
        return text + BiasTable.of(summary.bias).text();
    }

    private static String histogram(SortedMap<Long, Long> counts) {
        int shown = 10;
        String listed = String.join(
                " ", counts.values().stream().limit(shown).map(String::valueOf).toList());
        return counts.size() > shown ? listed + " … (%d labels)".formatted(counts.size()) : listed;
    }
}
