package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Readers in step over several epochs, published and derived, some of whose images are missing and skipped. */
class SharedEpochsTest {

    private static final int RECORDS = 170;
    private static final int EPOCHS = 3;
    private static final long SEED = 5;

    private static Path folder;
    private static SmallDataset dataset;

    /** How far all readers have come. */
    private record State(long epoch, long position) {}

    @BeforeContainer
    static void publish() throws IOException {
        folder = Files.createTempDirectory("fairdeal-shared");
        dataset = new SmallDataset(folder, RECORDS, 3).withImages();
        for (long index = 0; index < RECORDS; index++) {
            if (isMissing(index)) {
                Files.delete(dataset.image(index));
            }
        }
        dataset.publish(new EpochId(SEED, 0), RecordKind.PATH, 3);
        dataset.publish(new EpochId(SEED, 1), RecordKind.PATH, 4);
    }

    @AfterContainer
    static void remove() throws IOException {
        Storage.local().delete(folder.toString());
    }

    /** Each stage is a number of readers that read some rounds, all in step; the last stage reads to the end. */
    @Property(tries = 60)
    void readers_anyNumbersChangedAnywhere_agreeOnTheState_andSeeEachRecordOfEachEpochOnce(
            @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 1, max = 6) Integer> stages,
            @ForAll @IntRange(min = 1, max = 12) int rounds,
            @ForAll @IntRange(min = 1, max = 40) int batchSize)
            throws IOException {
        int[][] seen = new int[EPOCHS][RECORDS];
        State state = new State(0, 0);
        for (int stage = 0; stage < stages.size(); stage++) {
            boolean isLast = stage == stages.size() - 1;
            state = readStage(state, stages.get(stage), isLast ? Integer.MAX_VALUE : rounds, batchSize, seen);
        }
        assertThat(state.epoch()).isEqualTo(EPOCHS - 1);
        if (stages.get(stages.size() - 1) > 1) { // a reader alone has no empty batch, not even for the last images
            assertThat(state.position()).isEqualTo(RECORDS);
        }
        for (int[] epoch : seen) {
            for (int index = 0; index < RECORDS; index++) {
                assertThat(epoch[index]).as("index %d", index).isEqualTo(isMissing(index) ? 0 : 1);
            }
        }
    }

    /** 170 records are 8 batches and a half. */
    @Example
    void readers_twoOfAnOddNumberOfBatches_haveOneEmptyBatch_andBothAreInTheNextEpochThen() throws IOException {
        try (EpochReader first = open(new State(0, 0), 20, 0, 2);
                EpochReader second = open(new State(0, 0), 20, 1, 2)) {
            for (int round = 0; round < 4; round++) {
                first.next().close();
                second.next().close();
            }
            Batch half = first.next();
            Batch none = second.next();

            assertThat(half.size()).isPositive();
            assertThat(half.nextPosition()).isEqualTo(RECORDS);
            assertThat(none.size()).isZero();
            assertThat(none.labels()).isEmpty();
            assertThat(none.indexes()).isEmpty();
            assertThat(none.pixels().remaining()).isZero();
            assertThat(none.epoch()).isZero();
            assertThat(none.firstPosition()).isEqualTo(RECORDS);
            assertThat(none.nextPosition()).isEqualTo(RECORDS);
            assertThat(first.next().epoch()).isEqualTo(1);
            assertThat(second.next().epoch()).isEqualTo(1);
        }
    }

    private static boolean isMissing(long index) {
        return index % 5 < 2;
    }

    private static State readStage(State from, int readers, int rounds, int batchSize, int[][] seen)
            throws IOException {
        List<EpochReader> shares = new ArrayList<>();
        State state = from;
        try {
            for (int reader = 0; reader < readers; reader++) {
                shares.add(open(from, batchSize, reader, readers));
            }
            for (int round = 0; round < rounds && hasNext(shares); round++) {
                List<State> ends = new ArrayList<>();
                for (EpochReader share : shares) {
                    try (Batch batch = share.next()) {
                        ends.add(new State(batch.epoch(), batch.nextPosition()));
                        for (int i = 0; i < batch.size(); i++) {
                            seen[(int) batch.epoch()][(int) batch.index(i)]++;
                        }
                    }
                }
                assertThat(ends).containsOnly(ends.get(0));
                state = ends.get(0);
            }
        } finally {
            for (EpochReader share : shares) {
                share.close();
            }
        }
        return state;
    }

    /** Whether all have another batch; none must have one if not all have. A reader alone passes over what is damaged. */
    private static boolean hasNext(List<EpochReader> shares) {
        List<Boolean> all = shares.stream().map(EpochReader::hasNext).toList();
        assertThat(all).containsOnly(all.get(0));
        return all.get(0);
    }

    private static EpochReader open(State state, int batchSize, int reader, int readers) throws IOException {
        ReadOptions options = ReadOptions.defaults()
                .withBatchSize(batchSize)
                .withDecodeThreads(1)
                .withPrefetchBatches(3)
                .withDamagePolicy(DamagePolicy.SKIP)
                .withShare(reader, readers)
                .derivingEpochs(SEED)
                .withFirstPosition(state.position());
        int count = (int) (EPOCHS - state.epoch());
        return EpochReader.readEpochs(Storage.local(), dataset.folder(), state.epoch(), count, options);
    }
}
