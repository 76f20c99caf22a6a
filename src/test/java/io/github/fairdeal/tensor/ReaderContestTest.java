package io.github.fairdeal.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.read.ReadOptions;
import io.github.fairdeal.read.SmallDataset;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever reads another number of images than the epoch has would fail the contest itself. */
class ReaderContestTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(RecordKind.class)
    void contest_ofASmallEpoch_hasEverybodyReadAllOfIt(RecordKind kind) throws IOException {
        SmallDataset dataset = new SmallDataset(folder, 90, 1).withImages();
        dataset.publish(new EpochId(1, 0), kind, 2);
        EpochFolder epoch = EpochFolder.open(DatasetFolder.open(Storage.local(), dataset.folder()), 0);

        List<String> progress = new ArrayList<>();
        ReaderContest.Result result =
                new ReaderContest(epoch, ReadOptions.defaults().withBatchSize(20), 2, 2, progress::add).run();

        assertThat(result.images()).isEqualTo(90);
        assertThat(result.rates())
                .extracting(ReaderContest.Rate::name)
                .hasSize(kind == RecordKind.PATH ? 7 : 5)
                .startsWith(
                        "fairdeal", "tf.data, 2 calls", "tf.data, 4 calls", "tf.data, 8 calls", "tf.data, AUTOTUNE");
        assertThat(result.rates()).allSatisfy(rate -> assertThat(rate.medianImagesPerSecond())
                .isBetween(rate.slowestImagesPerSecond(), rate.fastestImagesPerSecond())
                .isPositive());
        // The process's CPU clock ticks in hundredths of a second, and ninety images may take less than a tick.
        assertThat(result.rates())
                .allSatisfy(rate -> assertThat(rate.medianCpuMicros()).isNotNegative());
        assertThat(progress).hasSize(3 * result.rates().size());
        assertThat(progress.get(0)).startsWith("round 0 of 2, fairdeal: ").contains("consumer waited");
        assertThat(result.timesTfData()).isPositive();
        assertThat(result.medianFirstBatchMillis()).isPositive();
        assertThat(result.decoder()).isEqualTo(kind == RecordKind.PATH ? "fairdeal's PNG decoder" : "");
        assertThat(result.last().batches()).isEqualTo(5);
    }
}
