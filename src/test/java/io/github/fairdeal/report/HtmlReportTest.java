package io.github.fairdeal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.OrderOutline;
import io.github.fairdeal.bias.OrderSample;
import io.github.fairdeal.bias.OrderSampler;
import io.github.fairdeal.bias.OrderStatistics;
import io.github.fairdeal.bias.OverallStatistic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

    private static final String HOSTILE = "</script><img src=x onerror=\"alert('1')\"> & <!-- {{body}} $1";

    @Test
    void verdict_comesBeforeFiguresAndTables() {
        String page =
                text(report(SimulatedOrders.buffered(20_000, 3_000, 1), 20).page());
        assertInOrder(
                page,
                "<h1 class=\"biased\">✗ Biased</h1>",
                "Order looks like a buffer of about ",
                "decided by",
                "<figure id=\"order\">",
                "<figure id=\"shards\">",
                "<table>",
                "data-table=\"shards\"");
    }

    @Test
    void everyStatistic_isExplainedWithItsPValue() {
        int[] order = SimulatedOrders.even(20_000, 1);
        BiasReport report = SimulatedOrders.report(order, 20, 10);
        String page = text(report(order, 20).page());
        assertThat(report.statistics()).hasSizeGreaterThan(5);
        for (OverallStatistic line : report.statistics()) {
            assertInOrder(
                    page,
                    Html.escaped(line.statistic().title()),
                    Html.escaped(line.statistic().explanation()),
                    Html.escaped(Numbers.typesetP(line.pValue())));
        }
    }

    @Test
    void names_areTextWhateverTheyHold() {
        int[] order = SimulatedOrders.sorted(1_000);
        String page = text(HtmlReport.of(SimulatedOrders.report(order, 2, 10), SimulatedOrders.sample(order, 1_000, 10))
                .title(HOSTILE)
                .shardNames(List.of(HOSTILE, "b"))
                .page());
        assertThat(page).doesNotContain("<img").doesNotContain("onerror=\"").doesNotContain("<!--");
        assertThat(page)
                .contains(
                        "fairdeal bias report: &lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;");
        assertThat(page)
                .contains("\"\\u003c/script>\\u003cimg src=x onerror=\\\"alert('1')\\\"> & \\u003c!-- {{body}} $1\"");
    }

    @Test
    void page_loadsNothing() {
        String page = text(report(SimulatedOrders.sorted(1_000), 4).page());
        assertThat(page.replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xlink", ""))
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("<link")
                .doesNotContain("@import");
    }

    @Test
    void samePage_hasTheSameBytes() {
        int[] order = SimulatedOrders.even(2_000, 1);
        assertThat(report(order, 10).page()).isEqualTo(report(order, 10).page());
    }

    @Test
    void tenThousandShards_areLessThanThreeMegabytes() {
        assertThat(report(SimulatedOrders.even(200_000, 1), 10_000).page().length)
                .isBetween(500_000, 3_000_000);
    }

    @Test
    void orderWithoutRecords_hasAPage() {
        OrderSample nothing = new OrderSampler().snapshot();
        HtmlReport report = HtmlReport.of(BiasReport.of(OrderStatistics.empty(OrderOutline.of(0))), nothing);
        assertThat(report.figures()).isEmpty();
        assertThat(text(report.page())).contains("Nothing to judge: no records.");
    }

    @Test
    void files_areThePageAndEachFigureForReadmeSlideAndPrint() {
        assertThat(report(SimulatedOrders.sorted(1_000), 20).files())
                .containsKeys(
                        "report.html",
                        "figures/order.png",
                        "figures/order-slide.png",
                        "figures/order.svg",
                        "figures/shards.png");
    }

    @Test
    void wrongNumberOfNames_isRefused() {
        HtmlReport report = report(SimulatedOrders.sorted(100), 2);
        List<String> names = List.of("a");
        assertThatThrownBy(() -> report.shardNames(names))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 names for 2 shards");
    }

    static HtmlReport report(int[] order, int shards) {
        return HtmlReport.of(SimulatedOrders.report(order, shards, 10), SimulatedOrders.sample(order, order.length, 10))
                .title("digits/epochs/epoch-000000")
                .shardNames(IntStream.range(0, shards)
                        .mapToObj(shard -> "path-%05d-of-%05d.tfrecord".formatted(shard, shards))
                        .toList());
    }

    private static String text(byte[] page) {
        return new String(page, StandardCharsets.UTF_8);
    }

    /** AssertJ's containsSubsequence takes minutes for a page. */
    static void assertInOrder(String page, String... parts) {
        int from = 0;
        for (String part : parts) {
            int found = page.indexOf(part, from);
            assertThat(found).as("%s, after the parts before", part).isNotNegative();
            from = found + part.length();
        }
    }
}
