package io.github.fairdeal.read;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.shard.ShardWriter;
import io.github.fairdeal.shard.SortedShards;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.ExampleEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A prepared dataset of {@link TestShards}' records and its epochs, written without Spark. */
public final class SmallDataset {

    private final TestShards images;
    private final int records;
    private final ShardSet sorted;

    /** Writes sorted path shards of records whose images may or may not be there. */
    public SmallDataset(Path folder, int records, int shards) throws IOException {
        this.images = new TestShards(folder);
        this.records = records;
        ShardLayout layout = new ShardLayout(records, shards);
        int[] sizes = new int[shards];
        for (int shard = 0; shard < shards; shard++) {
            sizes[shard] = (int) layout.size(shard);
        }
        this.sorted = SortedShards.write(
                folder.resolve(DatasetManifest.SORTED_FOLDER),
                TestShards::label,
                index -> images.image(index).toString(),
                sizes);
        DatasetManifest manifest = new DatasetManifest(
                DatasetManifest.FORMAT_VERSION,
                "a test",
                "a test",
                records,
                labelCounts(),
                TestShards.SHAPE,
                PathStyle.ABSOLUTE,
                List.of(sorted),
                List.of(),
                new TreeMap<>());
        Files.write(folder.resolve(DatasetManifest.FILE_NAME), Json.bytes(manifest));
    }

    /** Writes all images. */
    public SmallDataset withImages() throws IOException {
        images.images(0, records);
        return this;
    }

    public String folder() {
        return images.folder().toString();
    }

    public Path image(long index) {
        return images.image(index);
    }

    DatasetFolder open() throws IOException {
        return DatasetFolder.open(Storage.local(), folder());
    }

    Path epochFolder(long epoch) {
        return images.folder().resolve(DatasetManifest.EPOCHS_FOLDER).resolve(EpochId.folderName(epoch));
    }

    /** Publishes what {@code shuffle} would. */
    public EpochManifest publish(EpochId id, RecordKind kind, int shards) throws IOException {
        Permutation permutation = Permutation.of(id, records);
        ShardLayout layout = new ShardLayout(records, shards);
        ExampleEncoder encoder = new ExampleEncoder(kind);
        List<Shard> written = new ArrayList<>();
        String folder = epochFolder(id.epoch()).toString();
        for (int shard = 0; shard < shards; shard++) {
            String name = Shard.fileName(kind, shard, shards);
            long first = layout.first(shard);
            try (ShardWriter writer = new ShardWriter(Storage.local(), folder, name, first, 0)) {
                for (long position = first; position < first + layout.size(shard); position++) {
                    long index = permutation.index(position);
                    long label = TestShards.label(index);
                    byte[] payload = kind == RecordKind.IMAGE
                            ? TestShards.pixels(index)
                            : image(index).toString().getBytes(StandardCharsets.UTF_8);
                    encoder.encode(index, label, payload);
                    writer.write(index, label, encoder.buffer(), 0, encoder.length());
                }
                written.add(writer.finish().shard());
            }
        }
        EpochManifest manifest = new EpochManifest(
                DatasetManifest.FORMAT_VERSION,
                "a test",
                id,
                Permutation.ALGORITHM,
                records,
                ImageShape.MNIST,
                labelCounts(),
                ShardSet.of(kind, sorted.fingerprint(), written),
                "2026-01-01T00:00:00Z",
                new TreeMap<>());
        Files.write(Path.of(folder).resolve(EpochManifest.FILE_NAME), Json.bytes(manifest));
        return manifest;
    }

    private SortedMap<Long, Long> labelCounts() {
        SortedMap<Long, Long> counts = new TreeMap<>();
        for (long index = 0; index < records; index++) {
            counts.merge(TestShards.label(index), 1L, Long::sum);
        }
        return counts;
    }
}
