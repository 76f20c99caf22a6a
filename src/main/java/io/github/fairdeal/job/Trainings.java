package io.github.fairdeal.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains many small models, as many at once as there are cores, and logs how far it is. */
final class Trainings {

    private static final Logger LOG = LoggerFactory.getLogger(Trainings.class);
    private static final Duration LOG_PERIOD = Duration.ofSeconds(10);

    private Trainings() {}

    /** Runs all and gives their accuracies in the order of {@code runs}; the first failure ends all. */
    static List<List<Double>> run(List<TrainingRun> runs) {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), work -> {
                    Thread thread = new Thread(work, "fairdeal-training");
                    thread.setDaemon(true);
                    return thread;
                });
        try {
            ExecutorCompletionService<List<Double>> done = new ExecutorCompletionService<>(threads);
            List<Future<List<Double>>> futures = runs.stream().map(done::submit).toList();
            await(done, runs.size());
            List<List<Double>> curves = new ArrayList<>();
            for (Future<List<Double>> future : futures) {
                curves.add(future.get());
            }
            return curves;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("a training failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while models are trained", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(ExecutorCompletionService<List<Double>> done, int runs)
            throws InterruptedException, ExecutionException {
        long lastLog = System.nanoTime();
        for (int finished = 1; finished <= runs; finished++) {
            done.take().get();
            if (System.nanoTime() - lastLog > LOG_PERIOD.toNanos()) {
                lastLog = System.nanoTime();
                LOG.info("compare: {} of {} trainings", finished, runs);
            }
        }
    }
}
