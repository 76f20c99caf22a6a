package io.github.fairdeal.job;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What people write in place of {@link Shuffle}: {@code df.orderBy(rand(seed))}, through this project's own data source
 * on both sides. The baseline of {@code bench shuffle}; nothing else should use it, since {@code rand} gives a task that
 * runs twice other numbers whenever its input comes in another order.
 */
public final class OrderByRandom {

    private final SparkSession spark;

    OrderByRandom(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Reads the dataset's sorted shards and writes them in a random order.
     *
     * @param kind of the records
     * @param output folder, replaced if it exists
     * @param shards number of files
     */
    public void execute(String dataset, RecordKind kind, String output, long seed, int shards) throws IOException {
        Storage storage = SparkStorage.of(spark);
        DatasetFolder folder = DatasetFolder.open(storage, storage.resolve(dataset));
        folder.manifest().sorted(kind);
        StructType schema = new StructType()
                .add("index", DataTypes.LongType)
                .add("label", DataTypes.LongType)
                .add(kind.feature(), kind == RecordKind.PATH ? DataTypes.StringType : DataTypes.BinaryType);
        spark.conf().set("spark.sql.adaptive.enabled", "false");
        spark.conf().set("spark.sql.shuffle.partitions", shards);
        spark.sparkContext()
                .setJobDescription("bench shuffle: orderBy(rand(%d)) of %,d %s records into %d files"
                        .formatted(seed, folder.manifest().records(), kind.word(), shards));
        spark.sparkContext().setCallSite("order by random numbers");
        try {
            spark.read()
                    .format("tfrecord")
                    .schema(schema)
                    .load(Storage.child(folder.folder(), DatasetManifest.SORTED_FOLDER) + "/" + kind.word() + "-*")
                    .orderBy(functions.rand(seed))
                    .write()
                    .mode("overwrite")
                    .format("tfrecord")
                    .save(storage.resolve(output));
        } finally {
            spark.sparkContext().clearCallSite();
            spark.sparkContext().setJobDescription(null);
        }
    }
}
