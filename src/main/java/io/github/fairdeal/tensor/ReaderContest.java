package io.github.fairdeal.tensor;

import com.sun.management.OperatingSystemMXBean;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.read.Batch;
import io.github.fairdeal.read.EpochReader;
import io.github.fairdeal.read.EpochShards;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.read.ReaderMetrics;
import io.github.fairdeal.read.UnorderedReading;
import io.github.fairdeal.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.tensorflow.types.TUint8;

/**
 * Reads a published epoch with this software's reader and with TensorFlow's {@code tf.data}, in turns, in one JVM, from
 * the shards to tensors. Contestants take turns so that a machine with other work treats them alike.
 */
public final class ReaderContest {

    private static final String OURS = "fairdeal";
    private static final String DECODER_ALONE = "decoder alone, files in memory";
    private static final long[] PARALLEL_CALLS = {2, 4, 8, TfDataPipeline.AUTOTUNE};

    private final EpochFolder epoch;
    private final ReadOptions options;
    private final int threads;
    private final int rounds;
    private final Consumer<String> progress;
    private ReaderMetrics last;

    /**
     * How fast one contestant was.
     *
     * @param name of the contestant
     * @param medianImagesPerSecond over the rounds that count
     * @param slowestImagesPerSecond of them
     * @param fastestImagesPerSecond of them
     * @param medianCpuMicros CPU time of the whole process an image: what counts where other programs want the processors
     */
    public record Rate(
            String name,
            double medianImagesPerSecond,
            double slowestImagesPerSecond,
            double fastestImagesPerSecond,
            double medianCpuMicros) {}

    /** One round of one contestant. */
    private record Turn(double imagesPerSecond, double cpuMicros) {}

    /**
     * The whole contest.
     *
     * @param images of the epoch
     * @param batchSize images a batch
     * @param threads of this software's reader
     * @param processors of this machine
     * @param decoder that this software uses, in words; empty for image records
     * @param rates this software first, then tf.data by parallel calls, then the ceilings if there are any
     * @param timesTfData median of this software over that of tf.data's best
     * @param ofDecoderAlone median of this software over that of its decoder alone; 0 for image records
     * @param medianFirstBatchMillis from opening the epoch to its first batch
     * @param last what the reader's last round cost
     */
    public record Result(
            long images,
            int batchSize,
            int threads,
            int processors,
            String decoder,
            List<Rate> rates,
            double timesTfData,
            double ofDecoderAlone,
            double medianFirstBatchMillis,
            ReaderMetrics last) {

        public Result {
            rates = List.copyOf(rates);
        }
    }

    /** One way of reading the whole epoch; returns the number of images. */
    private interface Contestant {
        long read() throws IOException;
    }

    /**
     * @param epoch whose shards, and image files, are local
     * @param options of this software's reader
     * @param threads its decode threads
     * @param rounds that count, after one of warming up; at least 1
     * @param progress is given a line after each turn
     */
    public ReaderContest(EpochFolder epoch, ReadOptions options, int threads, int rounds, Consumer<String> progress) {
        if (rounds < 1) {
            throw new UsageException("rounds must be at least 1, found " + rounds);
        }
        if (Storage.isRemote(epoch.folder())) {
            throw new UsageException(epoch.folder() + ": not local; copy the dataset to this machine to measure");
        }
        if (!epoch.dataset().manifest().packs().isEmpty() && epoch.manifest().kind() == RecordKind.PATH) {
            throw new UsageException(
                    epoch.folder() + ": images in packs, which tf.data does not read; measure it with `bench packs`");
        }
        this.epoch = epoch;
        this.options = options.withDecodeThreads(threads);
        this.threads = threads;
        this.rounds = rounds;
        this.progress = progress;
    }

