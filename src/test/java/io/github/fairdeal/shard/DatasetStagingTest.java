package io.github.fairdeal.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.DatasetManifest;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.storage.Owner;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatasetStagingTest {

    private static final Storage STORAGE = Storage.local();
    private static final Owner SELF = Owner.current();

    @TempDir
    Path above;

    private Path folder;

    @BeforeEach
    void nameFolder() {
        folder = above.resolve("dataset");
    }

    @Test
    void publish_makesADatasetAndRemovesTheMarker() throws IOException {
        try (DatasetStaging staging = DatasetStaging.begin(STORAGE, folder.toString())) {
            assertThatThrownBy(() -> DatasetFolder.open(STORAGE, folder.toString()))
                    .hasMessageContaining("the folder exists, but nothing was prepared in it");
            staging.publish(manifest());
        }

        assertThat(names()).containsExactly(DatasetManifest.FILE_NAME, DatasetManifest.SORTED_FOLDER);
        assertThat(DatasetFolder.open(STORAGE, folder.toString()).manifest()).isEqualTo(manifest());
    }

    /** Executors that die leave half shards, which nobody else knows of. */
    @Test
    void publish_removesHalfShardsOfLostTasks() throws IOException {
        try (DatasetStaging staging = DatasetStaging.begin(STORAGE, folder.toString())) {
            DatasetManifest manifest = manifest();
            Files.writeString(sorted().resolve(".path-00000-of-00001.tfrecord.attempt-3"), "half");
            staging.publish(manifest);
        }

        assertThat(sorted()).isDirectoryNotContaining("glob:**/.*");
        assertThat(sorted()).isDirectoryContaining("glob:**/path-00000-of-00001.tfrecord");
    }

    @Test
    void close_unpublished_removesTheFolder_orEmptiesItIfItWasThere() throws IOException {
        for (boolean wasThere : new boolean[] {false, true}) {
            if (wasThere) {
                Files.createDirectories(folder);
            }
            DatasetStaging staging = DatasetStaging.begin(STORAGE, folder.toString());
            Files.createDirectories(folder.resolve("images/00000"));
            Files.writeString(folder.resolve("images/00000/0.png"), "png");

            staging.close();

            assertThat(Files.exists(folder)).isEqualTo(wasThere);
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void begin_inAnEmptyFolder_takesIt() throws IOException {
        Files.createDirectories(folder);

        DatasetStaging.begin(STORAGE, folder.toString()).close();

        assertThat(names()).isEmpty();
    }

    @Test
    void begin_whereADatasetIs_refusesAndTouchesNothing() throws IOException {
        try (DatasetStaging staging = DatasetStaging.begin(STORAGE, folder.toString())) {
            staging.publish(manifest());
        }

        assertThatThrownBy(() -> DatasetStaging.begin(STORAGE, folder.toString()))
                .isInstanceOf(UsageException.class)
                .hasMessage(folder + ": already holds a dataset; choose another --output, or remove it first");
        assertThat(names()).containsExactly(DatasetManifest.FILE_NAME, DatasetManifest.SORTED_FOLDER);
    }

    @Test
    void begin_inAFolderWithOtherFiles_refusesAndNamesOne() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("holiday.jpg"), "");
        Files.writeString(folder.resolve("notes.txt"), "");

        assertThatThrownBy(() -> DatasetStaging.begin(STORAGE, folder.toString()))
                .isInstanceOf(UsageException.class)
                .hasMessage(folder
                        + ": the output folder is not empty, it holds holiday.jpg and 1 more; choose another --output");
        assertThat(names()).containsExactly("holiday.jpg", "notes.txt");
    }

    @Test
    void begin_whereAFileIs_refuses() throws IOException {
        Files.writeString(folder, "not a folder");

        assertThatThrownBy(() -> DatasetStaging.begin(STORAGE, folder.toString()))
                .isInstanceOf(UsageException.class)
                .hasMessage(folder + ": is a file, expected a new or empty folder; choose another --output");
        assertThat(folder).hasContent("not a folder");
    }

    @Test
    void begin_whereAKilledRunWas_removesWhatItLeft() throws IOException {
        leave(new Owner(SELF.processId(), 1, SELF.place(), SELF.host()));

        DatasetStaging staging = DatasetStaging.begin(STORAGE, folder.toString());

        assertThat(names()).containsExactly(".preparing-" + SELF.tag());
        staging.close();
    }

    @Test
    void begin_whereAnotherRunIsAlive_refusesAndTouchesNothing() throws IOException {
        leave(SELF);

        assertThatThrownBy(() -> DatasetStaging.begin(STORAGE, folder.toString()))
                .isInstanceOf(PublishConflictException.class)
                .hasMessage("%s: process %d on %s is preparing a dataset there; wait for it, or stop it and run again"
                        .formatted(folder, SELF.processId(), SELF.host()));
        assertThat(names()).containsExactly(".preparing-" + SELF.tag(), "images");
    }

    @Test
    void begin_whereARunOfAnotherMachineIs_cannotTellAndRefuses() throws IOException {
        Owner elsewhere = new Owner(1, 1, "00000000", "elsewhere");
        leave(elsewhere);

        assertThatThrownBy(() -> DatasetStaging.begin(STORAGE, folder.toString()))
                .isInstanceOf(PublishConflictException.class)
                .hasMessageContaining(
                        "process 1 on elsewhere is preparing a dataset there; wait for it, or stop it and run again");
    }

    private void leave(Owner owner) throws IOException {
        Files.createDirectories(folder.resolve("images/00000"));
        Files.writeString(folder.resolve("images/00000/0.png"), "half");
        Files.writeString(folder.resolve(".preparing-" + owner.tag()), "");
    }

    private DatasetManifest manifest() throws IOException {
        ShardSet sorted = SortedShards.write(sorted(), 100);
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
                new TreeMap<>(Map.of()));
    }

    private Path sorted() {
        return folder.resolve(DatasetManifest.SORTED_FOLDER);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
