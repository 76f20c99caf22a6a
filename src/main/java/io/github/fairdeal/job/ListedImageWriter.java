package io.github.fairdeal.job;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.listing.ListedBlock;
import io.github.fairdeal.read.ImageFile;
import io.github.fairdeal.read.ImageHeader;
import io.github.fairdeal.read.UnreadableImageException;
import io.github.fairdeal.shard.PackWriter;
import io.github.fairdeal.tfrecord.EncodedImageEncoder;
import io.github.fairdeal.tfrecord.ExampleEncoder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.TaskContext;

/** Writes the records of listed images, one of every kind for each, and their files into packs if they go there. */
final class ListedImageWriter implements Closeable {

    private final ListedShardTask task;
    private final ShardWriters writers;
    private final PackWriter packing;
    private final ImageFile file;
    private final ExampleEncoder paths = new ExampleEncoder(RecordKind.PATH);
    private final ExampleEncoder pixels = new ExampleEncoder(RecordKind.IMAGE);
    private final EncodedImageEncoder files = new EncodedImageEncoder();

    /** Of the image being written; null until it is read, which is once for all kinds. */
    private ImageHeader header;

    /** Begins shard number {@code shard} of every kind, in a Spark task. */
    ListedImageWriter(ListedShardTask task, int shard) throws IOException {
        this.task = task;
        this.packing = task.packs() == null
                ? null
                : new PackWriter(
                        task.storage(),
                        task.names().dataset(),
                        task.names().style(),
                        task.packs(),
                        TaskContext.get().taskAttemptId());
        this.writers = new ShardWriters(task.storage(), task.names().dataset(), task.kinds(), task.layout(), shard);
        this.file = new ImageFile(task.storage());
    }

    /**
     * Writes one image.
     *
     * @param index one more than that before it
     * @throws BadInputException if it must be read, and is damaged
     */
    void write(long index, ListedBlock.Reader image) throws IOException {
        header = null;
        String path =
                task.hasImages() ? "image of index " + index : new String(image.payload(), StandardCharsets.UTF_8);
        try {
            for (int i = 0; i < task.kinds().size(); i++) {
                if (task.kinds().get(i) == RecordKind.PATH) {
                    byte[] name = name(index, image, path).getBytes(StandardCharsets.UTF_8);
                    paths.encode(index, image.label(), name, image.entries());
                    writers.of(i).write(index, image.label(), paths.buffer(), 0, paths.length());
                } else if (task.payload() == ImagePayload.RAW) {
                    pixels.encode(index, image.label(), pixels(index, image, path), image.entries());
                    writers.of(i).write(index, image.label(), pixels.buffer(), 0, pixels.length());
                } else {
                    ImageHeader own = read(image, path);
                    int height = own.shape().height();
                    int width = own.shape().width();
                    files.encode(index, image.label(), file.bytes(), own.format(), height, width, image.entries());
                    writers.of(i).write(index, image.label(), files.buffer(), files.offset(), files.length());
                }
            }
        } catch (UnreadableImageException e) {
            throw new BadInputException(
                    "%s: %s (label %d)%s".formatted(path, e.getMessage(), image.label(), advice(e)), e);
        }
    }

    private String advice(UnreadableImageException problem) {
        if (!problem.isDamage()) {
            return "; raw pixels need images of one size, --payload encoded keeps files as they are";
        }
        return task.hasImages() ? "" : "; --check decode leaves damaged files out and lists them";
    }

    /** Completes the shards and packs. */
    WrittenRun finish() throws IOException {
        return new WrittenRun(writers.finish(), packing == null ? List.of() : packing.finish(), writers.labelCounts());
    }

    /** Removes what was not finished. */
    @Override
    public void close() throws IOException {
        try (file;
                writers;
                packing) {
            // closes all of them, whatever one says
        }
    }

    /** What the path record says. */
    private String name(long index, ListedBlock.Reader image, String path)
            throws IOException, UnreadableImageException {
        if (packing == null) {
            return task.names().of(path);
        }
        ImageHeader own = read(image, path);
        int height = own.shape().height();
        int width = own.shape().width();
        return packing.add(index, image.label(), file.bytes(), own.format(), height, width);
    }

    private byte[] pixels(long index, ListedBlock.Reader image, String path) throws UnreadableImageException {
        if (task.hasPixels()) {
            return requireShape(image.payload(), index);
        }
        read(image, path);
        return file.pixels(task.shape());
    }

    private ImageHeader read(ListedBlock.Reader image, String path) throws UnreadableImageException {
        if (header == null) {
            header = task.hasImages() ? file.take(image.payload()) : file.read(path);
        }
        return header;
    }

    private byte[] requireShape(byte[] found, long index) {
        if (found.length != task.shape().bytes()) {
            throw new BadInputException("image of index %d: %,d bytes of pixels, expected %,d for shape %s"
                    .formatted(index, found.length, task.shape().bytes(), task.shape()));
        }
        return found;
    }
}
