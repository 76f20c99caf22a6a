package io.github.fairdeal.read;

import com.sun.management.OperatingSystemMXBean;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * What it took to read images of an epoch. For benchmarks.
 *
 * @param images that were read and decoded
 * @param seconds from opening the epoch
 * @param cpuSeconds of the whole process
 * @param metrics of the reader
 */
public record TimedReading(long images, double seconds, double cpuSeconds, ReaderMetrics metrics) {

    /** Reads an epoch of a dataset from its beginning, up to the batch that makes {@code maxImages} full. */
    public static TimedReading of(
            Storage storage, String datasetFolder, long epoch, ReadOptions options, long maxImages) throws IOException {
        OperatingSystemMXBean process = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long cpuBegin = process.getProcessCpuTime();
        long begin = System.nanoTime();
        long images = 0;
        try (EpochReader reader = EpochReader.open(storage, datasetFolder, epoch, options)) {
            while (images < maxImages && reader.hasNext()) {
                try (Batch batch = reader.next()) {
                    images += batch.size();
                }
            }
            double seconds = (System.nanoTime() - begin) / 1e9;
            double cpuSeconds = (process.getProcessCpuTime() - cpuBegin) / 1e9;
            return new TimedReading(images, seconds, cpuSeconds, reader.metrics());
        }
    }

    /** Images a second. */
    public double imagesPerSecond() {
        return images / seconds;
    }

    /** CPU time an image, in microseconds. */
    public double cpuMicros() {
        return 1e6 * cpuSeconds / images;
    }
}
