package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.job.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A shuffle on a cluster that loses executors, a worker, or its driver, in each of its phases: reading (map), writing
 * (reduce), and the audit of what was written before it is published. The phase is what Spark's REST interface says; that
 * tasks of it were lost is what Spark's event log says.
 */
@Tag("cluster")
class LostProcessesIT {

    /** The longest job of the audit before publishing. */
    private static final String AUDIT = "audit: observe the order";

    private static final Map<String, String> SPECULATION = Map.of(
            "spark.speculation", "true",
            "spark.speculation.interval", "100ms",
            "spark.speculation.minTaskRuntime", "100ms",
            "spark.speculation.quantile", "0.5");

    @TempDir
    static Path folder;

    private static StandaloneCluster cluster;
    private static SyntheticEpoch epoch;

    @BeforeAll
    static void startCluster() throws IOException {
        epoch = SyntheticEpoch.in(folder);
        cluster = new StandaloneCluster(SparkHome.in(folder), Launcher.HOME.resolve("target/cluster/lost-processes"));
    }

    @AfterAll
    static void stopCluster() throws IOException {
        cluster.close();
    }

    @AfterEach
    void removeEpoch() throws IOException {
        epoch.delete();
    }

    @ParameterizedTest
    @ValueSource(strings = {SyntheticEpoch.DEAL, SyntheticEpoch.WRITE, AUDIT})
    void shuffle_whoseExecutorIsKilled_writesTheSameBytes(String stage) throws IOException {
        Submission shuffle = epoch.shuffleOn(cluster, "--audit");
        cluster.stopExecutorIn(shuffle, stage).destroyForcibly();

        epoch.assertUndisturbed(shuffle.outcome());
        assertThat(shuffle.events().tasksOf(stage))
                .anyMatch(task -> task.end().equals("ExecutorLostFailure"))
                .anyMatch(task -> task.end().equals("Success"));
    }

    @Test
    void shuffle_whoseWorkerIsKilledWhileItWrites_writesTheSameBytes() throws IOException {
        Submission shuffle = epoch.shuffleOn(cluster);
        cluster.killWorkerOf(cluster.stopExecutorIn(shuffle, SyntheticEpoch.WRITE));

        epoch.assertUndisturbed(shuffle.outcome());
        EventLog events = shuffle.events();
        assertThat(events.tasksOf(SyntheticEpoch.WRITE))
                .anyMatch(task -> task.end().equals("ExecutorLostFailure"));
        // What the worker had dealt was lost with it and had to be dealt again.
        assertThat(events.tasksOf(SyntheticEpoch.DEAL)).hasSizeGreaterThan(16);
        cluster.addWorker();
    }

    @Test
    void shuffle_thatGathers_whoseExecutorIsKilled_writesTheSameBytes() throws IOException {
        Submission shuffle = epoch.shuffleOn(cluster, "--gather=always");
        cluster.stopExecutorIn(shuffle, SyntheticEpoch.GATHER).destroyForcibly();

        epoch.assertUndisturbed(shuffle.outcome());
        assertThat(shuffle.events().tasksOf(SyntheticEpoch.GATHER))
                .anyMatch(task -> task.end().equals("ExecutorLostFailure"));
    }

    /**
     * The other executor does what the stopped one holds, which is too late when it goes on: at blocks, and at shards, of which
     * there are then two attempts. (A stopped executor that has dealt keeps its blocks to itself, so nobody writes without it.)
     */
    @ParameterizedTest
    @ValueSource(strings = {SyntheticEpoch.DEAL, SyntheticEpoch.GATHER})
    void shuffle_withAStoppedExecutor_speculatesAndWritesTheSameBytes(String stage) throws IOException {
        boolean isDealing = stage.equals(SyntheticEpoch.DEAL);
        Submission shuffle =
                epoch.shuffleOn(cluster, SPECULATION, "--audit", "--gather=" + (isDealing ? "never" : "always"));
        ProcessHandle stopped = cluster.stopExecutorIn(shuffle, stage);
        shuffle.awaitTasks(isDealing ? SyntheticEpoch.WRITE : AUDIT, 1);
        Signal.CONT.send(stopped);

        epoch.assertUndisturbed(shuffle.outcome());
        assertThat(shuffle.events().tasksOf(stage))
                .anyMatch(task -> task.isSpeculative() && task.end().equals("Success"));
    }

    /** One that is slow from the first records on, and never quite dead. */
    @Test
    void shuffle_withASlowExecutor_speculatesAndWritesTheSameBytes() throws IOException {
        Submission shuffle = epoch.shuffleOn(cluster, SPECULATION);
        slowDown(cluster.stopExecutorIn(shuffle, SyntheticEpoch.DEAL));

        epoch.assertUndisturbed(shuffle.outcome());
        assertThat(shuffle.events().tasksOf(SyntheticEpoch.DEAL)).anyMatch(EventLog.Task::isSpeculative);
    }

    @Test
    void shuffle_whoseDriverIsKilled_showsNothing_andARerunPublishesTheWholeAndNothingElse() throws IOException {
        for (String stage : List.of(SyntheticEpoch.DEAL, SyntheticEpoch.WRITE, AUDIT)) {
            Submission shuffle = epoch.shuffleOn(cluster, "--audit");
            cluster.stopExecutorIn(shuffle, stage);
            shuffle.killDriver();
            assertThat(FileTree.names(epoch.epochs()))
                    .as("after a driver killed in '%s': what it left, and nothing of those before", stage)
                    .satisfiesExactlyInAnyOrder(
                            sign -> assertThat(sign).startsWith(".alive-epoch-000000-"),
                            staging -> assertThat(staging).startsWith(".staging-epoch-000000-"));
        }

        epoch.assertUndisturbed(epoch.shuffleOn(cluster, "--audit").outcome());
    }

    /** Lets a process run for a tenth of the time, until it ends. */
    private static void slowDown(ProcessHandle process) throws IOException {
        bash("while kill -STOP $0; do sleep 0.18; kill -CONT $0; sleep 0.02; done", process);
    }

    private static Process bash(String line, ProcessHandle process) throws IOException {
        return new ProcessBuilder("bash", "-c", line, "" + process.pid())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
