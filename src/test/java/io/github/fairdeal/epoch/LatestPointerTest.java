package io.github.fairdeal.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.storage.Owner;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LatestPointerTest {

    @TempDir
    Path folder;

    private SmallEpoch epochs;

    @BeforeEach
    void makeDataset() throws IOException {
        epochs = new SmallEpoch(Storage.local(), folder.toString());
    }

    @Test
    void advance_namesTheNewestEpoch_inAFileThatAnybodyCanRead() throws IOException {
        publish(2);
        publish(7);

        LatestPointer.advance(epochs.dataset());

        assertThat(epochs.epochs().resolve("latest.json"))
                .hasContent(
                        """
                {
                  "formatVersion" : 1,
                  "epoch" : 7,
                  "folder" : "epoch-000007"
                }
                """);
        assertThat(epochs.entries()).containsExactly("epoch-000002", "epoch-000007", "latest.json");
        assertThat(EpochFolder.latest(epochs.dataset()).number()).isEqualTo(7);
    }

    @Test
    void advance_nothingIsPublished_writesNothing() throws IOException {
        assertThat(LatestPointer.advance(epochs.dataset())).isEmpty();

        assertThat(epochs.epochs()).doesNotExist();
        assertThatThrownBy(() -> EpochFolder.latest(epochs.dataset()))
                .isInstanceOf(BadInputException.class)
                .hasMessage("No latest epoch in %s: none is published; make one with `fairdeal regenerate --dataset %s`"
                        .formatted(folder, folder));
    }

    @Test
    void advance_theNewestManifestIsDamaged_namesTheOneBefore() throws IOException {
        publish(2);
        publish(7);
        Files.writeString(epochs.epochs().resolve("epoch-000007/manifest.json"), "{");

        LatestPointer.advance(epochs.dataset());

        assertThat(EpochFolder.latest(epochs.dataset()).number()).isEqualTo(2);
        assertThat(EpochFolder.nextNumber(epochs.dataset())).isEqualTo(8);
    }

    @Test
    void advance_removesWhatKilledRunsLeft() throws IOException {
        publish(2);
        Owner self = Owner.current();
        Path dead = leave(new Owner(self.processId(), 1, self.place(), self.host()));
        Path alive = leave(self);

        LatestPointer.advance(epochs.dataset());

        assertThat(dead).doesNotExist();
        assertThat(alive).exists();
    }

    /** Nobody can say whether a process of another container lives, but nothing takes so long. */
    @Test
    void advance_removesWhatRunsElsewhereLeftLongAgo() throws IOException {
        publish(2);
        Path old = leave(new Owner(1, 1, "00000000", "elsewhere"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Path young = leave(new Owner(1, 1, "00000000", "elsewhere"));

        LatestPointer.advance(epochs.dataset());

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void nextNumber_somebodyElsesFilesAreThere_isTheOneAfter() throws IOException {
        publish(2);
        Files.createDirectories(epochs.epochs().resolve("epoch-000003"));
        assertThat(EpochFolder.nextNumber(epochs.dataset())).isEqualTo(3);

        Files.createFile(epochs.epochs().resolve("epoch-000003/notes.txt"));
        assertThat(EpochFolder.nextNumber(epochs.dataset())).isEqualTo(4);
    }

    @Test
    void latest_isWhatThePointerNames_whileThatIsThere() throws IOException {
        publish(2);
        LatestPointer.advance(epochs.dataset());
        publish(7);

        assertThat(EpochFolder.latest(epochs.dataset()).number()).isEqualTo(2);

        Storage.local().delete(epochs.epochs().resolve("epoch-000002").toString());
        assertThat(EpochFolder.latest(epochs.dataset()).number()).isEqualTo(7);
    }

    @Test
    void latest_thePointerIsDamagedOrMissing_isTheNewest() throws IOException {
        publish(2);
        publish(7);
        assertThat(EpochFolder.latest(epochs.dataset()).number()).isEqualTo(7);

        Files.writeString(epochs.epochs().resolve("latest.json"), "{\"epoch\" : ");
        assertThat(EpochFolder.latest(epochs.dataset()).number()).isEqualTo(7);
    }

    @Test
    void nextNumber_isNoneThatWasEverUsed() throws IOException {
        assertThat(EpochFolder.nextNumber(epochs.dataset())).isZero();
        publish(2);
        assertThat(EpochFolder.nextNumber(epochs.dataset())).isEqualTo(3);
        Files.createFile(epochs.epochs().resolve(".retired-epoch-000004-20261123T020000Z-until-20261126T020000Z"));
        assertThat(EpochFolder.nextNumber(epochs.dataset())).isEqualTo(5);
        publish(7);
        LatestPointer.advance(epochs.dataset());
        Storage.local().delete(epochs.epochs().resolve("epoch-000007").toString());
        assertThat(EpochFolder.nextNumber(epochs.dataset())).isEqualTo(8);
    }

    private void publish(long epoch) throws IOException {
        epochs.publish(new EpochId(5, epoch));
    }

    private Path leave(Owner owner) throws IOException {
        return Files.createFile(epochs.epochs().resolve(".latest-" + UUID.randomUUID() + "-" + owner.tag()));
    }
}
