package io.github.fairdeal.shard;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.storage.FaultyFiles;
import io.github.fairdeal.storage.FaultyFiles.Fault;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.storage.TurnFiles;
import io.github.fairdeal.storage.Turns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two attempts at one shard, as of a task that Spark runs twice or takes for lost, on an object store, where replacing begins with deleting. */
final class DuplicateAttemptTest {

    private static final String FOLDER = "/sorted";
    private static final String NAME = "path-00000-of-00001.tfrecord";

    /**
     * The first attempt stops after each of its calls, the second one runs to its end, and the driver believes it. Then the
     * first goes on, and dies at each of the calls it has left.
     */
    @Test
    void finish_anotherAttemptFinishedAtAnyCall_itsShardStaysWhateverBecomesOfThisOne() throws IOException {
        int all = race(Integer.MAX_VALUE, Integer.MAX_VALUE);
        for (int stop = 0; stop <= all; stop++) {
            for (int death = stop; death <= all; death++) {
                race(stop, death);
            }
        }
    }

    /** Returns how many calls the first attempt made. */
    private static int race(int stop, int death) throws IOException {
        FaultyFiles shared = FaultyFiles.objects();
        Turns turns = new Turns((own, other) -> own < stop ? 0 : 1);
        FaultyFiles mortal = FaultyFiles.over(TurnFiles.of(shared, turns, 0));
        mortal.dieAfter(death, Fault.WITHOUT_EFFECT);
        CompletableFuture<Shard> other = CompletableFuture.supplyAsync(
                () -> attempt(TurnFiles.of(shared, turns, 1).storage(), turns));
        try {
            write(mortal.storage(), 0);
        } catch (IOException e) {
            // it is dead
        } finally {
            turns.end(0);
        }
        Shard finished = other.join();

        assertThatCode(() -> ShardWriter.requireWritten(shared.storage(), FOLDER, List.of(finished)))
                .as("stopped at call %d, died at call %d", stop, death)
                .doesNotThrowAnyException();
        return turns.calls(0);
    }

    private static Shard attempt(Storage storage, Turns turns) {
        try {
            return write(storage, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            turns.end(1);
        }
    }

    private static Shard write(Storage storage, long attempt) throws IOException {
        try (ShardWriter writer = new ShardWriter(storage, FOLDER, NAME, 0, attempt)) {
            writer.write(0, 4, new byte[] {1, 2, 3}, 0, 3);
            return writer.finish().shard();
        }
    }
}
