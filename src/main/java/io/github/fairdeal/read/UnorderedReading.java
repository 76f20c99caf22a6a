package io.github.fairdeal.read;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.tfrecord.ExampleCursor;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The ceilings of an {@link EpochReader} on path records: bare loops of its own file reading and decoding over the same
 * files by the same number of threads, without shards, batches and order. For benchmarks.
 */
public final class UnorderedReading {

    private static final long SAMPLE_BYTES = 64L << 20;

    private final EpochShards epoch;
    private final int threads;
    private final List<String> paths = new ArrayList<>();
    private final List<byte[]> sample = new ArrayList<>();

    /** What one thread does with the images whose numbers it draws. */
    private interface Part {
        long run(AtomicInteger next) throws UnreadableImageException;
    }

    /**
     * Notes the paths of all images.
     *
     * @throws UsageException if the epoch holds no paths
     */
    public UnorderedReading(EpochShards epoch, int threads) throws IOException {
        this.epoch = epoch;
        this.threads = threads;
        ExampleCursor cursor = new ExampleCursor();
        PublishedOrder order = new PublishedOrder(epoch);
        while (paths.size() < epoch.end()) {
            try (RecordReader reader = order.open(paths.size())) {
                while (reader.next()) {
                    cursor.parse(reader);
                    paths.add(epoch.storage().locate(epoch.datasetFolder(), cursor.path()));
                }
            }
        }
    }

    /**
     * Whether the images are JPEG files, as the first one says.
     *
     * @throws BadInputException if it cannot be read
     */
    public boolean isOfJpegs() {
        try (OpenPacks packs = new OpenPacks(epoch.storage())) {
            FileBytes file = file(packs);
            file.read(paths.get(0));
            return JpegDecoder.isJpeg(file.bytes(), file.length());
        } catch (UnreadableImageException e) {
            throw new BadInputException(paths.get(0) + ": " + e.getMessage(), e);
        }
    }

    /**
     * What decodes the images, in words.
     *
     * @throws BadInputException if the first one cannot be read
     */
    public String decoder() {
        if (!isOfJpegs()) {
            return "fairdeal's PNG decoder";
        }
        return TurboJpeg.isAvailable() ? "libjpeg-turbo" : "the JDK's JPEG decoder";
    }

    /** Reads and decodes every image once and returns their number. */
    public long read() {
        return inParallel(this::readUntilEnd);
    }

    /**
     * Decodes as many images as there are, without reading a file: the first ones, as many as fit {@value
     * #SAMPLE_BYTES} bytes, again and again. Returns their number.
     */
    public long decode() {
        if (sample.isEmpty()) {
            loadSample();
        }
        return inParallel(this::decodeUntilEnd);
    }

    private void loadSample() {
        long bytes = 0;
        try (OpenPacks packs = new OpenPacks(epoch.storage())) {
            FileBytes file = file(packs);
            while (sample.size() < paths.size() && bytes < SAMPLE_BYTES) {
                file.read(paths.get(sample.size()));
                sample.add(Arrays.copyOf(file.bytes(), file.length()));
                bytes += file.length();
            }
        } catch (UnreadableImageException e) {
            throw new BadInputException(paths.get(sample.size()) + ": " + e.getMessage(), e);
        }
    }

    private long inParallel(Part part) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            AtomicInteger next = new AtomicInteger();
            List<Future<Long>> results = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                results.add(pool.submit(() -> part.run(next)));
            }
            long images = 0;
            for (Future<Long> result : results) {
                images += result.get();
            }
            return images;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (ExecutionException e) {
            throw new BadInputException(e.getCause().getMessage(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private long readUntilEnd(AtomicInteger next) throws UnreadableImageException {
        byte[] pixels = new byte[epoch.shape().bytes()];
        long images = 0;
        try (OpenPacks packs = new OpenPacks(epoch.storage());
                ImageDecoder decoder = new ImageDecoder(epoch.shape())) {
            FileBytes file = file(packs);
            for (int i = next.getAndIncrement(); i < paths.size(); i = next.getAndIncrement()) {
                file.read(paths.get(i));
                decoder.decode(file.bytes(), file.length(), pixels, 0);
                images++;
            }
        }
        return images;
    }

    private long decodeUntilEnd(AtomicInteger next) throws UnreadableImageException {
        byte[] pixels = new byte[epoch.shape().bytes()];
        long images = 0;
        try (ImageDecoder decoder = new ImageDecoder(epoch.shape())) {
            for (int i = next.getAndIncrement(); i < paths.size(); i = next.getAndIncrement()) {
                byte[] file = sample.get(i % sample.size());
                decoder.decode(file, file.length, pixels, 0);
                images++;
            }
        }
        return images;
    }

    private FileBytes file(OpenPacks packs) {
        return new FileBytes(epoch.storage(), packs, Integer.MAX_VALUE);
    }
}
