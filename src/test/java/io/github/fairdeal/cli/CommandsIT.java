package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.fairdeal.job.Signal;
import io.github.fairdeal.storage.Storage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command as a user runs it, each in its own process: results, {@code --json}, and what happens if not. */
class CommandsIT {

    /** What the help's examples say they did. */
    private static final Map<String, String> SAID = Map.ofEntries(
            Map.entry("prepare", "prepared 5,000 images with 10 labels"),
            Map.entry("shuffle", "shuffled 5,000 path records into 16 shards"),
            Map.entry("verify", "sound: 5,000 records in 16 shards, every index exactly once"),
            Map.entry("regenerate", "{\"outcome\":\"nothing-to-do\",\"epoch\":0,"),
            Map.entry("catalog", "0       latest          1 path       16         5,000"),
            Map.entry("feed", "fed 5,000 images in 256 batches to TensorFlow"),
            Map.entry("audit", "EVEN: "),
            Map.entry("compare", "path-epoch            epoch 0 of fairdeal, seed 1, as published in its shards"),
            Map.entry("inspect", "  record 0, offset 0: index "),
            Map.entry("bench", "made 2,000 path records"),
            Map.entry("demo", "Look at the order of reading before and after"));

    private static final String EPOCH = "epochs/epoch-000000";
    private static final String SHARD = EPOCH + "/path-00001-of-00002.tfrecord";

    /** Prepared, with relative paths, and shuffled into epoch 0; a test that damages one takes a copy. */
    private static final String DATASET = "dataset";

    @TempDir
    static Path folder;

    @BeforeAll
    static void prepareAndShuffle_asJson_printNothingElse() throws IOException {
        String prepare = "prepare --json --source digits --count 400 --shards 2 --paths relative --output " + DATASET;
        JsonNode prepared = json(prepare);
        assertThat(prepared.path("records").asLong()).isEqualTo(400);
        assertThat(prepared.path("labelCounts")).hasSize(10);

        JsonNode shuffled = json("shuffle --json --shards 2 --seed 1 --dataset " + DATASET);
        assertThat(shuffled.path("outcome").asText()).isEqualTo("published");
        assertThat(shuffled.path("shards").asInt()).isEqualTo(2);
    }

    @Test
    void examplesOfTheHelp_inOrderOfFlow_work() throws IOException {
        for (String command : new Main().commandLine().getSubcommands().keySet()) {
            Outcome help = run(command + " --help");
            assertThat(help.exitCode()).isZero();
            String example = help.out()
                    .lines()
                    .dropWhile(line -> !line.equals("Example:"))
                    .skip(1)
                    .findFirst()
                    .orElseThrow();

            Outcome outcome = run(example.strip().replaceFirst("fairdeal ", ""));

            assertThat(outcome.complaints()).as(example).isEmpty();
            assertThat(outcome.out()).contains(SAID.get(command));
            assertThat(outcome.exitCode()).isZero();
        }
    }

    @Test
    void verify_asJson_printsNothingElse() throws IOException {
        JsonNode verified = json("verify --json --dataset " + DATASET);

        assertThat(verified.path("sound").asBoolean()).isTrue();
        assertThat(verified.path("records").asLong()).isEqualTo(400);
    }

    @Test
    void feed_asJson_printsNothingElse() throws IOException {
        JsonNode fed = json("feed --json --dataset " + DATASET);

        assertThat(fed.path("batches").asLong()).isEqualTo(20);
        assertThat(fed.path("shards")).hasSize(2);
        assertThat(fed.path("labelCounts")).hasSize(10);
        assertThat(fed.path("bias").path("verdict").asText()).isEqualTo("EVEN");
    }

    @Test
    void inspect_asJson_printsNothingElse() throws IOException {
        JsonNode records = json("inspect --json --limit 3 %s/%s".formatted(DATASET, EPOCH));

        assertThat(records).hasSize(3);
        assertThat(records.get(0).path("kind").asText()).isEqualToIgnoringCase("path");
    }

    @Test
    void audit_ofSortedShards_endsWith6_asJsonToo() throws IOException {
        Outcome outcome = run("audit --json %s/sorted/path-*".formatted(DATASET));

        assertThat(outcome.exitCode()).isEqualTo(6);
        assertThat(outcome.json().path("verdict").asText()).isEqualTo("BIASED");
        assertThat(outcome.complaints()).isEmpty();
    }

