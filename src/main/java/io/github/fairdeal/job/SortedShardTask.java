package io.github.fairdeal.job;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.LabelledImage;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.shard.PackLayout;
import io.github.fairdeal.shard.PackWriter;
import io.github.fairdeal.source.ImageFormat;
import io.github.fairdeal.source.LabelledImages;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.ExampleEncoder;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * What a task of {@link Prepare} does: the images, and the sorted shards of every kind, of one run of indexes.
 *
 * @param storage that writes
 * @param folder of the dataset
 * @param layout of the sorted shards
 * @param kinds of records to write
 * @param paths how path records name image files
 * @param format of the image files
 * @param packs where image files go; null if each is a file of its own
 * @param images shared among all tasks
 * @param counter of images done
 */
record SortedShardTask(
        Storage storage,
        String folder,
        ShardLayout layout,
        List<RecordKind> kinds,
        PathStyle paths,
        ImageFormat format,
        PackLayout packs,
        Broadcast<LabelledImages> images,
        TaskCounter counter)
        implements Serializable {

    private static final int FILES_PER_FOLDER = 10_000;

    /** Path of an image file inside the dataset's folder: {@code images/00001/10000.png}. */
    static String imagePath(long index, ImageFormat format) {
        return "%s/%05d/%d.%s"
                .formatted(DatasetManifest.IMAGES_FOLDER, index / FILES_PER_FOLDER, index, format.extension());
    }

    /** Writes shard number {@code shard} of every kind, and the image files of its records. */
    WrittenRun write(int shard) throws IOException {
        long attempt = TaskContext.get().taskAttemptId();
        try (PackWriter packing = packs == null ? null : new PackWriter(storage, folder, paths, packs, attempt);
                ShardWriters writers = new ShardWriters(storage, folder, kinds, layout, shard)) {
            writeRecords(layout.first(shard), layout.first(shard) + layout.size(shard), writers, packing);
            return new WrittenRun(
                    writers.finish(), packing == null ? List.of() : packing.finish(), Collections.emptySortedMap());
        }
    }

    private void writeRecords(long from, long to, ShardWriters writers, PackWriter packing) throws IOException {
        ImageFormat.Encoder files = format.encoder();
        List<ExampleEncoder> encoders = kinds.stream().map(ExampleEncoder::new).toList();
        for (long index = from; index < to; index++) {
            LabelledImage image = images.value().image(index);
            for (int i = 0; i < encoders.size(); i++) {
                ExampleEncoder encoder = encoders.get(i);
                byte[] payload = kinds.get(i) == RecordKind.IMAGE
                        ? image.pixels()
                        : writeFile(image, files.encode(image), packing).getBytes(StandardCharsets.UTF_8);
                encoder.encode(index, image.label(), payload);
                writers.of(i).write(index, image.label(), encoder.buffer(), 0, encoder.length());
            }
            counter.accept(1);
        }
    }

    /** Writes the image's file, on its own or into a pack, and returns how its path record names it. */
    private String writeFile(LabelledImage image, byte[] file, PackWriter packing) throws IOException {
        if (packing != null) {
            ImageShape shape = image.shape();
            return packing.add(image.index(), image.label(), file, format.word(), shape.height(), shape.width());
        }
        String relative = imagePath(image.index(), format);
        String absolute = Storage.child(folder, relative);
        storage.overwrite(absolute, file);
        return paths == PathStyle.RELATIVE ? relative : absolute;
    }
}
