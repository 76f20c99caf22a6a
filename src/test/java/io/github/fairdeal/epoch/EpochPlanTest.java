package io.github.fairdeal.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EpochPlanTest {

    private static final EpochId ID = new EpochId(5, 2);

    @TempDir
    Path folder;

    private EpochFolder published;
    private String fingerprint;

    @BeforeEach
    void publish() throws IOException {
        SmallEpoch epoch = new SmallEpoch(Storage.local(), folder.toString());
        epoch.publish(ID);
        published = EpochFolder.open(epoch.dataset(), 2);
        fingerprint = published.manifest().shards().fingerprint();
    }

    @Test
    void of_aManifest_isWhatItWasMadeFrom() {
        EpochPlan plan = new EpochPlan(ID, RecordKind.PATH, Permutation.ALGORITHM, fingerprint, 3);

        assertThat(EpochPlan.of(published.manifest())).isEqualTo(plan);
        assertThatCode(() -> plan.requireSameAs(published)).doesNotThrowAnyException();
    }

    @Test
    void requireSameAs_anyDifference_isNamed() {
        EpochId otherSeed = new EpochId(6, 2);
        assertDifference(
                new EpochPlan(otherSeed, RecordKind.PATH, Permutation.ALGORITHM, fingerprint, 3),
                "its seed is 5, this run's is 6");
        assertDifference(
                new EpochPlan(ID, RecordKind.IMAGE, Permutation.ALGORITHM, fingerprint, 3),
                "its kind is path, this run's is image");
        assertDifference(
                new EpochPlan(ID, RecordKind.PATH, "coin-toss/1", fingerprint, 3),
                "its algorithm is " + Permutation.ALGORITHM + ", this run's is coin-toss/1");
        assertDifference(
                new EpochPlan(ID, RecordKind.PATH, Permutation.ALGORITHM, "beef", 3),
                "its record set is " + fingerprint + ", this run's is beef");
        assertDifference(
                new EpochPlan(ID, RecordKind.PATH, Permutation.ALGORITHM, fingerprint, 16),
                "its shards is 3, this run's is 16");
    }

    private void assertDifference(EpochPlan plan, String difference) {
        assertThatThrownBy(() -> plan.requireSameAs(published))
                .isInstanceOf(PublishConflictException.class)
                .hasMessage(
                        "%s: epoch 2 is published already with other content: %s; choose another --epoch, or remove the folder if nobody reads it"
                                .formatted(published.folder(), difference));
    }
}
