package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareIT {

    @TempDir
    Path folder;

    @Test
    void compare_ofDrawnDigits_printsATable_writesCompareJson_andEndsWith0() throws IOException {
        run("prepare --source digits --count 2800 --output digits");

        Outcome outcome = run("compare --quick --seeds 1 --dataset digits");

        assertThat(outcome.complaints()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .contains("2,800 records with 10 labels", "buffers are in the article's proportion")
                .containsPattern("order looks like a buffer of about 4[56]\\d records over sorted data")
                .contains("wrote " + folder.resolve("digits/compare/compare.json"))
                .containsPattern("(?m)^shuffle-batch-10000 .* never +1 ")
                .containsPattern("(?m)^path-epoch .* 0 B$")
                .containsPattern("(?m)^path-epoch +120 +[789]\\d\\.\\d % ");
        assertThat(outcome.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(140));
        JsonNode written = new ObjectMapper()
                .readTree(folder.resolve("digits/compare/compare.json").toFile());
        assertThat(written.path("pipelines").findValuesAsText("name"))
                .isEqualTo(List.of(
                        "sequential",
                        "shuffle-batch-10000",
                        "tf-data-1000",
                        "tf-data-10000",
                        "shard-shuffle-buffer",
                        "path-epoch"));
        assertThat(written.path("pipelines").get(1).path("firstAppearance").has("9"))
                .isFalse();
        assertThat(written.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "dataset",
                        "records",
                        "labels",
                        "batchSize",
                        "windowRecords",
                        "testImages",
                        "accuracyBatches",
                        "pipelines",
                        "software");
        assertThat(written.path("pipelines")).allSatisfy(pipeline -> assertThat(pipeline.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "name",
                        "title",
                        "description",
                        "records",
                        "firstAppearance",
                        "labelCounts",
                        "spearman",
                        "lag1",
                        "meanLag",
                        "maxLag",
                        "bufferEstimate",
                        "headlineP",
                        "verdict",
                        "sentence",
                        "meanEntropy",
                        "entropy",
                        "labelShares",
                        "shuffleBytes",
                        "accuracy",
                        "cnnAccuracy"));

        Outcome full = run("compare --batch-size 800 --no-training --dataset digits");
        assertThat(full.exitCode()).isEqualTo(2);

        Outcome again = run("compare --json --no-training --dataset digits --output elsewhere");

        assertThat(again.exitCode()).isZero();
        assertThat(again.json())
                .isEqualTo(new ObjectMapper()
                        .readTree(folder.resolve("elsewhere/compare.json").toFile()));
    }

    private Outcome run(String arguments) throws IOException {
        return Launcher.in(folder).run(arguments.split(" "));
    }
}
