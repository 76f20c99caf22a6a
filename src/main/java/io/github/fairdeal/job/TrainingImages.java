package io.github.fairdeal.job;

import io.github.fairdeal.baseline.SortedLabels;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.read.Batch;
import io.github.fairdeal.read.EpochReader;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.read.ResizeMethod;
import io.github.fairdeal.shard.DatasetFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** The pixels of a whole dataset in memory, by index, for models that train on many orders of it. At most 2 GiB. */
final class TrainingImages {

    private static final long MAX_BYTES = 1L << 31;
    private static final int READ_BATCH = 500;

    /**
     * Images as a model takes them.
     *
     * @param pixels uint8, image after image
     * @param classes of the images, from 0
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; on its way to TensorFlow
    record Examples(ByteBuffer pixels, int[] classes) {}

    private final SortedLabels labels;
    private final ImageShape shape;
    private final byte[][] pixels;
    private final List<Examples> tests;

    private TrainingImages(SortedLabels labels, ImageShape shape, byte[][] pixels) {
        this.labels = labels;
        this.shape = shape;
        this.pixels = pixels;
        this.tests = new ArrayList<>();
        long[] indexes =
                LongStream.range(0, pixels.length).filter(labels::isTest).toArray();
        for (int from = 0; from < indexes.length; from += READ_BATCH) {
            tests.add(examples(indexes, from, Math.min(from + READ_BATCH, indexes.length)));
        }
    }

    /**
     * Refuses a dataset that cannot be trained on.
     *
     * @throws UsageException if it is too large for memory, or has no test images or nothing else
     */
    static void requireTrainable(DatasetFolder dataset, SortedLabels labels) {
        long bytes = Math.multiplyExact(
                dataset.manifest().records(), (long) dataset.manifest().shape().bytes());
        if (bytes > MAX_BYTES) {
            throw new UsageException(
                    "%s: %,d bytes of pixels, at most %,d are held in memory for training; compare the orders only, with --no-training"
                            .formatted(dataset.folder(), bytes, MAX_BYTES));
        }
        if (labels.testRecords() == 0 || labels.testRecords() == labels.records()) {
            throw new UsageException(
                    "%s: %,d of %,d records are test images, expected some for testing and some for training; compare the orders only, with --no-training"
                            .formatted(dataset.folder(), labels.testRecords(), labels.records()));
        }
    }

    /**
     * Reads the image records, or the files that the path records name where there are none. Images of another size than
     * the dataset's shape are resized to it.
     */
    static TrainingImages load(DatasetFolder dataset, SortedLabels labels) throws IOException {
        ImageShape shape = dataset.manifest().shape();
        boolean hasPixels = dataset.manifest().sorted().stream().anyMatch(set -> set.kind() == RecordKind.IMAGE);
        RecordKind kind = hasPixels ? RecordKind.IMAGE : RecordKind.PATH;
        ReadOptions options = ReadOptions.defaults()
                .withBatchSize(READ_BATCH)
                .withDecodeThreads(Runtime.getRuntime().availableProcessors());
        if (kind == RecordKind.PATH) {
            options = options.withResize(ResizeMethod.AREA, shape);
        }
        byte[][] pixels = new byte[Math.toIntExact(labels.records())][];
        try (EpochReader reader = EpochReader.openShards(
                dataset.storage(), dataset.folder(), dataset.sortedPaths(kind), kind, shape, options)) {
            while (reader.hasNext()) {
                try (Batch batch = reader.next()) {
                    ByteBuffer images = batch.pixels();
                    for (int i = 0; i < batch.size(); i++) {
                        byte[] image = new byte[shape.bytes()];
                        images.get(image);
                        pixels[Math.toIntExact(batch.index(i))] = image;
                    }
                }
            }
        }
        return new TrainingImages(labels, shape, pixels);
    }

    ImageShape shape() {
        return shape;
    }

    int classes() {
        return labels.classes();
    }

    boolean isTest(long index) {
        return labels.isTest(index);
    }

    /** All images for testing, some hundreds at once. */
    List<Examples> tests() {
        return tests;
    }

    long testCount() {
        return labels.testRecords();
    }

    /** The images of {@code indexes[from..to)}. */
    Examples examples(long[] indexes, int from, int to) {
        ByteBuffer images = ByteBuffer.allocate((to - from) * shape.bytes());
        int[] classes = new int[to - from];
        for (int i = from; i < to; i++) {
            images.put(pixels[(int) indexes[i]]);
            classes[i - from] = labels.classOf(indexes[i]);
        }
        return new Examples(images.flip(), classes);
    }
}