    @Test
    void audit_asATrainingJobReads_keepsItsReportWhereItIsAsked() throws IOException {
        Outcome outcome = run("audit --interleave 2:5 --buffer 50 --windows 20,100 --output audited %s/sorted/path-*"
                .formatted(DATASET));

        assertThat(outcome.complaints()).isEmpty();
        assertThat(outcome.exitCode()).isEqualTo(6);
        assertThat(folder.resolve("audited").toFile().list()).contains("bias.json", "report.html");
        assertThat(outcome.out()).endsWith("\nreport: " + folder.resolve("audited/report.html") + "\n");
    }

    @Test
    void regenerate_killedOnce_thenTwiceAtOnce_makesOneEpochAndLeavesNothingElse() throws Exception {
        Path epochs = copyOfDataset("scheduled").resolve("epochs");
        Storage.local().delete(epochs.toString());
        String[] regenerate = "regenerate --every 20h --seed 1 --shards 2 --dataset scheduled".split(" ");

        Patience patience = new Patience(Duration.ofMinutes(5), "a run that is killed before it publishes");
        while (!isKilledBeforeItPublishes(regenerate, epochs)) {
            Storage.local().delete(epochs.toString());
            patience.pause();
        }
        assertThat(epochs.toFile().list()).allMatch(name -> name.startsWith("."));

        Launcher.Started one = Launcher.in(folder).start(regenerate);
        Launcher.Started other = Launcher.in(folder).start(regenerate);
        List<Outcome> outcomes = List.of(one.outcome(), other.outcome());

        assertThat(outcomes).extracting(Outcome::exitCode).containsOnly(0);
        assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.out()).hasLineCount(1));
        assertThat(outcomes)
                .extracting(outcome -> outcome.json().path("outcome").asText())
                .containsAnyOf("already-published", "nothing-to-do")
                .containsOnlyOnce("published");
        assertThat(epochs.toFile().list()).containsExactlyInAnyOrder("epoch-000000", "latest.json");

        JsonNode listed = json("catalog --json --dataset scheduled").path("epochs");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).path("state").asText()).isEqualTo("latest");
        assertThat(listed.get(0).path("verdict").path("verdict").asText()).isEqualTo("EVEN");
    }

    /** Stops it as soon as there is anything of it, and looks again before it is killed. */
    private static boolean isKilledBeforeItPublishes(String[] regenerate, Path epochs) throws Exception {
        Launcher.Started started = Launcher.in(folder).start(regenerate);
        while (!Files.exists(epochs) || epochs.toFile().list().length == 0) {
            assertThat(started.process().isAlive()).isTrue();
            Thread.sleep(2);
        }
        Signal.STOP.send(started.process().toHandle());
        boolean isInTime = !Files.exists(epochs.resolve("epoch-000000"));
        started.process().destroyForcibly();
        assertThat(started.outcome().exitCode()).isEqualTo(128 + 9);
        return isInTime;
    }

    @Test
    void prepare_intoAFolderThatIsNotEmpty_endsWith2() throws IOException {
        Path occupied = Files.createDirectory(folder.resolve("occupied"));
        Files.writeString(occupied.resolve("thesis.txt"), "mine");

        Outcome outcome = run("prepare --source digits --count 400 --output occupied");

        assertComplaint(outcome, 2).contains("occupied", "not empty", "thesis.txt");
        assertThat(occupied).isDirectoryContaining("glob:**/thesis.txt").isNotEmptyDirectory();
        assertThat(occupied.toFile().list()).hasSize(1);
    }

    @Test
    void prepare_ofTruncatedMnist_endsWith3() throws IOException {
        Path mnist = Files.createDirectory(folder.resolve("mnist"));
        byte[] magicOnly = {0, 0, 8, 3};
        for (String name : new String[] {
            "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"
        }) {
            Files.write(mnist.resolve(name), magicOnly);
        }

        Outcome outcome = run("prepare --source mnist --mnist-dir mnist --output from-mnist");

        assertComplaint(outcome, 3).contains("train-images-idx3-ubyte");
        assertThat(folder.resolve("from-mnist")).doesNotExist();
    }

    @Test
    void shuffle_ofAnEpochThatIsPublished_saysSoAndEndsWith0_orWith4IfItDiffers() throws IOException {
        Outcome same = run("shuffle --shards 2 --seed 1 --dataset " + DATASET);
        Outcome other = run("shuffle --shards 2 --seed 2 --dataset " + DATASET);

        assertThat(same.out()).startsWith("already published with the same content");
        assertThat(same.exitCode()).isZero();
        assertThat(same.complaints()).isEmpty();
        assertComplaint(other, 4).contains(EPOCH, "published already with other content");
    }

    @Test
    void shuffle_ofADatasetThatDoesNotExist_endsWith3() throws IOException {
        assertComplaint(run("shuffle --dataset nowhere"), 3).contains(folder.resolve("nowhere") + "");
    }

    @Test
    void wrongUsage_endsWith2() throws IOException {
        assertComplaint(run("shuffle --dataset d --sed 1"), 2).contains("did you mean --seed?");
        assertComplaint(run("shuffle --shards 401 --epoch 1 --dataset " + DATASET), 2)
                .contains("401");
    }

    @Test
    void verify_ofAFlippedBit_endsWith3_andNamesFileAndOffset() throws IOException {
        copyOfDataset("flipped");
        flipBit(folder.resolve("flipped").resolve(SHARD), 1000);

        Outcome outcome = run("verify --dataset flipped");

        assertComplaint(outcome, 3).contains(EPOCH, "1 problem");
        assertThat(outcome.out()).contains("path-00001-of-00002.tfrecord").containsPattern("offset [\\d,]+");
    }

    @Test
    void shuffle_ofAFlippedBit_endsWith3_namesFileOffsetAndRecord_andPublishesNothing() throws IOException {
        Path dataset = copyOfDataset("flipped-sorted");
        flipBit(dataset.resolve("sorted/path-00001-of-00002.tfrecord"), 1000);

        Outcome outcome = run("shuffle --epoch 1 --dataset flipped-sorted");

        assertComplaint(outcome, 3)
                .contains("path-00001-of-00002.tfrecord")
                .containsPattern("offset [\\d,]+")
                .containsPattern("record [\\d,]+");
        assertThat(dataset.resolve("epochs").toFile().list()).containsExactly("epoch-000000");
    }

    @Test
    void verifyAndAudit_ofATruncatedShard_endWith3() throws IOException {
        Path shard = copyOfDataset("truncated").resolve(SHARD);
        try (FileChannel channel = FileChannel.open(shard, StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(shard) - 1);
        }

        Outcome verified = run("verify --dataset truncated");

        assertComplaint(verified, 3).contains(EPOCH);
        assertThat(verified.out()).contains("path-00001-of-00002.tfrecord");
        assertComplaint(run("audit truncated/" + EPOCH), 3).contains("path-00001-of-00002.tfrecord");
    }

    @Test
    void feed_ofAnImageThatIsMissingDamagedOrOfAnotherSize_endsWith3_andNamesFileAndRecord() throws IOException {
        Path image = copyOfDataset("images-gone").resolve("images/00000/7.png");

        Files.delete(image);
        assertComplaint(run("feed --dataset images-gone"), 3)
                .contains("" + image, "missing")
                .containsPattern("record [\\d,]+");

        Files.write(image, new byte[] {(byte) 0x89, 'P', 'N', 'G'});
        assertComplaint(run("feed --dataset images-gone"), 3)
                .contains("" + image)
                .containsPattern("record [\\d,]+");

        ImageIO.write(new BufferedImage(5, 6, BufferedImage.TYPE_BYTE_GRAY), "png", image.toFile());
        assertComplaint(run("feed --dataset images-gone"), 3)
                .contains("" + image)
                .containsPattern("5 ?[x×] ?6|6 ?[x×] ?5")
                .containsPattern("record [\\d,]+");
    }

    /** One line, and nothing like a stack trace. */
    private static AbstractStringAssert<?> assertComplaint(Outcome outcome, int exitCode) {
        ListAssert<String> complaints = assertThat(outcome.complaints());
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(exitCode);
        return complaints.singleElement().asString().startsWith("fairdeal: ");
    }

    private static Outcome run(String arguments) throws IOException {
        return Launcher.in(folder).run(arguments.split(" "));
    }

    private static JsonNode json(String arguments) throws IOException {
        Outcome outcome = run(arguments);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.complaints()).isEmpty();
        return outcome.json();
    }

    private static Path copyOfDataset(String name) throws IOException {
        Path from = folder.resolve(DATASET);
        Path to = folder.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    private static void flipBit(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }
}
