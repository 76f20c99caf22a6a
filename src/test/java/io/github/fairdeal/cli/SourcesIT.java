package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.fairdeal.source.ImageTree;
import io.github.fairdeal.source.SmallMnist;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A folder of anybody's, as a user prepares it, in a locale that knows nothing but ASCII. */
class SourcesIT {

    @TempDir
    Path folder;

    @BeforeEach
    void writeImages() throws IOException {
        ImageTree.write(folder.resolve("photos"), 60, 30, 10);
    }

    @Test
    void folder_inAnAsciiLocale_keepsItsNames() throws IOException {
        Outcome outcome = Launcher.in(folder)
                .with("LC_ALL", "C")
                .run("prepare --source folder --input photos --output set --check decode --max-rejected 10%"
                        .split(" "));

        assertThat(outcome.complaints()).isEmpty();
        assertThat(outcome.out())
                .startsWith("prepared 54 images with ")
                .contains("left out: 6 damaged files, see rejected.jsonl");
        assertThat(Files.readAllLines(folder.resolve("set/labels.txt"))).contains("猫 0", "grün 0", "😀 0");
    }

    @ParameterizedTest
    @EnumSource(ImageSource.class)
    void dryRun_ofEverySource_writesNothing(ImageSource source) throws IOException {
        String input =
                switch (source) {
                    case FOLDER -> "--input photos";
                    case MANIFEST -> {
                        Files.writeString(folder.resolve("a.csv"), "path,label\n/a.png,1\n/b.png,2\n");
                        yield "--input a.csv --shape 8x8x3";
                    }
                    case TFRECORD -> {
                        Launcher.in(folder)
                                .run("prepare --source digits --count 40 --output old".split(" "))
                                .requireDone();
                        yield "--input old/sorted/path-*";
                    }
                    case MNIST -> "--mnist-dir " + new SmallMnist().writeTo(folder);
                    case DIGITS -> "--count 50";
                };

        Outcome outcome = Launcher.in(folder)
                .run("prepare --dry-run --shards 2 --source %s %s --output set"
                        .formatted(source.word(), input)
                        .split(" "))
                .requireDone();

        assertThat(outcome.out()).startsWith("would prepare ").contains("; nothing was written");
        assertThat(folder.resolve("set")).doesNotExist();
    }

    @Test
    void shardsOfAnEpoch_becomeADatasetThatCanBeShuffled() throws IOException {
        String commands =
                """
                prepare --source digits --count 200 --paths relative --output old
                shuffle --dataset old --shards 3
                audit old/epochs/epoch-000000
                prepare --source tfrecord --input old/epochs/epoch-000000 --output new
                shuffle --dataset new --shards 2
                verify --dataset new""";
        String out = "";
        for (String command : commands.lines().toList()) {
            out = Launcher.in(folder).run(command.split(" ")).requireDone().out();
        }

        assertThat(out).contains("sound: 200 records");
        assertThat(Launcher.in(folder)
                        .run("inspect new/epochs/epoch-000000 --limit 1".split(" "))
                        .requireDone()
                        .out())
                .contains("28x28x1");
    }

    @Test
    void manifest_withColumnsToKeep_becomesADataset() throws IOException {
        Files.writeString(
                folder.resolve("a.csv"), "file,class,weight\n/x/b.png,dog,0.5\n/x/a.png,cat,1\n/x/c.png,dog,2\n");

        Outcome outcome = Launcher.in(folder)
                .run(("prepare --source manifest --input a.csv --path-column file --label-column class "
                                + "--keep-columns weight --shape 8x8x3 --shards 1 --output set")
                        .split(" "));

        assertThat(outcome.requireDone().out()).startsWith("prepared 3 images with 2 labels");
        assertThat(Files.readAllLines(folder.resolve("set/labels.txt"))).containsExactly("cat", "dog");
    }

    @Test
    void dryRun_asJson_saysWhatWouldBeDone_andWritesNothing() throws IOException {
        JsonNode found = Launcher.in(folder)
                .run("prepare --json --dry-run --source folder --input photos --output set".split(" "))
                .requireDone()
                .json();

        assertThat(found.path("records").asLong()).isEqualTo(60);
        assertThat(found.path("labelCounts")).hasSize(30);
        assertThat(found.path("shape").asText()).isEqualTo("8x8x3");
        assertThat(found.path("outputBytes").asLong()).isPositive();
        assertThat(folder.resolve("set")).doesNotExist();
    }
}
