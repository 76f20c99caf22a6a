package io.github.fairdeal.shard;

import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.ExampleEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;

/** Sorted path shards of given sizes, without the images they name. */
public final class SortedShards {

    private SortedShards() {}

    /** Shards on the local disk whose records name files of no meaning, ten labels in equal runs. */
    public static ShardSet write(Path folder, int... sizes) throws IOException {
        return write(Storage.local(), folder.toString(), sizes);
    }

    /** Shards whose records name files of no meaning, ten labels in equal runs. */
    public static ShardSet write(Storage storage, String folder, int... sizes) throws IOException {
        long records = 0;
        for (int size : sizes) {
            records += size;
        }
        long all = records;
        return write(storage, folder, index -> index * 10 / all, index -> "/images/%d.png".formatted(index), sizes);
    }

    /** Shards on the local disk with labels and paths of their own. */
    public static ShardSet write(Path folder, LongUnaryOperator label, LongFunction<String> path, int... sizes)
            throws IOException {
        return write(Storage.local(), folder.toString(), label, path, sizes);
    }

    /** Shards with labels and paths of their own. */
    public static ShardSet write(
            Storage storage, String folder, LongUnaryOperator label, LongFunction<String> path, int... sizes)
            throws IOException {
        List<Shard> shards = new ArrayList<>();
        Fingerprint fingerprint = new Fingerprint();
        ExampleEncoder encoder = new ExampleEncoder(RecordKind.PATH);
        long index = 0;
        for (int size : sizes) {
            String name = Shard.fileName(RecordKind.PATH, shards.size(), sizes.length);
            try (ShardWriter writer = new ShardWriter(storage, folder, name, index, 0)) {
                for (long end = index + size; index < end; index++) {
                    long own = label.applyAsLong(index);
                    encoder.encode(index, own, path.apply(index).getBytes(StandardCharsets.UTF_8));
                    writer.write(index, own, encoder.buffer(), 0, encoder.length());
                }
                WrittenShard written = writer.finish();
                shards.add(written.shard());
                fingerprint.add(written.fingerprint());
            }
        }
        return ShardSet.of(RecordKind.PATH, fingerprint.hex(), shards);
    }
}
