package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.shard.OffsetIndex;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several epochs in a row, published and derived. */
class EpochSequenceTest {

    private static final int RECORDS = 170;
    private static final long SEED = 11;

    @TempDir
    static Path folder;

    private static SmallDataset dataset;

    @BeforeAll
    static void publish() throws IOException {
        dataset = new SmallDataset(folder.resolve("dataset"), RECORDS, 4).withImages();
        dataset.publish(new EpochId(SEED, 0), RecordKind.PATH, 3);
        dataset.publish(new EpochId(SEED, 1), RecordKind.PATH, 2);
    }

    @Test
    void reader_publishedAndDerivedEpochs_givesEachInItsOrder() throws IOException {
        ReadOptions options = ReadOptions.defaults().derivingEpochs(SEED).withFirstPosition(30);
        try (EpochReader reader = EpochReader.readEpochs(Storage.local(), dataset.folder(), 0, 4, options)) {
            for (long epoch = 0; epoch < 4; epoch++) {
                assertHoldsEpoch(reader, epoch, epoch == 0 ? 30 : 0);
            }
            assertThat(reader.hasNext()).isFalse();
            assertThat(reader.metrics().records()).isEqualTo(4 * RECORDS - 30);
        }
    }

    @Test
    void derivedOrder_fromAnyPosition_hasTheBytesOfThePublishedShards() throws IOException {
        EpochShards published = EpochShards.of(EpochFolder.open(dataset.open(), 1));
        EpochShards derived = EpochShards.derived(dataset.open(), new EpochId(SEED, 1));

        for (long position : new long[] {0, 1, 84, 85, 86, 100, RECORDS - 1}) {
            assertThat(payloads(new DerivedOrder(derived), position))
                    .isEqualTo(payloads(new PublishedOrder(published), position));
        }
    }

    @Test
    void reader_epochNotPublished_deliversTheEpochsBefore() throws IOException {
        try (EpochReader reader =
                EpochReader.readEpochs(Storage.local(), dataset.folder(), 1, 2, ReadOptions.defaults())) {
            assertHoldsEpoch(reader, 1, 0);
            assertThatThrownBy(reader::next)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("No epoch 2")
                    .hasMessageContaining("fairdeal shuffle");
        }
        assertThatThrownBy(() -> EpochReader.open(Storage.local(), dataset.folder(), 9, ReadOptions.defaults()))
                .isInstanceOf(BadInputException.class);
    }

    @Test
    void reader_derivingWithAnotherSeedThanPublished_isRefused() {
        assertThatThrownBy(() -> EpochReader.open(
                        Storage.local(),
                        dataset.folder(),
                        0,
                        ReadOptions.defaults().derivingEpochs(12)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("published with seed 11")
                .hasMessageContaining("derived with seed 12");
    }

    @Test
    void reader_derivingWithoutOffsetIndex_saysWhatToDo(@TempDir Path other) throws IOException {
        SmallDataset unindexed = new SmallDataset(other, 20, 1);
        Shard shard =
                unindexed.open().manifest().sorted(RecordKind.PATH).shards().get(0);
        Files.delete(Path.of(OffsetIndex.path(unindexed.open().sortedFolder(), shard)));

        try (EpochReader reader = EpochReader.open(
                Storage.local(), unindexed.folder(), 0, ReadOptions.defaults().derivingEpochs(1))) {
            assertThatThrownBy(reader::next)
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("has no offset index")
                    .hasMessageContaining("fairdeal shuffle");
        }
    }

    /** Nobody takes the last batches of the epoch, and yet those of the next one become ready behind them. */
    @Test
    @Timeout(120)
    void reader_endOfEpoch_hasTheNextOneReadyBefore() throws Exception {
        ReadOptions options = ReadOptions.defaults().withBatchSize(10).withPrefetchBatches(8);
        try (EpochReader reader = EpochReader.readEpochs(Storage.local(), dataset.folder(), 0, 2, options)) {
            for (int batch = 0; batch < 15; batch++) {
                reader.next().close();
            }
            while (reader.readyBatches() < 6) { // three quarters of the room, which is filled whoever sleeps when
                Thread.sleep(1);
            }
            List<Long> epochs = new ArrayList<>();
            for (int batch = 0; batch < 6; batch++) {
                epochs.add(reader.next().epoch());
            }
            assertThat(epochs).containsExactly(0L, 0L, 1L, 1L, 1L, 1L);
        }
    }

    private static void assertHoldsEpoch(EpochReader reader, long epoch, long firstPosition) {
        Permutation permutation = Permutation.of(new EpochId(SEED, epoch), RECORDS);
        for (long position = firstPosition; position < RECORDS; ) {
            try (Batch batch = reader.next()) {
                assertThat(batch.epoch()).isEqualTo(epoch);
                assertThat(batch.firstPosition()).isEqualTo(position);
                for (int i = 0; i < batch.size(); i++) {
                    assertThat(batch.index(i)).isEqualTo(permutation.index(position + i));
                    byte[] pixels = new byte[TestShards.SHAPE.bytes()];
                    batch.pixels().position(i * pixels.length).get(pixels);
                    assertThat(pixels).isEqualTo(TestShards.pixels(batch.index(i)));
                }
                position = batch.nextPosition();
            }
        }
    }

    private static byte[] payloads(RecordOrder order, long position) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (order) {
            long next = position;
            RecordReader reader = order.open(next);
            while (reader != null) {
                while (reader.next()) {
                    all.writeBytes(reader.payload());
                    next++;
                }
                reader.close();
                reader = order.open(next);
            }
            assertThat(next).isEqualTo(RECORDS);
        }
        return all.toByteArray();
    }
}
