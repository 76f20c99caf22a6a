package io.github.fairdeal.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.shard.ShardWriter;
import io.github.fairdeal.storage.FaultyFiles;
import io.github.fairdeal.storage.FaultyFiles.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pointing to the newest epoch, retiring and deleting an old one, when the process dies at a call to the store. */
final class CrashedRetentionTest {

    private static final Instant MONDAY = Instant.parse("2026-11-23T02:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final EpochId OLD = new EpochId(5, 0);
    private static final EpochId NEW = new EpochId(5, 1);

    @TempDir
    Path folder;

    /** The disk, which is slow, with the one fault that leaves folders half deleted. */
    static Stream<Arguments> faults() {
        return Stream.concat(
                Stream.of(Arguments.of(true, Fault.HALF_WAY)),
                Arrays.stream(Fault.values()).map(fault -> Arguments.of(false, fault)));
    }

    @ParameterizedTest(name = "store renames: {0}, {1}")
    @MethodSource("faults")
    void run_diesAtAnyCall_everyEpochThatIsSeenIsWhole_andTheNextRunsFinishTheWork(boolean renames, Fault fault)
            throws IOException {
        FaultyFiles files = renames ? FaultyFiles.local() : FaultyFiles.objects();
        SmallEpoch epochs = new SmallEpoch(files.storage(), folder.toString());
        epochs.publish(NEW, MONDAY);
        boolean hasDied = true;
        for (long calls = 0; hasDied; calls++) {
            epochs.publish(OLD, MONDAY);
            files.dieAfter(calls, fault);
            try {
                run(epochs, MONDAY);
                run(epochs, MONDAY.plus(DAY));
            } catch (IOException e) {
                // the process is dead
            }
            hasDied = files.heal();

            String step = "call " + calls;
            for (long epoch : EpochFolder.published(epochs.dataset())) {
                EpochFolder seen = EpochFolder.open(epochs.dataset(), epoch);
                assertThatCode(() -> ShardWriter.settle(
                                files.storage(),
                                seen.folder(),
                                seen.manifest().shards().shards()))
                        .as(step)
                        .doesNotThrowAnyException();
            }
            assertThat(EpochFolder.latest(epochs.dataset()).number()).as(step).isEqualTo(1);

            run(epochs, MONDAY.plus(DAY));
            run(epochs, MONDAY.plus(DAY.multipliedBy(2)));
            assertThat(epochs.entries())
                    .as(step)
                    // This process lives, so that what it left of writing the pointer stays.
                    .filteredOn(name -> !name.startsWith(".latest-"))
                    .containsExactly("epoch-000001", "latest.json");
            assertThat(calls).isLessThan(1_000);
        }
    }

    private static void run(SmallEpoch epochs, Instant now) throws IOException {
        LatestPointer.advance(epochs.dataset());
        new Retention(1, DAY).apply(epochs.dataset(), now);
    }
}
