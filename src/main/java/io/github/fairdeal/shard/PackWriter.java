package io.github.fairdeal.shard;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.EncodedImageEncoder;
import io.github.fairdeal.tfrecord.Framing;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the image files of ascending indexes into packs, one pack after another, and says of each where it is. A pack
 * is a shard of {@code tf.train.Example}s that hold whole image files. As with {@link ShardWriter}, two attempts at the
 * same indexes do not meet and write the same bytes.
 *
 * <p>Begins with the first index of a pack and ends with the last one of one; not thread-safe.
 */
public final class PackWriter implements Closeable {

    private final Storage storage;
    private final String datasetFolder;
    private final PathStyle paths;
    private final PackLayout layout;
    private final long attempt;
    private final EncodedImageEncoder encoder = new EncodedImageEncoder();
    private final List<Shard> packs = new ArrayList<>();
    private ShardWriter writer;
    private String path;
    private int pack = -1;

    /**
     * Begins no file yet.
     *
     * @param datasetFolder whose packs these are
     * @param paths how {@link #add} names packs
     * @param layout of all packs of the dataset
     * @param attempt different for every attempt at writing these, such as Spark's task attempt id
     */
    public PackWriter(Storage storage, String datasetFolder, PathStyle paths, PackLayout layout, long attempt) {
        this.storage = storage;
        this.datasetFolder = datasetFolder;
        this.paths = paths;
        this.layout = layout;
        this.attempt = attempt;
    }

    /**
     * Appends an image.
     *
     * @param index one more than that before it
     * @param label its class
     * @param file whole image file
     * @param format {@code png} or {@code jpeg}
     * @param height in pixels
     * @param width in pixels
     * @return what its path record says
     */
    public String add(long index, long label, byte[] file, String format, int height, int width) throws IOException {
        if (layout.packOf(index) != pack) {
            finishPack();
            beginPack(layout.packOf(index));
        }
        encoder.encode(index, label, file, format, height, width);
        long offset = writer.bytes() + Framing.HEADER_BYTES + encoder.fileOffset();
        writer.write(index, label, encoder.buffer(), encoder.offset(), encoder.length());
        return new PackedImage(path, offset, file.length).toString();
    }

    /** Completes the last pack and describes all of them. */
    public List<Shard> finish() throws IOException {
        finishPack();
        return List.copyOf(packs);
    }

    /** Removes what was written of a pack that is not complete. */
    @Override
    public void close() throws IOException {
        if (writer != null) {
            writer.close();
        }
    }

    private void beginPack(int number) throws IOException {
        String name = Shard.packName(number, layout.packs());
        String folder = Storage.child(datasetFolder, DatasetManifest.PACKS_FOLDER);
        writer = new ShardWriter(storage, folder, name, layout.first(number), attempt);
        path = Storage.child(paths == PathStyle.RELATIVE ? DatasetManifest.PACKS_FOLDER : folder, name);
        pack = number;
    }

    private void finishPack() throws IOException {
        if (writer != null) {
            packs.add(writer.finish().shard());
            writer = null;
        }
    }
}
