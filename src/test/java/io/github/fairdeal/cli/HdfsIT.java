package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.fairdeal.dataset.EpochManifest;
import io.github.fairdeal.dataset.Json;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.storage.FileStatus;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Datasets on HDFS, by the commands of a user who gives Hadoop's settings in a configuration file. */
@Tag("cluster")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HdfsIT {

    private static final Storage STORAGE = Storage.local();
    private static final String EPOCH = "/epochs/epoch-000000";

    @TempDir
    static Path folder;

    private static HdfsCluster hdfs;

    @BeforeAll
    static void start() throws IOException {
        hdfs = new HdfsCluster(SparkHome.in(folder), Launcher.HOME.resolve("target/cluster/hdfs"));
        // What is written without this has three copies, or as many as there are data nodes.
        Files.writeString(folder.resolve("hdfs.conf"), "spark.hadoop.dfs.replication = 2\n");
    }

    @AfterAll
    static void stop() throws IOException {
        hdfs.close();
    }

    @Test
    void commands_onHdfs_makeTheSameBytesAsOnALocalDisk() throws IOException {
        String remote = hdfs.path("digits");
        for (String dataset : List.of("digits", remote)) {
            run("prepare --source digits --count 400 --shards 2 --paths relative --output " + dataset)
                    .requireDone();
            run("shuffle --seed 5 --shards 3 --audit --dataset " + dataset).requireDone();
        }

        String local = folder.resolve("digits").toString();
        assertThat(shards(remote)).isEqualTo(shards(local)).hasSize(3);
        for (FileStatus file : STORAGE.list(local + EPOCH)) {
            if (file.name().contains("path-")) {
                assertThat(STORAGE.read(remote + EPOCH + "/" + file.name()))
                        .as(file.name())
                        .isEqualTo(STORAGE.read(file.path()));
            }
        }
        assertThat(names(remote + "/epochs")).containsExactly("epoch-000000");
        assertThat(names(remote + EPOCH)).isEqualTo(names(local + EPOCH)).contains("bias.json", "report.html");
        assertThat(run("verify --dataset " + remote).requireDone().out()).startsWith("sound: 400 records");
        assertThat(run("feed --dataset " + remote).requireDone().out()).startsWith("fed 400 images");
        assertThat(run("audit " + remote + EPOCH).requireDone().out()).startsWith("EVEN: ");
        assertThat(run("shuffle --seed 5 --shards 3 --dataset " + remote)
                        .requireDone()
                        .out())
                .startsWith("already published with the same content");

        Outcome conflict = run("shuffle --seed 6 --shards 3 --dataset " + remote);

        assertThat(conflict.exitCode()).isEqualTo(4);
        assertThat(conflict.complaints()).singleElement().asString().contains(remote + EPOCH, "its seed is 5");
        assertGathersTheSame(remote, local);
        assertRegenerates(remote);
    }

    /** An epoch that is gathered instead of dealt. */
    private static void assertGathersTheSame(String remote, String local) throws IOException {
        for (String dataset : List.of(remote, local)) {
            run("shuffle --gather=always --epoch 1 --seed 5 --shards 3 --dataset " + dataset)
                    .requireDone();
        }
        for (FileStatus file : STORAGE.list(local + "/epochs/epoch-000001")) {
            if (file.name().contains("path-")) {
                assertThat(STORAGE.read(remote + "/epochs/epoch-000001/" + file.name()))
                        .as(file.name())
                        .isEqualTo(STORAGE.read(file.path()));
            }
        }
    }

    /** The next epoch by the scheduled command, which retires the first one and deletes it at its next run. */
    private static void assertRegenerates(String remote) throws IOException {
        String regenerate = "regenerate --keep 2 --grace 0s --dataset " + remote;
        assertThat(run(regenerate).requireDone().json().path("outcome").asText())
                .isEqualTo("published");
        assertThat(run(regenerate + " --every 1h")
                        .requireDone()
                        .json()
                        .path("outcome")
                        .asText())
                .isEqualTo("nothing-to-do");

        assertThat(names(remote + "/epochs")).containsExactly("epoch-000001", "epoch-000002", "latest.json");
        JsonNode epochs =
                run("catalog --json --dataset " + remote).requireDone().json().path("epochs");
        assertThat(epochs).hasSize(2);
        assertThat(epochs.get(1).path("state").asText()).isEqualTo("latest");
    }

    @Test
    void imagesOnHdfs_makeTheSameRecordsAsOnALocalDisk() throws IOException {
        new SourcesOnStores(folder, hdfs.path("images"), HdfsIT::run, STORAGE::write, false).assertAsOnALocalDisk();
    }

    /** The last test on this cluster, of which half is gone afterwards. */
    @Test
    @Order(Integer.MAX_VALUE)
    void shuffle_aDataNodeDiesInMidWrite_writesTheSameBytes() throws IOException {
        String remote = hdfs.path("synthetic");
        for (String dataset : List.of("synthetic", remote)) {
            run("bench index --records 1000000 --labels 10 --output " + dataset).requireDone();
        }
        run("shuffle --shards 8 --dataset synthetic").requireDone();

        Launcher.Started shuffle = start("shuffle --shards 8 --dataset " + remote);
        Patience patience = new Patience(Duration.ofMinutes(3), "a shard that is being written");
        while (!isWritingShards(remote) || !hdfs.killDataNodeIfItWrites()) {
            assertThat(shuffle.process().isAlive()).as("shuffle under way").isTrue();
            patience.pause();
        }

        shuffle.outcome().requireDone();
        assertThat(shards(remote)).isEqualTo(shards(folder.resolve("synthetic").toString()));
        assertThat(names(remote + "/epochs")).containsExactly("epoch-000000");
        assertThat(run("verify --dataset " + remote).requireDone().out()).startsWith("sound: 1,000,000 records");
    }

    private static boolean isWritingShards(String dataset) throws IOException {
        String epochs = dataset + "/epochs";
        if (!STORAGE.exists(epochs)) {
            return false;
        }
        for (FileStatus entry : STORAGE.list(epochs)) {
            if (entry.name().startsWith(".staging-")
                    && names(entry.path()).stream().anyMatch(name -> name.contains(".attempt-"))) {
                return true;
            }
        }
        return false;
    }

    /** Checksums among the rest. */
    private static List<Shard> shards(String dataset) throws IOException {
        String manifest = dataset + EPOCH + "/" + EpochManifest.FILE_NAME;
        return Json.read(STORAGE.read(manifest), EpochManifest.class, manifest)
                .shards()
                .shards();
    }

    private static List<String> names(String path) throws IOException {
        return STORAGE.list(path).stream().map(FileStatus::name).toList();
    }

    private static Outcome run(String command) throws IOException {
        return start(command).outcome();
    }

    private static Launcher.Started start(String command) throws IOException {
        return Launcher.in(folder).start((command + " --config hdfs.conf").split(" "));
    }
}
