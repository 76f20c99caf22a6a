package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts in {@code jobs/} with the master of a standalone cluster: a master and two workers, each a process. */
class StandaloneClusterIT {

    @TempDir
    static Path folder;

    private static StandaloneCluster cluster;

    @BeforeAll
    static void startCluster() throws IOException {
        cluster = new StandaloneCluster(SparkHome.in(folder), Launcher.HOME.resolve("target/cluster/standalone"));
    }

    @AfterAll
    static void stopCluster() throws IOException {
        cluster.close();
    }

    @Test
    @Tag("cluster")
    void commands_runOnItsExecutors() throws IOException {
        Launcher.in(folder)
                .run("prepare", "--source", "digits", "--count", "400", "--shards", "2", "--output", "digits")
                .requireDone();

        cluster.run(folder, "shuffle", "--dataset", "digits", "--shards", "2").requireDone();

        // TensorFlow and its native library, on the executor, from --jars.
        Outcome fed =
                cluster.run(folder, "feed", "--dataset", "digits", "--json").requireDone();
        assertThat(fed.json().path("records").asLong()).isEqualTo(400);

        Files.delete(folder.resolve("digits/images/00000/7.png"));
        Outcome failed = cluster.run(folder, "feed", "--dataset", "digits");
        assertThat(failed.exitCode()).isEqualTo(3);
        assertThat(failed.errLines())
                .filteredOn(line -> line.startsWith("fairdeal: "))
                .singleElement()
                .asString()
                .contains("images/00000/7.png");
        assertThat(cluster.applications()).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void shuffle_whoseExecutorIsKilled_writesTheSameBytes() throws IOException {
        SyntheticEpoch epoch = SyntheticEpoch.in(folder);

        Submission shuffle = epoch.shuffleOn(cluster);
        cluster.stopExecutorIn(shuffle, SyntheticEpoch.WRITE).destroyForcibly();

        epoch.assertUndisturbed(shuffle.outcome());
        assertThat(shuffle.events().tasksOf(SyntheticEpoch.WRITE))
                .anyMatch(task -> task.end().equals("ExecutorLostFailure"));
    }
}
