package io.github.fairdeal.job;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.dataset.Software;
import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.shard.SortedShards;
import io.github.fairdeal.source.LabelledImages;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * A dataset on the local disk and what a test asks of it.
 *
 * @param folder of the dataset
 */
record TestDataset(Path folder) {

    /** Prepares images in a folder, with the defaults. */
    static TestDataset prepare(SparkSession spark, LabelledImages images, Path folder) throws IOException {
        new Prepare(spark).images(images).output(folder.toString()).execute();
        return new TestDataset(folder);
    }

    /** Path records of images that do not exist, ten labels: big in records, small on disk, written in no time. */
    static TestDataset pathsOnly(int records, Path folder) throws IOException {
        return pathsOnly(records, index -> index * 10 / records, folder);
    }

    /** The same with labels of their own, by index. */
    static TestDataset pathsOnly(int records, LongUnaryOperator label, Path folder) throws IOException {
        int quarter = records / 4;
        ShardSet sorted = SortedShards.write(
                folder.resolve(DatasetManifest.SORTED_FOLDER),
                label,
                index -> "/images/%d.png".formatted(index),
                quarter,
                quarter,
                quarter,
                records - 3 * quarter);
        SortedMap<Long, Long> labels = new TreeMap<>();
        LongStream.range(0, records).map(label).forEach(own -> labels.merge(own, 1L, Long::sum));
        DatasetManifest manifest = new DatasetManifest(
                DatasetManifest.FORMAT_VERSION,
                Software.nameAndVersion(),
                "a test",
                records,
                labels,
                ImageShape.MNIST,
                PathStyle.ABSOLUTE,
                List.of(sorted),
                List.of(),
                new TreeMap<>());
        Files.write(folder.resolve(DatasetManifest.FILE_NAME), Json.bytes(manifest));
        return new TestDataset(folder);
    }

    /** A copy of manifest and sorted shards, to be damaged; absolute paths go on naming the images here. */
    TestDataset copyTo(Path target) throws IOException {
        TestDataset copy = new TestDataset(target);
        copy.replaceRecordsBy(this);
        return copy;
    }

    /** Takes over manifest and sorted shards of another dataset; epochs stay. */
    void replaceRecordsBy(TestDataset other) throws IOException {
        Storage.local().delete(sortedFolder().toString());
        Files.createDirectories(sortedFolder());
        for (Path shard : list(other.sortedFolder())) {
            Files.copy(shard, sortedFolder().resolve(shard.getFileName()));
        }
        Files.copy(
                other.folder.resolve(DatasetManifest.FILE_NAME),
                folder.resolve(DatasetManifest.FILE_NAME),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Of all files together. */
    long bytes() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** As commands take it. */
    String path() {
        return folder.toString();
    }

    DatasetFolder open() throws IOException {
        return DatasetFolder.open(Storage.local(), path());
    }

    Path sortedFolder() {
        return folder.resolve(DatasetManifest.SORTED_FOLDER);
    }

    /** The sorted shards of a kind, in order. */
    List<Path> sorted(RecordKind kind) throws IOException {
        return open().sortedPaths(kind).stream().map(Path::of).toList();
    }

    Path epochFolder(long epoch) {
        return folder.resolve(DatasetManifest.EPOCHS_FOLDER).resolve(EpochId.folderName(epoch));
    }

    EpochFolder openEpoch(long epoch) throws IOException {
        return EpochFolder.open(open(), epoch);
    }

    /** The shards of a published epoch, in order. */
    List<Path> epoch(long epoch) throws IOException {
        return openEpoch(epoch).shardPaths().stream().map(Path::of).toList();
    }

    /** Numbers of the epochs that readers see. */
    List<Long> published() throws IOException {
        return EpochFolder.published(open());
    }

    /** Names of everything beside each other in the folder of epochs, hidden or not; none if there is no such folder. */
    List<String> epochEntries() throws IOException {
        Path epochs = folder.resolve(DatasetManifest.EPOCHS_FOLDER);
        return Files.exists(epochs)
                ? list(epochs).stream()
                        .map(entry -> entry.getFileName().toString())
                        .toList()
                : List.of();
    }

    /** The entries of a folder by name. */
    static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    /** All files below a folder whose name begins with a dot or ends in {@code .crc}. */
    static List<Path> hiddenFiles(Path folder) throws IOException {
        try (Stream<Path> entries = Files.walk(folder)) {
            return entries.filter(entry -> entry.getFileName().toString().matches("\\..*|.*\\.crc"))
                    .toList();
        }
    }
}
