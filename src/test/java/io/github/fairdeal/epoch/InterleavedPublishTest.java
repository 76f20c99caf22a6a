package io.github.fairdeal.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.epoch.Staging.Outcome;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.FaultyFiles;
import io.github.fairdeal.storage.MemoryFolder;
import io.github.fairdeal.storage.Owner;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.storage.TurnFiles;
import io.github.fairdeal.storage.Turns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two live runs that publish the same epoch at once, call by call in many orders. */
final class InterleavedPublishTest {

    private static final EpochId ID = new EpochId(5, 2);
    private static final EpochId OTHER = new EpochId(6, 2);

    @TempDir(factory = MemoryFolder.class)
    Path folder;

    private SmallEpoch epoch;
    private FaultyFiles files;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void publish_stoppedAtEachCallForSoManyOfTheOther_oneWins(boolean isObjectStore) throws IOException {
        open(isObjectStore);
        int all = race(ID, OTHER, (own, other) -> 0);
        int step = 5;
        for (int first = 0; first <= all; first++) {
            for (int second = first % step; second <= all; second += step) {
                int stop = first;
                int until = second;
                // The first run goes so far, then the second, then the first to its end.
                race(ID, first % 2 == 0 ? OTHER : ID, (own, other) -> own < stop || other >= until ? 0 : 1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void publish_inRandomOrder_oneWins(boolean isObjectStore) throws IOException {
        open(isObjectStore);
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int evenness = 1 + seed % 4;
            race(ID, seed % 2 == 0 ? OTHER : ID, (own, other) -> random.nextInt(evenness + 1) == 0 ? 1 : 0);
        }
    }

    private void open(boolean isObjectStore) throws IOException {
        files = isObjectStore ? FaultyFiles.objects() : FaultyFiles.local();
        epoch = new SmallEpoch(files.storage(), folder.toString());
    }

    /** Lets two runs publish and checks what came of it; returns how many calls the first one made. */
    private int race(EpochId first, EpochId second, IntBinaryOperator order) throws IOException {
        epoch.dataset().storage().delete(epoch.dataset().epochsFolder());
        epoch.dataset().storage().createFolders(EpochFolder.path(epoch.dataset(), 2));
        Turns turns = new Turns(order);
        CompletableFuture<Object> other = CompletableFuture.supplyAsync(() -> publish(second, turns, 1));
        List<Object> outcomes = List.of(publish(first, turns, 0), other.join());

        Object loser = first.equals(second) ? Outcome.ALREADY_PUBLISHED : PublishConflictException.class;
        assertThat(outcomes).containsExactlyInAnyOrder(Outcome.PUBLISHED, loser);
        EpochId winner = outcomes.get(0) == Outcome.PUBLISHED ? first : second;
        EpochFolder published = EpochFolder.open(epoch.dataset(), 2);
        assertThat(published.manifest().id()).isEqualTo(winner);
        for (String path : published.shardPaths()) {
            assertThat(new String(files.storage().read(path), StandardCharsets.ISO_8859_1))
                    .contains("/of-seed-" + winner.seed() + "/");
        }
        assertThat(epoch.entries()).containsExactly("epoch-000002");
        return turns.calls(0);
    }

    private Object publish(EpochId id, Turns turns, int process) {
        Storage storage = TurnFiles.of(files, turns, process).storage();
        DatasetFolder dataset = new DatasetFolder(
                storage, epoch.dataset().folder(), epoch.dataset().manifest());
        StagingRun run = new StagingRun(2, new UUID(0, process), Owner.current());
        try (Staging staging = Staging.begin(dataset, run, () -> turns.pass(process))) {
            return staging.publish(epoch.write(staging, id));
        } catch (PublishConflictException e) {
            return PublishConflictException.class;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            turns.end(process);
        }
    }
}
