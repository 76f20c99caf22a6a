package io.github.fairdeal.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.storage.FaultyFiles;
import io.github.fairdeal.storage.Owner;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StagingTest {

    private static final Owner SELF = Owner.current();
    private static final EpochId ID = new EpochId(5, 2);

    @TempDir
    Path folder;

    private SmallEpoch epoch;

    @BeforeEach
    void makeDataset() throws IOException {
        epoch = new SmallEpoch(Storage.local(), folder.toString());
    }

    @Test
    void publish_makesTheEpochVisibleWhole() throws IOException {
        try (Staging staging = Staging.begin(epoch.dataset(), 2)) {
            EpochManifest manifest = epoch.write(staging, ID);
            assertThat(EpochFolder.published(epoch.dataset())).isEmpty();

            assertThat(staging.publish(manifest)).isEqualTo(Staging.Outcome.PUBLISHED);

            assertThat(EpochFolder.published(epoch.dataset())).containsExactly(2L);
            EpochFolder published = EpochFolder.open(epoch.dataset(), 2);
            assertThat(published.manifest()).isEqualTo(manifest);
            assertThat(published.shardPaths()).hasSize(3).allSatisfy(path -> assertThat(Path.of(path))
                    .exists());
        }
        assertThat(epoch.entries()).containsExactly("epoch-000002");
    }

    @Test
    void close_unpublished_leavesNothing() throws IOException {
        try (Staging staging = Staging.begin(epoch.dataset(), 2)) {
            epoch.write(staging, ID);
        }

        assertThat(epoch.entries()).isEmpty();
    }

    /** Executors that die leave half shards, which nobody else knows of. */
    @Test
    void publish_removesHalfShardsOfLostTasks() throws IOException {
        try (Staging staging = Staging.begin(epoch.dataset(), 2)) {
            EpochManifest manifest = epoch.write(staging, ID);
            Files.writeString(Path.of(staging.folder(), ".path-00000-of-00003.tfrecord.attempt-9"), "half");
            staging.publish(manifest);
        }

        assertThat(epoch.epochs().resolve("epoch-000002")).isDirectoryNotContaining("glob:**/.*");
    }

    @Test
    void publish_aShardIsNotThere_publishesNothing() throws IOException {
        try (Staging staging = Staging.begin(epoch.dataset(), 2)) {
            EpochManifest manifest = epoch.write(staging, ID);
            Path lost =
                    Path.of(staging.folder(), manifest.shards().shards().get(1).name());
            Files.delete(lost);

            assertThatThrownBy(() -> staging.publish(manifest))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageStartingWith(lost + ": shard is missing");
        }
        assertThat(epoch.entries()).isEmpty();
    }

    @Test
    void publish_theSameAgain_saysSoAndChangesNothing() throws IOException {
        epoch.publish(ID);
        Path manifest = epoch.epochs().resolve("epoch-000002/manifest.json");
        var written = Files.getLastModifiedTime(manifest);

        assertThat(epoch.publish(ID)).isEqualTo(Staging.Outcome.ALREADY_PUBLISHED);

        assertThat(Files.getLastModifiedTime(manifest)).isEqualTo(written);
        assertThat(epoch.entries()).containsExactly("epoch-000002");
    }

    @Test
    void publish_otherContentIsThere_conflictsAndChangesNothing() throws IOException {
        epoch.publish(ID);

        assertThatThrownBy(() -> epoch.publish(new EpochId(6, 2)))
                .isInstanceOf(PublishConflictException.class)
                .hasMessageContaining("its seed is 5, this run's is 6");

        assertThat(EpochFolder.open(epoch.dataset(), 2).manifest().id()).isEqualTo(ID);
        assertThat(epoch.entries()).containsExactly("epoch-000002");
    }

    @Test
    void publish_anEmptyFolderHasTheName_takesItsPlace() throws IOException {
        Files.createDirectories(epoch.epochs().resolve("epoch-000002"));

        assertThat(epoch.publish(ID)).isEqualTo(Staging.Outcome.PUBLISHED);
    }

    @Test
    void publish_aFolderWithOtherFilesHasTheName_conflictsAndTouchesNothing() throws IOException {
        Path other = epoch.epochs().resolve("epoch-000002/notes.txt");
        Files.createDirectories(other.getParent());
        Files.writeString(other, "mine");

        assertThatThrownBy(() -> epoch.publish(ID))
                .isInstanceOf(PublishConflictException.class)
                .hasMessage(other.getParent() + ": in the way of publishing: a folder with files but without"
                        + " manifest.json, not made by fairdeal; move it away");
        assertThat(other).hasContent("mine");
        assertThat(epoch.entries()).containsExactly("epoch-000002");
    }

    @Test
    void requireFree_filesThatAClaimExplains_areNotInTheWay() throws IOException {
        Files.createDirectories(epoch.epochs().resolve("epoch-000002"));
        Files.createFile(epoch.epochs().resolve("epoch-000002/path-00000-of-00003.tfrecord"));
        Path claim = Files.createFile(epoch.epochs()
                .resolve(StagingRun.of(2, new Owner(1, 1, "00000000", "elsewhere"))
                        .claim()));

        Staging.requireFree(epoch.dataset(), 2);

        Files.delete(claim);
        assertThatThrownBy(() -> Staging.requireFree(epoch.dataset(), 2))
                .isInstanceOf(PublishConflictException.class)
                .hasMessageContaining("epoch-000002: in the way of publishing");
    }

    /** What the dead left is in nobody's way, and may be on a disk or in a bucket where only they could delete. */
    @Test
    void begin_whatADeadRunLeftCannotBeRemoved_goesOn() throws IOException {
        FaultyFiles files = FaultyFiles.local();
        SmallEpoch faulty =
                new SmallEpoch(files.storage(), folder.resolve("other").toString());
        Owner dead = new Owner(SELF.processId(), 1, SELF.place(), SELF.host());
        StagingRun left = StagingRun.of(1, dead);
        faulty.dataset().storage().createFolders(faulty.dataset().epochsFolder() + "/" + left.folder());
        files.failToDelete(path -> path.endsWith(left.folder()));

        assertThat(faulty.publish(ID)).isEqualTo(Staging.Outcome.PUBLISHED);
        assertThat(faulty.entries()).containsExactly(left.folder(), "epoch-000002");
    }

    @Test
    void begin_removesWhatKilledRunsLeftAndNothingElse() throws IOException {
        String dead = leave(new Owner(SELF.processId(), 1, SELF.place(), SELF.host()));
        String alive = leave(SELF);
        String elsewhere = leave(new Owner(1, 1, "00000000", "elsewhere"));
        String foreign = "..staging-of-somebody";
        Files.createDirectories(epoch.epochs().resolve(foreign));

        Staging.begin(epoch.dataset(), 2).close();

        assertThat(epoch.entries()).contains(alive, elsewhere, foreign).doesNotContain(dead);
    }

    @Test
    void open_noSuchEpoch_namesThePublishedOnes() throws IOException {
        assertThatThrownBy(() -> EpochFolder.open(epoch.dataset(), 7))
                .isInstanceOf(BadInputException.class)
                .hasMessage(
                        "No epoch 7 in %s: published are none; make it with `fairdeal shuffle --dataset %s --epoch 7`"
                                .formatted(folder, folder));
        epoch.publish(new EpochId(5, 12));
        epoch.publish(ID);

        assertThatThrownBy(() -> EpochFolder.open(epoch.dataset(), 7)).hasMessageContaining("published are 2, 12;");
    }

    private String leave(Owner owner) throws IOException {
        String suffix = "-epoch-000002-" + UUID.randomUUID() + "-" + owner.tag();
        String name = ".staging" + suffix;
        Files.createDirectories(epoch.epochs().resolve(name));
        Files.writeString(epoch.epochs().resolve(name).resolve("path-00000-of-00003.tfrecord"), "half");
        Files.writeString(epoch.epochs().resolve(".alive" + suffix), "");
        return name;
    }
}
