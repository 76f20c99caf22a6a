package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.fairdeal.source.RealMnist;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way of real MNIST on a cluster, held against the same commands on one machine: in client mode with what can
 * be killed killed, in cluster mode undisturbed.
 */
@Tag("cluster")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MnistOnClusterIT {

    private static final String RECORDS = "70000";
    private static final String AUDIT = "audit: observe the order";

    @TempDir
    static Path folder;

    private static String mnist;
    private static Map<String, String> prepared;
    private static Map<String, String> shuffled;
    private static StandaloneCluster cluster;

    @BeforeAll
    static void goTheWayOnOneMachine() throws IOException {
        mnist = RealMnist.folder().toAbsolutePath().toString();
        Launcher launcher = Launcher.in(folder);
        launcher.runCommand("prepare", prepare("local")).requireDone();
        launcher.runCommand("shuffle", shuffle("local")).requireDone();
        prepared = datasetChecksums("local");
        shuffled = epochChecksums("local");
        Storage.local().delete(folder.resolve("local").toString());
        cluster =
                new StandaloneCluster(SparkHome.in(folder).withScript(), Launcher.HOME.resolve("target/cluster/mnist"));
    }

    @AfterAll
    static void stopCluster() throws IOException {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    @Order(1)
    void prepare_whoseDriverIsKilledAndThenAnExecutor_makesTheSameDataset() throws IOException {
        Submission killed = cluster.submit(folder, Map.of(), "prepare", prepare("client"));
        cluster.stopExecutorIn(killed, "prepare: ");
        killed.killDriver();
        assertThat(folder.resolve("client/dataset.json")).doesNotExist();

        Submission prepare = cluster.submit(folder, Map.of(), "prepare", prepare("client"));
        killExecutorIn(prepare, "prepare: ");

        prepare.outcome().requireDone();
        assertLost(prepare, "prepare: ");
        assertThat(datasetChecksums("client")).isEqualTo(prepared);
        assertThat(FileTree.hidden(folder.resolve("client"))).isEmpty();
    }

    @Test
    @Order(2)
    void feedAndAudit_whoseExecutorIsKilled_sayTheSame() throws IOException {
        cluster.run(folder, "shuffle", shuffle("client")).requireDone();
        assertThat(epochChecksums("client")).isEqualTo(shuffled);

        Submission feed = cluster.submit(folder, Map.of(), "feed", "--dataset", "client", "--json");
        killExecutorIn(feed, "feed: ");
        JsonNode fed = feed.outcome().json();
        assertLost(feed, "feed: ");
        assertThat(fed.path("records").asText()).isEqualTo(RECORDS);
        assertThat(fed.path("labelCounts").path("1").asLong()).isEqualTo(7_877);
        assertThat(fed.path("bias").path("verdict").asText()).isEqualTo("EVEN");

        Submission audit = cluster.submit(folder, Map.of(), "audit", "client/epochs/epoch-000000", "--json");
        killExecutorIn(audit, AUDIT);
        Outcome audited = audit.outcome();
        assertLost(audit, AUDIT);
        assertThat(audited.json())
                .isEqualTo(Launcher.in(folder)
                        .run("audit", "client/epochs/epoch-000000", "--json")
                        .json());
        cluster.run(folder, "verify", "--dataset", "client").requireDone();
    }

    /** Pixels through the shuffle, and gathered where they lie. */
    @Test
    @Order(3)
    void shuffleOfImages_dealtAndGathered_whoseExecutorIsKilled_isSound() throws IOException {
        for (String gather : List.of("never", "always")) {
            String epoch = gather.equals("never") ? "11" : "12";
            Submission shuffle = cluster.submit(folder, Map.of(), "shuffle", images("client", epoch, gather));
            String stage = gather.equals("never") ? SyntheticEpoch.WRITE : SyntheticEpoch.GATHER;
            killExecutorIn(shuffle, stage);

            shuffle.outcome().requireDone();
            assertLost(shuffle, stage);
            Launcher.in(folder)
                    .run("verify", "--dataset", "client", "--epoch", epoch)
                    .requireDone();
        }
    }

    /** A driver on a worker has another current folder, and its exit code is not spark-submit's. */
    @Test
    @Order(4)
    void allTheWay_inClusterMode_isTheSame_andTheMasterKnowsHowItEnded() throws IOException {
        String dataset = folder.resolve("remote").toString();

        assertInClusterMode("FINISHED", "prepare", prepare(dataset));
        assertThat(datasetChecksums("remote")).isEqualTo(prepared);
        assertInClusterMode("FINISHED", "shuffle", shuffle(dataset));
        assertThat(epochChecksums("remote")).isEqualTo(shuffled);
        assertInClusterMode("FINISHED", "feed", "--dataset", dataset);
        assertInClusterMode("FINISHED", "audit", dataset + "/epochs/epoch-000000");
        assertThat(folder.resolve("remote/epochs/epoch-000000/bias.json")).exists();

        Path driver = assertInClusterMode("FAILED", "audit", dataset + "/sorted/path-*");
        assertThat(Files.readString(driver.resolve("stdout"))).startsWith("BIASED: ");
    }

    /** Returns the folder of the driver. */
    private static Path assertInClusterMode(String state, String command, String... options) throws IOException {
        Stream<String> submit =
                Stream.of("--", "--deploy-mode", "cluster", "--conf", "spark.standalone.submit.waitAppCompletion=true");
        Outcome submitted = cluster.submit(
                        folder,
                        Map.of(),
                        command,
                        Stream.concat(Stream.of(options), submit).toArray(String[]::new))
                .outcome();
        assertThat(submitted.exitCode()).as(submitted.err()).isZero();
        assertThat(cluster.lastDriver().state()).as(submitted.err()).isEqualTo(state);
        return cluster.lastDriver().folder();
    }

    private static void killExecutorIn(Submission submission, String job) throws IOException {
        cluster.stopExecutorIn(submission, job).destroyForcibly();
    }

    private static void assertLost(Submission submission, String job) throws IOException {
        assertThat(submission.events().tasksOf(job)).anyMatch(task -> task.end().equals("ExecutorLostFailure"));
    }

    private static String[] prepare(String dataset) {
        return new String[] {
            "--source", "mnist", "--mnist-dir", mnist, "--paths", "relative", "--shards", "8", "--output", dataset
        };
    }

    private static String[] shuffle(String dataset) {
        return new String[] {"--dataset", dataset, "--seed", "3", "--shards", "5"};
    }

    private static String[] images(String dataset, String epoch, String gather) {
        return new String[] {
            "--dataset", dataset, "--kind", "image", "--epoch", epoch, "--shards", "5", "--gather=" + gather
        };
    }

    private static Map<String, String> datasetChecksums(String dataset) throws IOException {
        Map<String, String> checksums = FileTree.checksums(folder.resolve(dataset));
        checksums.keySet().removeIf(path -> path.startsWith("epochs/"));
        return checksums;
    }

    private static Map<String, String> epochChecksums(String dataset) throws IOException {
        return FileTree.checksums(folder.resolve(dataset).resolve("epochs/epoch-000000"));
    }
}
