package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.shard.OffsetIndex;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.io.TempDir;

/** Entering an epoch anywhere, with any number of readers. Image records, so that nothing but the order counts. */
class EpochResumeTest {

    private static final int RECORDS = 331;
    private static final EpochId ID = new EpochId(7, 0);
    private static final Permutation PERMUTATION = Permutation.of(ID, RECORDS);

    private static Path folder;
    private static SmallDataset dataset;

    @BeforeContainer
    static void publish() throws IOException {
        folder = Files.createTempDirectory("fairdeal-resume");
        dataset = new SmallDataset(folder, RECORDS, 3);
        dataset.publish(ID, RecordKind.IMAGE, 5);
    }

    @AfterContainer
    static void remove() throws IOException {
        Storage.local().delete(folder.toString());
    }

    @Property(tries = 60)
    void reader_openedAtAnyPosition_givesTheVeryNextRecord(
            @ForAll @IntRange(max = RECORDS + 5) int position, @ForAll @IntRange(min = 1, max = 50) int batchSize)
            throws IOException {
        try (EpochReader reader = open(options(batchSize).withFirstPosition(position))) {
            long next = position;
            while (reader.hasNext()) {
                try (Batch batch = reader.next()) {
                    assertThat(batch.firstPosition()).isEqualTo(next);
                    for (int i = 0; i < batch.size(); i++) {
                        assertThat(batch.index(i)).isEqualTo(PERMUTATION.index(next));
                        next++;
                    }
                    assertThat(batch.nextPosition()).isEqualTo(next);
                }
            }
            assertThat(next).isEqualTo(Math.max(position, RECORDS));
        }
    }

