package io.github.fairdeal.cli;

import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tensor.ReaderContest;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fairdeal bench reader}. */
@Command(
        name = "reader",
        description = {
            "Read an epoch with fairdeal and with TensorFlow's tf.data in turns, in one process.",
            "",
            "Reads: DATASET/epochs/epoch-NNNNNN and the image files its records name, all of them local, again and again.",
            "Writes: nothing.",
            ""
        },
        footer = {"", "Example:", "  fairdeal bench reader --dataset digits --epoch 0 --batch-size 20"})
final class BenchReaderCommand extends Verb {

    @Option(names = "--dataset", required = true, paramLabel = "DATASET", description = "Folder that prepare made.")
    private String dataset;

    @Option(
            names = "--epoch",
            paramLabel = "E",
            description = "Number of the epoch. Default: ${DEFAULT-VALUE}.",
            defaultValue = "0")
    private long epoch;

    @Option(
            names = "--batch-size",
            paramLabel = "B",
            description = "Images a batch. Default: ${DEFAULT-VALUE}.",
            defaultValue = "20")
    private int batchSize;

    @Option(
            names = "--decode-threads",
            paramLabel = "N",
            description = "Threads of fairdeal's reader. Default: ${DEFAULT-VALUE}.",
            defaultValue = "2")
    private int decodeThreads;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Times that each reads the epoch, after one to warm up. Default: ${DEFAULT-VALUE}.",
            defaultValue = "5")
    private int rounds;

    @Override
    ExitCode run() throws IOException {
        Storage storage = Storage.local();
        EpochFolder published = EpochFolder.open(DatasetFolder.open(storage, storage.resolve(dataset)), epoch);
        ReadOptions options = ReadOptions.defaults().withBatchSize(batchSize);
        ReaderContest.Result result = new ReaderContest(
                        published, options, decodeThreads, rounds, line -> log("bench reader: " + line))
                .run();
        print(result, table(result));
        return ExitCode.DONE;
    }

    private static String table(ReaderContest.Result result) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d images, batches of %d, %d decode threads, %d processors; images/s, median (slowest to fastest round)%n%n",
                result.images(),
                result.batchSize(),
                result.threads(),
                result.processors()));
        for (ReaderContest.Rate rate : result.rates()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-30s %,11.0f  (%,.0f to %,.0f), %.1f us CPU an image%n",
                    rate.name(),
                    rate.medianImagesPerSecond(),
                    rate.slowestImagesPerSecond(),
                    rate.fastestImagesPerSecond(),
                    rate.medianCpuMicros()));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%nfairdeal reads %.2f times as fast as tf.data's best%s; first batch after %.0f ms%nlast round: %s",
                        result.timesTfData(),
                        result.ofDecoderAlone() == 0
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        ", and at %.0f %% of %s alone",
                                        100 * result.ofDecoderAlone(),
                                        result.decoder()),
                        result.medianFirstBatchMillis(),
                        result.last().line()))
                .toString();
    }
}
