package io.github.fairdeal.tensor;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.read.Batch;
import io.github.fairdeal.read.EpochReader;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.read.TestShards;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Image files as {@link EpochReader} decodes them, to be held against TensorFlow. */
final class ReadImages {

    private ReadImages() {}

    /** The pixels of each file; writes the files and a shard of their paths into the folder. */
    static List<byte[]> of(List<byte[]> files, ImageShape shape, Path folder) throws IOException {
        for (int i = 0; i < files.size(); i++) {
            Files.write(folder.resolve(i + ".image"), files.get(i));
        }
        String shard = new TestShards(folder).pathShard("images.tfrecord", 0, files.size(), index -> index + ".image");
        List<byte[]> pixels = new ArrayList<>();
        try (EpochReader reader = EpochReader.openShards(
                Storage.local(), folder.toString(), List.of(shard), RecordKind.PATH, shape, ReadOptions.defaults())) {
            while (reader.hasNext()) {
                Batch batch = reader.next();
                for (int i = 0; i < batch.size(); i++) {
                    int begin = i * shape.bytes();
                    pixels.add(Arrays.copyOfRange(batch.pixels().array(), begin, begin + shape.bytes()));
                }
            }
        }
        return pixels;
    }
}