    /** Each stage is a number of readers that read some rounds; the last stage reads to the end. */
    @Property(tries = 60)
    void readers_anyNumbersChangedInMidEpoch_seeEachRecordOnce(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 6) Integer> stages,
            @ForAll @IntRange(min = 1, max = 4) int rounds,
            @ForAll @IntRange(min = 1, max = 40) int batchSize)
            throws IOException {
        int[] seen = new int[RECORDS];
        long position = 0;
        for (int stage = 0; stage < stages.size(); stage++) {
            boolean isLast = stage == stages.size() - 1;
            position = readStage(position, stages.get(stage), isLast ? Integer.MAX_VALUE : rounds, batchSize, seen);
        }
        assertThat(seen).containsOnly(1);
        assertThat(position).isEqualTo(RECORDS);
    }

    /** All of them as many: the round that has not a full batch for each is nobody's. */
    @Property(tries = 40)
    void readers_droppingTheRemainder_seeFullBatchesOnly(
            @ForAll @IntRange(min = 1, max = 5) int readers, @ForAll @IntRange(min = 1, max = 60) int batchSize)
            throws IOException {
        int rounds = RECORDS / (readers * batchSize);
        for (int reader = 0; reader < readers; reader++) {
            int seen = 0;
            try (EpochReader share =
                    open(options(batchSize).withShare(reader, readers).droppingRemainder())) {
                while (share.hasNext()) {
                    try (Batch batch = share.next()) {
                        assertThat(batch.size()).isEqualTo(batchSize);
                        assertThat(batch.nextPosition()).isLessThanOrEqualTo(RECORDS);
                        seen++;
                    }
                }
            }
            assertThat(seen).isEqualTo(rounds);
        }
    }

    @org.junit.jupiter.api.Test
    void reader_withoutOffsetIndex_findsThePositionByHeaders(@TempDir Path other) throws IOException {
        SmallDataset unindexed = new SmallDataset(other, RECORDS, 3);
        unindexed
                .publish(ID, RecordKind.IMAGE, 2)
                .shards()
                .shards()
                .forEach(shard ->
                        delete(Path.of(OffsetIndex.path(unindexed.epochFolder(0).toString(), shard))));

        try (EpochReader reader = EpochReader.open(
                Storage.local(), unindexed.folder(), 0, options(9).withFirstPosition(300))) {
            Batch batch = reader.next();
            assertThat(batch.firstPosition()).isEqualTo(300);
            assertThat(batch.index(8)).isEqualTo(PERMUTATION.index(308));
        }
    }

    /** Every eight bytes of the index are wrong in turn: no record may come that is not the one asked for. */
    @org.junit.jupiter.api.Test
    void reader_wrongOffsetIndex_saysSoAndWhatToDo(@TempDir Path other) throws IOException {
        SmallDataset damaged = new SmallDataset(other, 40, 1);
        EpochId id = new EpochId(1, 0);
        var shard = damaged.publish(id, RecordKind.IMAGE, 1).shards().shards().get(0);
        Path index = Path.of(OffsetIndex.path(damaged.epochFolder(0).toString(), shard));
        byte[] sound = Files.readAllBytes(index);
        for (int record = 1; record < 40; record++) {
            for (int change : new int[] {1, 128}) {
                byte[] bytes = sound.clone();
                bytes[8 * record + change / 128] ^= (byte) (change % 127);
                Files.write(index, bytes);
                assertUnfit(damaged, record, "offset index does not fit its shard at record " + record);
            }
            byte[] shifted = sound.clone();
            System.arraycopy(sound, 8 * (record - 1), shifted, 8 * record, 8);
            Files.write(index, shifted);
            assertUnfit(damaged, record, "offset index does not fit its shard at record " + record);
        }
        Files.write(index, java.util.Arrays.copyOf(sound, sound.length - 3));
        assertUnfit(damaged, 5, "offset index has 337 bytes, expected 340 for 40 records");
    }

    @org.junit.jupiter.api.Test
    void options_thatMakeNoSense_areRefused() {
        assertThatThrownBy(() -> ReadOptions.defaults().withShare(3, 3))
                .isInstanceOf(UsageException.class)
                .hasMessage("reader must be from 0 to 2 for 3 readers, found 3");
        assertThatThrownBy(() -> ReadOptions.defaults().withFirstPosition(-1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> ReadOptions.defaults().withPrefetchBytes(0)).isInstanceOf(UsageException.class);
    }

    private static void assertUnfit(SmallDataset damaged, int position, String message) throws IOException {
        try (EpochReader reader = EpochReader.open(
                Storage.local(), damaged.folder(), 0, options(5).withFirstPosition(position))) {
            assertThatThrownBy(reader::next)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining(message);
        }
    }

    /** Reads some rounds with all readers in step and returns where the next stage begins. */
    private static long readStage(long position, int readers, int rounds, int batchSize, int[] seen)
            throws IOException {
        List<EpochReader> shares = new ArrayList<>();
        long next = position;
        try {
            for (int reader = 0; reader < readers; reader++) {
                shares.add(open(options(batchSize).withShare(reader, readers).withFirstPosition(position)));
            }
            for (int round = 0; round < rounds; round++) {
                long end = -1;
                for (EpochReader share : shares) {
                    assertThat(share.hasNext()).isEqualTo(next < RECORDS);
                    if (share.hasNext()) {
                        try (Batch batch = share.next()) {
                            assertThat(end).isIn(-1L, batch.nextPosition());
                            end = batch.nextPosition();
                            for (int i = 0; i < batch.size(); i++) {
                                assertThat(batch.index(i)).isEqualTo(PERMUTATION.index(batch.position(i)));
                                seen[(int) batch.index(i)]++;
                            }
                        }
                    }
                }
                if (end < 0) {
                    break;
                }
                next = end;
            }
        } finally {
            for (EpochReader share : shares) {
                share.close();
            }
        }
        return next;
    }

    private static EpochReader open(ReadOptions options) throws IOException {
        return EpochReader.open(Storage.local(), dataset.folder(), 0, options);
    }

    private static ReadOptions options(int batchSize) {
        return ReadOptions.defaults().withBatchSize(batchSize).withPrefetchBatches(3);
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
