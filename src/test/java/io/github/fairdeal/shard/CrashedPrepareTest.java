package io.github.fairdeal.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.FairdealException;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.storage.FaultyFiles;
import io.github.fairdeal.storage.FaultyFiles.Fault;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.MemoryFolder;
import io.github.fairdeal.storage.Owner;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Preparing a dataset in a process that dies at a call to the store, for every call there is. */
final class CrashedPrepareTest {

    private static final Owner SELF = Owner.current();

    /** This process, had it begun long ago: one that is surely dead. */
    private static final Owner DEAD = new Owner(SELF.processId(), 1, SELF.place(), SELF.host());

    @TempDir(factory = MemoryFolder.class)
    Path above;

    @ParameterizedTest
    @EnumSource
    void onDisks_theProcessDiesAtAnyCall_thereIsNoDatasetOrAllOfIt(Fault fault) throws IOException {
        everyCall(FaultyFiles.local(), fault);
    }

    @ParameterizedTest
    @EnumSource
    void onObjectStores_theProcessDiesAtAnyCall_thereIsNoDatasetOrAllOfIt(Fault fault) throws IOException {
        everyCall(FaultyFiles.objects(), fault);
    }

    private void everyCall(FaultyFiles files, Fault fault) throws IOException {
        Storage storage = files.storage();
        boolean hasDied = true;
        for (long calls = 0; hasDied; calls++) {
            String folder = above.resolve("dataset-" + calls).toString();
            files.dieAfter(calls, fault);

            boolean isDone = prepareOnce(storage, folder, DEAD);

            hasDied = files.heal();
            boolean isVisible = storage.exists(Storage.child(folder, DatasetManifest.FILE_NAME));
            assertThat(isVisible || !isDone).as(folder).isTrue();
            if (!isVisible) {
                assertThat(prepareOnce(storage, folder, SELF)).as(folder).isTrue();
                assertThat(names(storage, folder))
                        .as(folder)
                        .containsExactly(
                                DatasetManifest.FILE_NAME,
                                DatasetManifest.IMAGES_FOLDER,
                                DatasetManifest.SORTED_FOLDER);
            }
            requireWhole(storage, folder);
            assertThat(calls).isLessThan(1_000);
        }
    }

    /** True if it was said to be done. */
    private static boolean prepareOnce(Storage storage, String folder, Owner owner) {
        try (DatasetStaging staging = DatasetStaging.begin(storage, folder, owner)) {
            storage.overwrite(Storage.child(folder, "images/00000/0.png"), new byte[9]);
            staging.publish(manifest(SortedShards.write(storage, Storage.child(folder, "sorted"), 20)));
            return true;
        } catch (IOException | FairdealException e) {
            return false;
        }
    }

    private static void requireWhole(Storage storage, String folder) throws IOException {
        DatasetFolder dataset = DatasetFolder.open(storage, folder);
        ShardWriter.settle(
                storage,
                dataset.sortedFolder(),
                dataset.manifest().sorted().get(0).shards());
        assertThat(names(storage, dataset.sortedFolder())).as(folder).hasSize(2);
        assertThat(storage.bytes(Storage.child(folder, "images/00000/0.png")))
                .as(folder)
                .isEqualTo(9);
    }

    private static List<String> names(Storage storage, String folder) throws IOException {
        return storage.list(folder).stream().map(FileStatus::name).toList();
    }

    private static DatasetManifest manifest(ShardSet sorted) {
        return new DatasetManifest(
                DatasetManifest.FORMAT_VERSION,
                "a test",
                "a test",
                sorted.records(),
                sorted.shards().get(0).labelCounts(),
                ImageShape.MNIST,
                PathStyle.ABSOLUTE,
                List.of(sorted),
                List.of(),
                new TreeMap<>());
    }
}
