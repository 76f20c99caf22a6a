package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.PublishConflictException;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.epoch.Staging;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.source.DrawnDigits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.io.TempDir;

/** Two runs at once that want the same place. */
final class ConcurrentRunsSparkTest extends SparkTest {

    @TempDir
    Path above;

    @RepeatedTest(2)
    void twoShufflesOfTheSameEpoch_bothSucceedAndOneOfThemPublishes() throws Exception {
        TestDataset dataset = sharedDigits().copyTo(above.resolve("dataset"));

        List<Object> outcomes = atOnce(() -> shuffle(dataset, 5), () -> shuffle(dataset, 5));

        assertThat(outcomes).containsExactlyInAnyOrder(Staging.Outcome.PUBLISHED, Staging.Outcome.ALREADY_PUBLISHED);
        assertWhole(dataset, 5);
    }

    @RepeatedTest(2)
    void twoShufflesWithDifferentSeeds_oneWinsAndTheOtherConflicts() throws Exception {
        TestDataset dataset = sharedDigits().copyTo(above.resolve("dataset"));

        List<Object> outcomes = atOnce(() -> shuffle(dataset, 5), () -> shuffle(dataset, 6));

        int winner = outcomes.indexOf(Staging.Outcome.PUBLISHED);
        assertThat(winner).isNotNegative();
        assertThat(outcomes.get(1 - winner)).isInstanceOf(PublishConflictException.class);
        assertWhole(dataset, 5 + winner);
    }

    @RepeatedTest(2)
    void twoPreparesIntoTheSameFolder_oneWinsAndTheOtherConflicts() throws Exception {
        Path folder = above.resolve("dataset");
        Callable<Object> prepare = () -> TestDataset.prepare(spark(), DrawnDigits.of(500), folder);

        List<Object> outcomes = atOnce(prepare, prepare);

        assertThat(outcomes)
                .hasAtLeastOneElementOfType(TestDataset.class)
                .hasAtLeastOneElementOfType(PublishConflictException.class);
        assertThat(TestDataset.hiddenFiles(folder)).isEmpty();
        assertThat(TestDataset.list(folder.resolve("images/00000"))).hasSize(500);
        assertThat(TestRecord.read(new TestDataset(folder).sorted(RecordKind.PATH)))
                .hasSize(500);
    }

    private Staging.Outcome shuffle(TestDataset dataset, long seed) throws IOException {
        return new Shuffle(spark()).dataset(dataset.path()).seed(seed).execute().outcome();
    }

    private static void assertWhole(TestDataset dataset, long seed) throws IOException {
        assertThat(dataset.epochEntries()).containsExactly("epoch-000000");
        List<TestRecord> records = TestRecord.read(dataset.epoch(0));
        Permutation permutation = Permutation.of(new EpochId(seed, 0), records.size());
        assertThat(records).hasSize(3_000);
        for (int position = 0; position < records.size(); position++) {
            assertThat(records.get(position).index()).isEqualTo(permutation.index(position));
        }
    }

    /** Runs actions at once; returns what each returned, or threw. */
    @SafeVarargs
    private static List<Object> atOnce(Callable<Object>... actions) throws Exception {
        CyclicBarrier start = new CyclicBarrier(actions.length);
        ExecutorService threads = Executors.newFixedThreadPool(actions.length);
        try {
            List<Future<Object>> running = new ArrayList<>();
            for (Callable<Object> action : actions) {
                running.add(threads.submit(() -> {
                    start.await();
                    return action.call();
                }));
            }
            List<Object> outcomes = new ArrayList<>();
            for (Future<Object> run : running) {
                try {
                    outcomes.add(run.get());
                } catch (ExecutionException e) {
                    outcomes.add(e.getCause());
                }
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }
}
