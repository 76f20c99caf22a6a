package io.github.fairdeal.job;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.LabelledImage;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.shard.ShardWriter;
import io.github.fairdeal.shard.WrittenShard;
import io.github.fairdeal.source.LabelledImages;
import io.github.fairdeal.source.PngEncoder;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.ExampleEncoder;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;

/**
 * What a task of {@link Prepare} does: the images, and the sorted shards of every kind, of one run of indexes.
 *
 * @param storage that writes
 * @param folder of the dataset
 * @param layout of the sorted shards
 * @param kinds of records to write
 * @param paths how path records name image files
 * @param images shared among all tasks
 * @param counter of images done
 */
record SortedShardTask(
        Storage storage,
        String folder,
        ShardLayout layout,
        List<RecordKind> kinds,
        PathStyle paths,
        Broadcast<LabelledImages> images,
        LongAccumulator counter)
        implements Serializable {

    private static final int FILES_PER_FOLDER = 10_000;

    /** Path of an image file inside the dataset's folder: {@code images/00001/10000.png}. */
    static String imagePath(long index) {
        return "%s/%05d/%d.png".formatted(DatasetManifest.IMAGES_FOLDER, index / FILES_PER_FOLDER, index);
    }

    /** Writes shard number {@code shard} of every kind; one result a kind, in their order. */
    List<WrittenShard> write(int shard) throws IOException {
        List<ShardWriter> writers = new ArrayList<>();
        try {
            for (RecordKind kind : kinds) {
                writers.add(new ShardWriter(
                        storage,
                        Storage.child(folder, DatasetManifest.SORTED_FOLDER),
                        Shard.fileName(kind, shard, layout.shards()),
                        layout.first(shard),
                        TaskContext.get().taskAttemptId()));
            }
            writeRecords(layout.first(shard), layout.first(shard) + layout.size(shard), writers);
            List<WrittenShard> written = new ArrayList<>();
            for (ShardWriter writer : writers) {
                written.add(writer.finish());
            }
            return written;
        } finally {
            for (ShardWriter writer : writers) {
                writer.close();
            }
        }
    }

    private void writeRecords(long from, long to, List<ShardWriter> writers) throws IOException {
        PngEncoder png = new PngEncoder();
        List<ExampleEncoder> encoders = kinds.stream().map(ExampleEncoder::new).toList();
        TaskContext task = TaskContext.get();
        for (long index = from; index < to; index++) {
            if (task.isInterrupted()) { // another task failed: the job is over
                throw new TaskKilledException();
            }
            LabelledImage image = images.value().image(index);
            for (int i = 0; i < encoders.size(); i++) {
                ExampleEncoder encoder = encoders.get(i);
                byte[] payload = kinds.get(i) == RecordKind.IMAGE ? image.pixels() : writeFile(image, png);
                encoder.encode(index, image.label(), payload);
                writers.get(i).write(index, image.label(), encoder.buffer(), 0, encoder.length());
            }
            counter.add(1);
        }
    }

    /** Writes the image's file and returns how its path record names it. */
    private byte[] writeFile(LabelledImage image, PngEncoder png) throws IOException {
        String relative = imagePath(image.index());
        String absolute = Storage.child(folder, relative);
        storage.overwrite(absolute, png.encode(image));
        return (paths == PathStyle.RELATIVE ? relative : absolute).getBytes(StandardCharsets.UTF_8);
    }
}
