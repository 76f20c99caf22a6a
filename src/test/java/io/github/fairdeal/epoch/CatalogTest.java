package io.github.fairdeal.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.epoch.Catalog.State;
import io.github.fairdeal.storage.Owner;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CatalogTest {

    private static final Instant MONDAY = Instant.parse("2026-11-23T02:00:00Z");

    @TempDir
    Path folder;

    private SmallEpoch epochs;

    @BeforeEach
    void makeDataset() throws IOException {
        epochs = new SmallEpoch(Storage.local(), folder.toString());
    }

    @Test
    void of_aDatasetWithoutEpochs_isEmpty() throws IOException {
        assertThat(Catalog.of(epochs.dataset(), MONDAY).epochs()).isEmpty();
        assertThat(Catalog.of(epochs.dataset(), MONDAY).unfinished()).isEmpty();
    }

    @Test
    void of_epochsInEveryState_tellsThemApart() throws IOException {
        for (int epoch = 0; epoch < 5; epoch++) {
            epochs.publish(new EpochId(5, epoch), MONDAY);
        }
        new Retention(3, Duration.ofDays(1)).apply(epochs.dataset(), MONDAY);
        LatestPointer.advance(epochs.dataset());
        Files.delete(file("epoch-000000/manifest.json"));
        Files.writeString(file("epoch-000003/manifest.json"), "{");
        Files.writeString(
                file("epoch-000002/bias.json"), "{\"verdict\" : \"EVEN\", \"pValue\" : 0.25, \"records\" : 100}");
        Files.createDirectory(file("epoch-000009"));

        Catalog catalog = Catalog.of(epochs.dataset(), MONDAY);

        assertThat(catalog.epochs()).extracting(Catalog.Entry::epoch).containsExactly(0L, 1L, 2L, 3L, 4L, 9L);
        assertThat(catalog.epochs())
                .extracting(Catalog.Entry::state)
                .containsExactly(
                        State.DELETING, State.RETIRED, State.PUBLISHED, State.DAMAGED, State.LATEST, State.INCOMPLETE);
        Catalog.Entry retired = catalog.epochs().get(1);
        assertThat(retired.deleteAfter()).isEqualTo("2026-11-24T02:00:00Z");
        assertThat(retired.manifest().id()).isEqualTo(new EpochId(5, 1));
        assertThat(retired.verdict()).isNull();
        assertThat(catalog.epochs().get(2).verdict()).isEqualTo(new EpochVerdict("EVEN", 0.25));
        assertThat(catalog.epochs().get(3).problem()).contains("epoch-000003/manifest.json: not a valid EpochManifest");
    }

    @Test
    void of_aRunAtWork_namesItsEpochAndProcess() throws IOException {
        try (Staging staging = Staging.begin(epochs.dataset(), 7)) {
            assertThat(Catalog.of(epochs.dataset(), MONDAY).unfinished())
                    .singleElement()
                    .satisfies(unfinished -> {
                        assertThat(unfinished.epoch()).isEqualTo(7);
                        assertThat(unfinished.owner()).isEqualTo(Owner.current());
                        assertThat(unfinished.folder()).isEqualTo(staging.folder());
                        assertThat(unfinished.aliveAt()).isNotNull();
                        assertThat(unfinished.isDead()).isFalse();
                    });
        }
        assertThat(Catalog.of(epochs.dataset(), MONDAY).unfinished()).isEmpty();
    }

    @Test
    void epoch_inAFolderOfAnotherNumber_isNotTakenForThatNumber() throws IOException {
        epochs.publish(new EpochId(5, 2));
        Files.move(file("epoch-000002"), file("epoch-000003"));

        assertThatThrownBy(() -> EpochFolder.open(epochs.dataset(), 3))
                .isInstanceOf(BadInputException.class)
                .hasMessage(file("epoch-000003/manifest.json")
                        + ": manifest of epoch 2 (seed 5), expected epoch 3 as the folder says; copied or renamed?");
        assertThat(Catalog.of(epochs.dataset(), MONDAY).epochs())
                .extracting(Catalog.Entry::state)
                .containsExactly(State.DAMAGED);
    }

    private Path file(String name) {
        return epochs.epochs().resolve(name);
    }
}
