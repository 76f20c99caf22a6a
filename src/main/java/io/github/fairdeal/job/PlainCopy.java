package io.github.fairdeal.job;

import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Copies the sorted shards byte for byte, a task a shard: what reading and writing so many bytes through Spark costs
 * when nothing else is done with them. The upper bound of {@code bench shuffle}.
 */
public final class PlainCopy {

    private static final int BUFFER_BYTES = 1 << 18;

    private final SparkSession spark;

    PlainCopy(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Copies.
     *
     * @param dataset with sorted shards of this kind
     * @param output folder for the copies
     */
    public void execute(String dataset, RecordKind kind, String output) throws IOException {
        Storage storage = SparkStorage.of(spark);
        DatasetFolder folder = DatasetFolder.open(storage, storage.resolve(dataset));
        ShardSet sorted = folder.manifest().sorted(kind);
        String source = folder.sortedFolder();
        String target = storage.resolve(output);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        context.setJobDescription("bench shuffle: plain copy of %,d %s records in %d files"
                .formatted(sorted.records(), kind.word(), sorted.shards().size()));
        context.setCallSite("copy shards");
        try {
            List<String> names = sorted.shards().stream().map(Shard::name).toList();
            context.parallelize(names, names.size())
                    .setName("shards to copy")
                    .foreach(name -> copy(storage, Storage.child(source, name), Storage.child(target, name)));
        } finally {
            context.clearCallSite();
            context.setJobDescription(null);
        }
    }

    private static void copy(Storage storage, String from, String to) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = storage.open(from);
                OutputStream out = storage.create(to)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        }
    }
}