    /** Runs it; takes some seconds a round for every 100,000 images. */
    public Result run() throws IOException {
        EpochShards shards = EpochShards.of(epoch);
        String prefix = epoch.dataset().manifest().paths() == PathStyle.RELATIVE
                ? Storage.child(epoch.dataset().folder(), "")
                : "";
        List<Closeable> open = new ArrayList<>();
        List<Double> firstBatchMillis = new ArrayList<>();
        Map<String, Contestant> contestants = new LinkedHashMap<>();
        contestants.put(OURS, () -> readOurs(firstBatchMillis));
        try {
            UnorderedReading bare = shards.kind() == RecordKind.PATH ? new UnorderedReading(shards, threads) : null;
            TfDecoding decoding = bare == null ? TfDecoding.RAW : bare.isOfJpegs() ? TfDecoding.JPEG : TfDecoding.PNG;
            for (long calls : PARALLEL_CALLS) {
                TfDataPipeline pipeline = new TfDataPipeline(
                        epoch.shardPaths(), decoding, prefix, shards.shape(), options.batchSize(), calls);
                open.add(pipeline::close);
                String name = calls == TfDataPipeline.AUTOTUNE ? "AUTOTUNE" : calls + " calls";
                contestants.put("tf.data, " + name, () -> pipeline.read(new long[1]));
            }
            if (bare != null) {
                contestants.put("bare loop of file and decoder", bare::read);
                contestants.put(DECODER_ALONE, bare::decode);
            }
            Map<String, List<Turn>> turns =
                    takeTurns(contestants, epoch.manifest().records());
            return result(bare == null ? "" : bare.decoder(), turns, firstBatchMillis);
        } finally {
            for (Closeable pipeline : open) {
                pipeline.close();
            }
        }
    }

    private Map<String, List<Turn>> takeTurns(Map<String, Contestant> contestants, long images) throws IOException {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Map<String, List<Turn>> turns = new LinkedHashMap<>();
        contestants.keySet().forEach(name -> turns.put(name, new ArrayList<>()));
        for (int round = -1; round < rounds; round++) {
            for (Map.Entry<String, Contestant> contestant : contestants.entrySet()) {
                long cpuBegin = process.getProcessCpuTime();
                long begin = System.nanoTime();
                long read = contestant.getValue().read();
                double seconds = (System.nanoTime() - begin) / 1e9;
                double cpuMicros = (process.getProcessCpuTime() - cpuBegin) / 1e3;
                if (read != images) {
                    throw new IllegalStateException(
                            "%s read %,d images, expected %,d".formatted(contestant.getKey(), read, images));
                }
                progress.accept("round %d of %d, %s: %,.0f images/s%s"
                        .formatted(
                                round + 1,
                                rounds,
                                contestant.getKey(),
                                images / seconds,
                                contestant.getKey().equals(OURS) ? ", " + last.costs() : ""));
                if (round >= 0) {
                    turns.get(contestant.getKey()).add(new Turn(images / seconds, cpuMicros / images));
                }
            }
        }
        return turns;
    }

    private long readOurs(List<Double> firstBatchMillis) throws IOException {
        long begin = System.nanoTime();
        long images = 0;
        long check = 0;
        try (EpochReader reader = EpochReader.open(
                epoch.dataset().storage(),
                epoch.dataset().folder(),
                epoch.manifest().id().epoch(),
                options)) {
            while (reader.hasNext()) {
                try (Batch batch = reader.next();
                        TUint8 pixels = FeedSession.images(batch)) {
                    if (images == 0) {
                        firstBatchMillis.add((System.nanoTime() - begin) / 1e6);
                    }
                    images += batch.size();
                    check += pixels.asRawTensor().data().getByte(0);
                }
            }
            last = reader.metrics();
        }
        return check == Long.MIN_VALUE ? -1 : images;
    }

    private Result result(String decoder, Map<String, List<Turn>> turns, List<Double> firstBatchMillis) {
        List<Rate> rates = new ArrayList<>();
        double bestTfData = 0;
        double decoderAlone = Double.POSITIVE_INFINITY;
        for (Map.Entry<String, List<Turn>> entry : turns.entrySet()) {
            double[] speeds = entry.getValue().stream()
                    .mapToDouble(Turn::imagesPerSecond)
                    .sorted()
                    .toArray();
            double[] cpu = entry.getValue().stream()
                    .mapToDouble(Turn::cpuMicros)
                    .sorted()
                    .toArray();
            Rate rate = new Rate(entry.getKey(), median(speeds), speeds[0], speeds[speeds.length - 1], median(cpu));
            rates.add(rate);
            if (rate.name().startsWith("tf.data")) {
                bestTfData = Math.max(bestTfData, rate.medianImagesPerSecond());
            } else if (rate.name().equals(DECODER_ALONE)) {
                decoderAlone = rate.medianImagesPerSecond();
            }
        }
        double[] first = firstBatchMillis.stream()
                .skip(1) // of warming up
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return new Result(
                epoch.manifest().records(),
                options.batchSize(),
                threads,
                Runtime.getRuntime().availableProcessors(),
                decoder,
                rates,
                rates.get(0).medianImagesPerSecond() / bestTfData,
                rates.get(0).medianImagesPerSecond() / decoderAlone,
                median(first),
                last);
    }

    private static double median(double[] sorted) {
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
