package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.storage.Storage;

/** Loads the images that path records name: file bytes, then pixels. One per thread. */
final class ImageLoader implements AutoCloseable {

    /** An image file may be twice as large as its pixels, plus this much of metadata. */
    private static final long MAX_METADATA_BYTES = 64L << 20;

    private final Storage storage;
    private final String datasetFolder;
    private final ImageShape shape;
    private final FileBytes file;
    private final ImageDecoder decoder;
    private long imageBytes;
    private long readNanos;
    private long decodeNanos;

    ImageLoader(Storage storage, String datasetFolder, ImageShape shape) {
        this.storage = storage;
        this.datasetFolder = datasetFolder;
        this.shape = shape;
        this.file = new FileBytes(storage, 2L * shape.bytes() + MAX_METADATA_BYTES);
        this.decoder = new ImageDecoder(shape);
    }

    /**
     * Loads all images of a batch.
     *
     * @throws io.github.fairdeal.dataset.BadInputException for the first image that cannot be had
     */
    Batch load(RecordBatch records) {
        imageBytes = 0;
        readNanos = 0;
        decodeNanos = 0;
        if (records.paths == null) {
            return records.withPixels(shape, records.pixels);
        }
        byte[] pixels = new byte[records.size * shape.bytes()];
        long begin = System.nanoTime();
        for (int i = 0; i < records.size; i++) {
            String path = records.paths[i];
            try {
                path = locate(path);
                file.read(path);
                long read = System.nanoTime();
                decoder.decode(file.bytes(), file.length(), pixels, i * shape.bytes());
                long decoded = System.nanoTime();
                imageBytes += file.length();
                readNanos += read - begin;
                decodeNanos += decoded - read;
                begin = decoded;
            } catch (UnreadableImageException e) {
                throw records.unreadable(i, path, e);
            }
        }
        return records.withPixels(shape, pixels);
    }

    /** What the last {@link #load} cost. */
    ReaderMetrics metrics(RecordBatch records) {
        return new ReaderMetrics(1, records.size, records.shardBytes, imageBytes, readNanos, decodeNanos, 0);
    }

    @Override
    public void close() {
        decoder.close();
    }

    private String locate(String path) throws UnreadableImageException {
        try {
            return storage.locate(datasetFolder, path);
        } catch (IllegalArgumentException | UsageException e) {
            throw UnreadableImageException.notAPath(e);
        }
    }
}
