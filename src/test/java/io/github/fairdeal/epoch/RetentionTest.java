package io.github.fairdeal.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.FaultyFiles;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.storage.TurnFiles;
import io.github.fairdeal.storage.Turns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RetentionTest {

    private static final Instant MONDAY = Instant.parse("2026-11-23T02:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Retention TWO = new Retention(2, DAY);

    @TempDir
    Path folder;

    private SmallEpoch epochs;

    @BeforeEach
    void makeDataset() throws IOException {
        epochs = new SmallEpoch(Storage.local(), folder.toString());
    }

    @Test
    void apply_dayByDay_keepsTheNewestAndDeletesTheRestADayAfterItWasRetired() throws IOException {
        publish(0, MONDAY);
        assertThat(apply(MONDAY)).isEqualTo(outcome(List.of(0L), List.of(), List.of()));
        publish(1, day(1));
        assertThat(apply(day(1))).isEqualTo(outcome(List.of(0L, 1L), List.of(), List.of()));
        publish(2, day(2));
        assertThat(apply(day(2))).isEqualTo(outcome(List.of(1L, 2L), List.of(0L), List.of()));
        assertThat(EpochFolder.published(epochs.dataset())).containsExactly(0L, 1L, 2L);
        publish(3, day(3));
        assertThat(apply(day(3))).isEqualTo(outcome(List.of(2L, 3L), List.of(1L), List.of(0L)));

        assertThat(epochs.entries())
                .containsExactly(
                        ".retired-epoch-000001-20261124T020000Z-until-20261127T020000Z",
                        "epoch-000001",
                        "epoch-000002",
                        "epoch-000003");
    }

    /** To delete an epoch may take minutes, in which readers of the next one go on. */
    @Test
    void apply_aReaderComesWhileAnotherEpochIsDeleted_isNotDisturbed() throws IOException {
        for (int epoch = 0; epoch < 3; epoch++) {
            publish(epoch, MONDAY);
        }
        Retention one = new Retention(1, DAY);
        one.apply(epochs.dataset(), MONDAY);
        FaultyFiles files = FaultyFiles.local();
        Path first = epochs.epochs().resolve("epoch-000000");
        Turns turns = new Turns((own, other) -> Files.exists(first) ? 0 : 1);
        CompletableFuture<EpochLease> reader =
                CompletableFuture.supplyAsync(() -> lease(TurnFiles.of(files, turns, 1), turns));

        Retention.Outcome outcome = one.apply(on(TurnFiles.of(files, turns, 0)), day(1));

        turns.end(0);
        assertThat(outcome.deleted()).containsExactly(0L);
        assertThat(outcome.held()).containsExactly(1L);
        try (EpochLease held = reader.join()) {
            assertThat(EpochFolder.published(epochs.dataset()))
                    .contains(held.epoch().number());
        }
    }

    private EpochLease lease(TurnFiles files, Turns turns) {
        try {
            return EpochLease.take(EpochFolder.open(on(files), 1), Clock.fixed(MONDAY, ZoneOffset.UTC));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            turns.end(1);
        }
    }

    private DatasetFolder on(TurnFiles files) {
        return new DatasetFolder(
                files.storage(), folder.toString(), epochs.dataset().manifest());
    }

    @Test
    void apply_again_changesNothingBeforeTheGraceIsOver() throws IOException {
        for (int epoch = 0; epoch < 3; epoch++) {
            publish(epoch, MONDAY);
        }
        Retention.Outcome first = apply(day(1));

        assertThat(apply(day(2).minusSeconds(1))).isEqualTo(first);
        assertThat(apply(day(2)).deleted()).containsExactly(0L);
        assertThat(apply(day(2))).isEqualTo(outcome(List.of(1L, 2L), List.of(), List.of()));
    }

    @Test
    void apply_withMoreToKeep_takesRetirementsBack() throws IOException {
        for (int epoch = 0; epoch < 3; epoch++) {
            publish(epoch, MONDAY);
        }
        apply(MONDAY);

        assertThat(new Retention(3, DAY).apply(epochs.dataset(), day(9)).kept()).containsExactly(0L, 1L, 2L);

        assertThat(epochs.entries()).containsExactly("epoch-000000", "epoch-000001", "epoch-000002");
    }

    /** The announcement was of an epoch that is gone; this one gets a grace of its own. */
    @Test
    void apply_anotherEpochOfARetiredNumber_isNotDeletedForTheOldOne() throws IOException {
        for (int epoch = 0; epoch < 3; epoch++) {
            publish(epoch, MONDAY);
        }
        apply(MONDAY);
        Storage.local().delete(epochs.epochs().resolve("epoch-000000").toString());
        publish(0, day(5));

        assertThat(apply(day(6)).retired()).containsExactly(0L);

        assertThat(epochs.entries())
                .filteredOn(name -> name.startsWith("."))
                .containsExactly(".retired-epoch-000000-20261128T020000Z-until-20261130T020000Z");
    }

    @Test
    void apply_twoRunsAnnouncedTheSame_theLaterDeadlineCounts() throws IOException {
        for (int epoch = 0; epoch < 3; epoch++) {
            publish(epoch, MONDAY);
        }
        apply(MONDAY);
        Files.createFile(epochs.epochs().resolve(".retired-epoch-000000-20261123T020000Z-until-20261126T020000Z"));

        assertThat(apply(day(3).minusSeconds(1)).retired()).containsExactly(0L);
        assertThat(apply(day(3)).deleted()).containsExactly(0L);
        assertThat(epochs.entries()).containsExactly("epoch-000001", "epoch-000002");
    }

    @Test
    void apply_damagedManifestsAndForeignFolders_areLeftAlone() throws IOException {
        for (int epoch = 0; epoch < 4; epoch++) {
            publish(epoch, MONDAY);
        }
        Files.writeString(epochs.epochs().resolve("epoch-000000/manifest.json"), "{");
        Files.createDirectories(epochs.epochs().resolve("epoch-000009"));
        Files.createDirectories(epochs.epochs().resolve("notes"));

        Retention.Outcome outcome = new Retention(1, Duration.ZERO).apply(epochs.dataset(), MONDAY);

        assertThat(outcome.damaged()).containsExactly(0L);
        assertThat(outcome.kept()).containsExactly(3L);
        assertThat(outcome.retired()).containsExactly(1L, 2L);
        assertThat(epochs.entries()).contains("epoch-000000", "epoch-000009", "notes");
    }

    @Test
    void apply_aKilledRunWasDeleting_finishesItsWork() throws IOException {
        for (int epoch = 0; epoch < 3; epoch++) {
            publish(epoch, MONDAY);
        }
        apply(MONDAY);
        Retention.requireNotDeleting(epochs.dataset(), 0);
        Files.delete(epochs.epochs().resolve("epoch-000000/manifest.json"));
        assertThatThrownBy(() -> Retention.requireNotDeleting(epochs.dataset(), 0))
                .isInstanceOf(PublishConflictException.class)
                .hasMessage(
                        epochs.epochs().resolve("epoch-000000")
                                + ": an old epoch of that number is being deleted; choose another --epoch, or let `fairdeal regenerate` finish first");

        assertThat(apply(MONDAY).deleted()).containsExactly(0L);

        assertThat(epochs.entries()).containsExactly("epoch-000001", "epoch-000002");
        Retention.requireNotDeleting(epochs.dataset(), 0);
    }

    @Test
    void rule_thatMakesNoSense_isRefused() {
        assertThatThrownBy(() -> new Retention(0, DAY))
                .isInstanceOf(UsageException.class)
                .hasMessage("--keep must be at least 1, found 0");
        assertThatThrownBy(() -> new Retention(1, Duration.ofHours(-1)))
                .isInstanceOf(UsageException.class)
                .hasMessage("--grace must be 0 or more, found PT-1H");
    }

    private void publish(long epoch, Instant now) throws IOException {
        epochs.publish(new EpochId(5, epoch), now);
    }

    private Retention.Outcome apply(Instant now) throws IOException {
        return TWO.apply(epochs.dataset(), now);
    }

    private static Instant day(int number) {
        return MONDAY.plus(DAY.multipliedBy(number));
    }

    private static Retention.Outcome outcome(List<Long> kept, List<Long> retired, List<Long> deleted) {
        return new Retention.Outcome(kept, retired, List.of(), deleted, List.of());
    }
}
