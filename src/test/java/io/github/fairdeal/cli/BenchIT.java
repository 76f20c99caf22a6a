package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The measurements, on little data: that they measure both sides and leave nothing behind. Slow for the processes they
 * start; CommandsIT runs `bench index` and ReaderContestTest the contest of readers every time.
 */
class BenchIT {

    @TempDir
    static Path folder;

    @Test
    @Tag("slow")
    void shuffle_ofSyntheticPaths_measuresEveryWay_andLeavesNothing() throws IOException {
        assertThat(run("bench index --records 3000 --labels 7 --shards 3 --output synthetic")
                        .complaints())
                .isEmpty();

        JsonNode runs =
                run("bench shuffle --json --dataset synthetic --shards 4").json();

        assertThat(runs.findValuesAsText("way")).containsExactly("gather", "deal", "order-by-rand", "copy");
        for (JsonNode measured : runs) {
            assertThat(measured.path("wallSeconds").asDouble()).isBetween(0.5, 300.0);
            assertThat(measured.path("cpuSeconds").asDouble()).isBetween(0.5, 300.0);
        }
        assertThat(folder.resolve("synthetic").toFile().list()).containsExactlyInAnyOrder("dataset.json", "sorted");
        Outcome published = run("shuffle --dataset synthetic --shards 4 --audit");
        assertThat(published.exitCode()).isZero();
        assertThat(folder.resolve("synthetic/epochs/epoch-000000")).isDirectoryContaining("glob:**/bias.json");
    }

    @Test
    @Tag("slow")
    void index_ofImages_isADatasetLikeAnother() throws IOException {
        Outcome made = run("bench index --kind image --size 16 --records 500 --labels 5 --shards 2 --output noise");
        assertThat(made.exitCode()).isZero();

        assertThat(run("shuffle --kind image --dataset noise --shards 3 --audit")
                        .exitCode())
                .isZero();
        assertThat(run("verify --dataset noise --epoch 0").exitCode()).isZero();
        assertThat(run("feed --dataset noise --epoch 0").exitCode()).isZero();
    }

    @Test
    @Tag("slow")
    void reader_ofAnEpoch_measuresBothReaders() throws IOException {
        run("prepare --source digits --count 400 --output digits");
        run("shuffle --dataset digits --shards 2");

        JsonNode contest =
                run("bench reader --json --dataset digits --rounds 1").json();

        assertThat(contest.path("images").asLong()).isEqualTo(400);
        assertThat(contest.path("rates").findValuesAsText("name")).hasSizeGreaterThan(4);
        for (JsonNode rate : contest.path("rates")) {
            assertThat(rate.path("medianImagesPerSecond").asDouble()).isPositive();
        }
    }

    @Test
    void images_areADatasetOfFilesThatAreNotNoise() throws IOException {
        JsonNode made = run("bench images --json --count 12 --size 32 --format png --output scenes")
                .requireDone()
                .json();

        assertThat(made.path("records").asLong()).isEqualTo(12);
        assertThat(made.path("shape").asText()).isEqualTo("32x32x3");
        for (int index = 0; index < 12; index++) {
            assertThat(folder.resolve("scenes/images/00000/%d.png".formatted(index))
                            .toFile())
                    .satisfies(file -> assertThat(ImageIO.read(file).getWidth()).isEqualTo(32));
        }
    }

    @Test
    @Tag("slow")
    void packs_andFiles_areReadInTurns() throws IOException {
        run("prepare --source digits --count 300 --kinds pack --output packed").requireDone();
        run("prepare --source digits --count 300 --kinds path --output files").requireDone();
        run("shuffle --dataset packed").requireDone();
        run("shuffle --dataset files").requireDone();

        JsonNode rates = run("bench packs --json --datasets packed,files --images 150 --rounds 2")
                .requireDone()
                .json();

        assertThat(rates.findValuesAsText("dataset")).containsExactly("packed", "files");
        for (JsonNode rate : rates) {
            assertThat(rate.path("images").asLong()).isEqualTo(160);
            assertThat(rate.path("medianImagesPerSecond").asDouble()).isPositive();
        }
        assertThat(run("verify --dataset packed --packs").requireDone().out()).startsWith("sound: 300 records");
        assertThat(run("bench reader --dataset packed").errLines())
                .last()
                .asString()
                .contains("bench packs");
    }

    @Test
    void shuffle_ofAFolderThatIsNoDataset_endsWith2() throws IOException {
        Outcome outcome = run("bench shuffle --dataset nowhere");

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.errLines()).singleElement().asString().contains("dataset.json", "bench index");
    }

    private Outcome run(String arguments) throws IOException {
        return Launcher.in(folder).run(arguments.split(" "));
    }
}
