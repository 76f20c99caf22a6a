package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.job.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Datasets on an S3 server through Hadoop's s3a, by the commands of a user who gives Hadoop's settings to spark-submit. The
 * jars of s3a lie among Spark's own.
 */
@Tag("cluster")
class S3IT {

    private static final int SHARDS = 100;

    @TempDir
    static Path folder;

    private static SparkHome home;
    private static S3Server server;

    @BeforeAll
    static void start() throws IOException {
        home = SparkHome.in(folder);
        Path client = Launcher.HOME.resolve("target/cluster/s3-client");
        for (String jar : FileTree.names(client)) {
            home.link(client.resolve(jar));
        }
        server = new S3Server(Launcher.HOME.resolve("target/cluster/s3"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void commands_onAnObjectStore_makeTheSameBytesAsOnALocalDisk() throws IOException {
        String remote = server.path("digits");
        for (String dataset : List.of("digits", remote)) {
            run("prepare", "--source digits --count 100 --shards 2 --paths relative --output " + dataset)
                    .requireDone();
            run("shuffle", "--seed 5 --shards 3 --audit --dataset " + dataset).requireDone();
        }

        Path epochs = folder.resolve("digits/epochs");
        assertThat(files(server.keys("digits/epochs/")))
                .containsExactlyElementsOf(FileTree.names(epochs.resolve("epoch-000000")).stream()
                        .map(name -> "digits/epochs/epoch-000000/" + name)
                        .toList());
        for (String name : FileTree.checksums(epochs).keySet()) {
            assertThat(server.object("digits/epochs/" + name))
                    .as(name)
                    .hasValue(Files.readAllBytes(epochs.resolve(name)));
        }
        assertThat(run("verify", "--dataset " + remote).requireDone().out()).startsWith("sound: 100 records");
        assertThat(run("feed", "--dataset " + remote).requireDone().out()).startsWith("fed 100 images");
    }

    @Test
    void regenerate_onAnObjectStore_publishesPointsRetiresAndDeletes() throws IOException {
        String remote = server.path("scheduled");
        run("prepare", "--source digits --count 100 --kinds path --output " + remote)
                .requireDone();
        run("shuffle", "--gather=always --seed 5 --shards 3 --dataset " + remote)
                .requireDone();
        String regenerate = "--keep 1 --grace 0s --dataset " + remote;

        assertThat(run("regenerate", regenerate)
                        .requireDone()
                        .json()
                        .path("outcome")
                        .asText())
                .isEqualTo("published");
        assertThat(run("regenerate", regenerate + " --every 1h")
                        .requireDone()
                        .json()
                        .path("outcome")
                        .asText())
                .isEqualTo("nothing-to-do");

        assertThat(files(server.keys("scheduled/epochs/")))
                .contains("scheduled/epochs/latest.json")
                .allMatch(key -> key.startsWith("scheduled/epochs/epoch-000001/") || key.endsWith("/latest.json"));
        assertThat(run("catalog", "--json --dataset " + remote)
                        .requireDone()
                        .json()
                        .path("epochs")
                        .get(0)
                        .path("state")
                        .asText())
                .isEqualTo("latest");
        assertThat(run("audit", remote + "/epochs/epoch-000001").requireDone().out())
                .startsWith("EVEN: ");
    }

    /** Steps of publishing on an object store, each of which takes many requests. */
    enum Step {
        /** Between the first shard in the epoch's folder and the last one. */
        FILL,
        /** All is there but the manifest: what a reader must never take for an epoch. */
        SETTLE;

        boolean isIn(List<String> epoch) {
            boolean isPublished = epoch.stream().anyMatch(key -> key.endsWith("/manifest.json"));
            boolean isFull = epoch.size() == 2 * SHARDS;
            return !isPublished && !epoch.isEmpty() && isFull == (this == SETTLE);
        }
    }

    @Test
    void shuffle_killedInEachStepOfPublishing_showsNothing_andARerunPublishesTheSameBytes() throws IOException {
        for (String dataset : List.of("killed", server.path("killed"))) {
            run("prepare", "--source digits --count 200 --kinds path --paths relative --output " + dataset)
                    .requireDone();
        }
        int epoch = 0;
        for (Step step : Step.values()) {
            Patience patience = new Patience(Duration.ofMinutes(4), "a run that is killed in step " + step);
            while (!isKilledIn(step, epoch, patience)) {
                patience.pause();
                epoch++; // that one is published
            }
            run("shuffle", options(epoch, server.path("killed"))).requireDone();
            run("shuffle", options(epoch, "killed")).requireDone();

            String folderOfEpoch = folderOf(epoch);
            Path local = folder.resolve(folderOfEpoch);
            assertThat(files(server.keys(folderOfEpoch)))
                    .as("killed in step %s", step)
                    .containsExactlyInAnyOrderElementsOf(FileTree.names(local).stream()
                            .map(file -> folderOfEpoch + file)
                            .toList());
            for (String file : FileTree.checksums(local).keySet()) {
                assertThat(server.object(folderOfEpoch + file))
                        .as(file)
                        .hasValue(Files.readAllBytes(local.resolve(file)));
            }
            assertThat(files(server.keys("killed/epochs/."))).isEmpty();
            epoch++;
        }
    }

    private static boolean isKilledIn(Step step, int epoch, Patience patience) throws IOException {
        Launcher.Started shuffle = start("shuffle", options(epoch, server.path("killed")));
        String folderOfEpoch = folderOf(epoch);
        while (shuffle.process().isAlive() && !step.isIn(files(server.keys(folderOfEpoch)))) {
            Thread.onSpinWait();
        }
        if (!shuffle.process().isAlive()) {
            shuffle.outcome().requireDone();
            return false;
        }
        try {
            Signal.STOP.send(shuffle.process().toHandle());
            patience.settle(); // what it asked the server for before it was stopped
        } finally {
            shuffle.process().destroyForcibly();
        }
        assertThat(shuffle.outcome().exitCode()).isEqualTo(128 + 9);
        return step.isIn(files(server.keys(folderOfEpoch)));
    }

    private static String folderOf(int epoch) {
        return "killed/epochs/epoch-%06d/".formatted(epoch);
    }

    private static String options(int epoch, String dataset) {
        return "--gather=always --shards %d --epoch %d --dataset %s".formatted(SHARDS, epoch, dataset);
    }

    @Test
    void imagesOnAnObjectStore_makeTheSameRecordsAsOnALocalDisk() throws IOException {
        String above = server.path("");
        new SourcesOnStores(
                        folder,
                        server.path("images"),
                        command -> run(command.split(" ", 2)[0], command.split(" ", 2)[1]),
                        (path, content) -> server.put(path.substring(above.length()), content),
                        true)
                .assertAsOnALocalDisk();
    }

    @Test
    void shuffles_twoAtOnce_oneWins() throws IOException {
        String remote = server.path("contested");
        run("prepare", "--source digits --count 100 --kinds path --output " + remote)
                .requireDone();

        List<Outcome> outcomes = atOnce("--seed 5 --dataset " + remote, "--seed 6 --dataset " + remote);

        assertThat(outcomes).extracting(Outcome::exitCode).containsExactlyInAnyOrder(0, 4);
        int winner = outcomes.get(0).exitCode() == 0 ? 0 : 1;
        assertThat(outcomes.get(1 - winner).complaints())
                .filteredOn(line -> line.startsWith("fairdeal: ")) // it may also have said that it waits
                .singleElement()
                .asString()
                .contains("epoch 0 is published already with other content: its seed is " + (5 + winner));
        assertThat(run("verify", "--dataset " + remote).requireDone().out()).startsWith("sound: 100 records");
        assertThat(files(server.keys("contested/epochs/"))).allMatch(key -> key.startsWith("contested/epochs/epoch-0"));

        List<Outcome> same = atOnce("--epoch 1 --dataset " + remote, "--epoch 1 --dataset " + remote);

        assertThat(same).extracting(Outcome::exitCode).containsExactly(0, 0);
        assertThat(run("verify", "--epoch 1 --dataset " + remote).requireDone().out())
                .startsWith("sound: 100 records");
    }

    private static List<Outcome> atOnce(String... shuffles) throws IOException {
        List<Launcher.Started> started = new ArrayList<>();
        for (String shuffle : shuffles) {
            started.add(start("shuffle", shuffle));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Launcher.Started each : started) {
            outcomes.add(each.outcome());
        }
        return outcomes;
    }

    /** Objects that stand for files, not those for folders. */
    private static List<String> files(List<String> keys) {
        return keys.stream().filter(key -> !key.endsWith("/")).toList();
    }

    private static Outcome run(String command, String options) throws IOException {
        return start(command, options).outcome();
    }

    private static Launcher.Started start(String command, String options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(options.split(" ")));
        arguments.addAll(List.of("--", "--master", "local[2]"));
        server.settings().forEach((name, value) -> {
            arguments.addAll(List.of("--conf", "spark.hadoop.%s=%s".formatted(name, value)));
        });
        return home.launcher(command, folder).start(arguments.toArray(String[]::new));
    }
}
