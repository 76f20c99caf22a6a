package io.github.fairdeal.report;

import static io.github.fairdeal.report.HtmlReportTest.assertInOrder;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonReportTest {

    private static final SimulatedComparison SIMULATED = new SimulatedComparison();

    @Test
    void page_saysFirstWhoIsEven() {
        String page = new String(
                ComparisonReport.of(SIMULATED.comparison(), SIMULATED.samples()).page(), StandardCharsets.UTF_8);
        assertInOrder(
                page,
                "✓ Only one is even: fairdeal",
                "Biased: no shuffle; shuffle_batch, 10,000;",
                "<h2 id=\"glance\">",
                "<figure id=\"accuracy\">",
                "<figure id=\"accuracy-cnn\">",
                "<figure id=\"label-shares\">",
                "<figure id=\"entropy\">",
                "<figure id=\"order-sequential\">",
                "<figure id=\"order-path-epoch\">",
                "data-table=\"first-appearance\"");
    }

    @Test
    void labelThatNeverCame_isNull() {
        String page = new String(
                ComparisonReport.of(SIMULATED.comparison(), SIMULATED.samples()).page(), StandardCharsets.UTF_8);
        assertThat(page).containsPattern("\\[9,63000,null,");
    }

    @Test
    void withoutTrainingAndSamples_theRestIsThere() {
        Comparison trained = SIMULATED.comparison();
        Comparison untrained = new Comparison(
                trained.dataset(),
                trained.records(),
                trained.labels(),
                trained.batchSize(),
                trained.windowRecords(),
                0,
                List.of(),
                trained.pipelines().stream().map(SimulatedComparison::untrained).toList(),
                trained.software());
        ComparisonReport report = ComparisonReport.of(untrained, Map.of());
        assertThat(report.figures()).extracting(Figure::name).containsExactly("label-shares", "entropy");
        assertThat(new String(report.page(), StandardCharsets.UTF_8)).doesNotContain("The same model");
    }
}
