package io.github.fairdeal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.bias.Verdict;
import io.github.fairdeal.report.Comparison;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ComparisonTableTest {

    @Test
    void table_showsMediansAndRangesOfTheLastAccuracies() {
        String text = new ComparisonTable(comparison(
                        List.of(10, 20), List.of(List.of(0.1, 0.5), List.of(0.1, 0.9), List.of(0.1, 0.6)), List.of()))
                .text();

        assertThat(text)
                .contains("1,000 records with 2 labels: /data/set\n")
                .contains("BIASED: order looks like sorted data")
                .containsPattern("(?m)^sequential +<1e-14 +1,000 +never +1 +0.999 +0.998 +0.250 +1.5 MB$")
                .containsPattern("(?m)^sequential +20 +60.0 % \\(50.0 to 90.0\\) +-$");
    }

    @Test
    void table_withoutTraining_hasNoAccuracies() {
        assertThat(new ComparisonTable(comparison(List.of(), List.of(), List.of())).text())
                .doesNotContain("Accuracy")
                .endsWith("1.5 MB\n");
    }

    private static Comparison comparison(
            List<Integer> batches, List<List<Double>> accuracy, List<List<Double>> cnnAccuracy) {
        return new Comparison(
                "/data/set",
                1_000,
                List.of(0L, 1L),
                20,
                500,
                140,
                batches,
                List.of(new Comparison.Pipeline(
                        "sequential",
                        "as sorted",
                        "no shuffle",
                        1_000,
                        new TreeMap<>(Map.of(0L, 0L)),
                        new TreeMap<>(Map.of(0L, 1_000L, 1L, 0L)),
                        0.999,
                        0.998,
                        0,
                        0,
                        1,
                        1e-15,
                        Verdict.BIASED,
                        "order looks like sorted data",
                        0.25,
                        List.of(0.25),
                        List.of(List.of(1_000L, 0L)),
                        1_500_000,
                        accuracy,
                        cnnAccuracy)),
                "fairdeal");
    }
}
