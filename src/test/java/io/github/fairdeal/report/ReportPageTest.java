package io.github.fairdeal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.OrderOutline;
import io.github.fairdeal.bias.OrderSampler;
import io.github.fairdeal.bias.ShardRecorder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages in a browser: sorting, filtering and paging as a reader does it, light and dark, wide and narrow. */
class ReportPageTest {

    private static final int SHARDS = 10_000;
    private static final String ROWS = "#shards tbody tr";
    private static final String FIRST_CELLS = "#shards tbody tr > :first-child";
    private static final String COUNT = "#shards .count";

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static Path manyShards;

    @BeforeAll
    static void openBrowser() throws Exception {
        if (Browser.installed().isEmpty()) {
            System.out.println("ReportPageTest skipped: no chromium or chrome on the PATH; apt-get install chromium");
        }
        assumeTrue(Browser.installed().isPresent(), "no chromium or chrome on the PATH");
        browser = new Browser(Browser.installed().get(), 1200, 900);
        manyShards = Files.write(
                folder.resolve("many <shards> & 'more'.html"),
                HtmlReportTest.report(SimulatedOrders.even(200_000, 1), SHARDS).page());
    }

    @AfterAll
    static void closeBrowser() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void pageIsQuietAndLoadsNothing() {
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.requests()).isEmpty();
    }

    @Test
    void tenThousandShards_openSortAndFilterWithoutFreezing() throws Exception {
        double opened = browser.open(manyShards);
        assertThat(browser.texts(ROWS)).hasSize(50);
        assertThat(browser.texts(COUNT)).containsExactly("Rows 1–50 of 10,000");
        double sorted = browser.evaluate("(() => { const begin = performance.now();"
                        + " document.querySelectorAll('#shards th button')[4].click();"
                        + " return performance.now() - begin; })()")
                .asDouble();
        double filtered = browser.evaluate("(() => { const begin = performance.now();"
                        + " const field = document.querySelector('#shards input[type=search]'); field.value = '0099';"
                        + " field.dispatchEvent(new Event('input')); return performance.now() - begin; })()")
                .asDouble();
        System.out.printf(
                "10,000 shards: interactive after %.0f ms, sorted in %.0f ms, filtered in %.0f ms%n",
                opened, sorted, filtered);
        assertThat(opened).as("milliseconds until interactive").isLessThan(60_000);
        assertThat(sorted).as("milliseconds to sort").isLessThan(20_000);
        assertThat(filtered).as("milliseconds to filter").isLessThan(20_000);
    }

    @Test
    void keyboard_sortsBothWaysAndSaysSo() throws Exception {
        browser.open(manyShards);
        browser.focus("#shards thead th:first-child button");
        browser.press("Enter");
        assertThat(browser.texts(FIRST_CELLS)).startsWith("0", "1", "2");
        assertThat(browser.evaluate("document.querySelector('#shards thead th').getAttribute('aria-sort')")
                        .asText())
                .isEqualTo("ascending");
        browser.press("Enter");
        assertThat(browser.texts(FIRST_CELLS)).startsWith("9999", "9998", "9997");
        assertThat(browser.evaluate("document.querySelectorAll('#shards [aria-sort=descending]').length")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void filter_findsShardsByNumberAndName() throws Exception {
        browser.open(manyShards);
        browser.focus("#shards input[type=search]");
        browser.type("path-00777");
        assertThat(browser.texts(FIRST_CELLS)).containsExactly("777");
        assertThat(browser.texts(COUNT)).containsExactly("Rows 1–1 of 1, filtered from 10,000");
        browser.type("no such");
        assertThat(browser.texts(ROWS)).isEmpty();
        assertThat(browser.texts(COUNT)).containsExactly("No row matches");
    }

    @Test
    void pages_turnToTheLast() throws Exception {
        browser.open(manyShards);
        browser.click("#shards thead th:first-child button");
        browser.click("#shards button[aria-label='Last page']");
        assertThat(browser.texts(FIRST_CELLS))
                .startsWith("9950")
                .endsWith("9999")
                .hasSize(50);
        assertThat(browser.evaluate("document.querySelector('#shards button[aria-label=\"Next page\"]').disabled")
                        .asBoolean())
                .isTrue();
        browser.click("#shards button[aria-label='Previous page']");
        assertThat(browser.texts(COUNT)).containsExactly("Rows 9,901–9,950 of 10,000");
    }

    @Test
    void onPaper_linesAreBlackOnWhite_andTablesLong() throws Exception {
        browser.open(manyShards);
        browser.media("print");
        assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor")
                        .asText())
                .isEqualTo("rgb(255, 255, 255)");
        assertThat(browser.evaluate("getComputedStyle(document.body).color").asText())
                .isEqualTo("rgb(0, 0, 0)");
        for (String hidden : List.of("nav", "#shards .controls button", "#shards .controls label")) {
            assertThat(browser.evaluate("document.querySelector('" + hidden + "').getClientRects().length")
                            .asInt())
                    .as(hidden)
                    .isZero();
        }
        browser.evaluate("dispatchEvent(new Event('beforeprint')), 0");
        assertThat(browser.texts(ROWS)).hasSize(200);
        browser.evaluate("dispatchEvent(new Event('afterprint')), 0");
        assertThat(browser.texts(ROWS)).hasSize(50);
        browser.media("screen");
    }

    @Test
    void labelsBeyondFiftyThreeBits_areShownAndSortedExactly() throws Exception {
        long large = (1L << 53) + 1;
        List<Long> labels = List.of(large, large + 1, Long.MAX_VALUE, Long.MIN_VALUE + 1, 7L, -large);
        OrderOutline outline = OrderOutline.of(1_200);
        ShardRecorder recorder = new ShardRecorder(outline, 0);
        OrderSampler sampler = new OrderSampler();
        int[] order = SimulatedOrders.even(1_200, 1);
        for (int t = 0; t < order.length; t++) {
            long label = labels.get(order[t] % labels.size());
            recorder.add(t, order[t], label);
            sampler.add(t, order[t], label);
        }
        Path page = Files.write(
                folder.resolve("labels.html"),
                HtmlReport.of(BiasReport.of(recorder.snapshot()), sampler.snapshot())
                        .page());
        browser.open(page);
        browser.click("#labels thead th:first-child button");
        if (!browser.texts("#labels thead [aria-sort=ascending]").contains("label")) {
            browser.click("#labels thead th:first-child button");
        }
        assertThat(browser.texts("#labels tbody tr > :first-child"))
                .containsExactly(
                        "-9223372036854775807",
                        "-9007199254740993",
                        "7",
                        "9007199254740993",
                        "9007199254740994",
                        "9223372036854775807");
    }

    @Test
    void hostileNames_areShownAsTheyAre() throws Exception {
        String hostile = "</script><img src=x onerror=alert(1)> & \"'\u2028.tfrecord";
        int[] order = SimulatedOrders.even(1_000, 1);
        Path page = Files.write(
                folder.resolve("hostile.html"),
                HtmlReport.of(SimulatedOrders.report(order, 2, 10), SimulatedOrders.sample(order, 1_000, 10))
                        .title(hostile)
                        .shardNames(List.of("b", hostile))
                        .page());
        browser.open(page);
        assertThat(browser.texts("#shards tbody td:nth-child(2)")).containsExactlyInAnyOrder("b", hostile);
        assertThat(browser.texts("header")).containsExactly("fairdeal bias report: " + hostile);
        assertThat(browser.texts("img")).isEmpty();
    }

    @Test
    void comparison_opensWithDashesForLabelsThatNeverCame() throws Exception {
        SimulatedComparison simulated = new SimulatedComparison();
        Path page = Files.write(
                folder.resolve("comparison.html"),
                ComparisonReport.of(simulated.comparison(), simulated.samples()).page());
        browser.open(page);
        assertThat(browser.texts("#first-appearance tbody tr:last-child > *")).startsWith("9", "63,000", "–");
        assertThat(browser.texts("#label-counts tbody tr")).hasSize(10);
    }

    @Test
    void page_isAsWideAsItsWindowInLightAndDark() throws Exception {
        browser.open(manyShards);
        for (String scheme : List.of("light", "dark")) {
            browser.prefer("prefers-color-scheme", scheme);
            String background = browser.evaluate("getComputedStyle(document.body).backgroundColor")
                    .asText();
            assertThat(background).isEqualTo(scheme.equals("light") ? "rgb(246, 247, 248)" : "rgb(21, 24, 27)");
            for (int width : new int[] {1200, 400}) {
                browser.resize(width, 900);
                assertThat(browser.evaluate("document.documentElement.scrollWidth")
                                .asInt())
                        .as("%s, %d wide", scheme, width)
                        .isBetween(width - 20, width);
            }
            browser.resize(1200, 900);
        }
    }
}
