package io.github.fairdeal.report;

import io.github.fairdeal.bias.OverallStatistic;
import io.github.fairdeal.bias.Verdict;
import java.util.List;
import java.util.Set;

/** The table of the statistics over the whole order, each with what it finds and what it cannot see. */
final class StatisticsSection {

    private StatisticsSection() {}

    static void write(Html html, List<OverallStatistic> statistics) {
        html.element("h2", "Statistics over the whole order", "id", "statistics");
        html.element(
                "p",
                "Every p-value is two-sided: an order that is more even than chance is not random either. Alone, a statistic is"
                        + " suspicious below 10⁻³ and biased below 10⁻⁶; the verdict combines them all.");
        html.begin("div", "class", "scroll", "tabindex", "0", "role", "group", "aria-label", "Statistics");
        html.begin("table");
        Page.headRow(html, List.of("statistic", "value", "if even", "p-value", "verdict"), Set.of(0, 4));
        html.begin("tbody");
        for (OverallStatistic line : statistics) {
            html.begin("tr", "class", line.verdict() == Verdict.EVEN ? "" : "odd");
            html.begin("th", "scope", "row", "class", "text wrap")
                    .text(line.statistic().title());
            html.element("span", line.statistic().explanation(), "class", "explanation");
            if (!line.note().isEmpty()) {
                html.element("span", "Here: " + line.note() + ".", "class", "explanation");
            }
            html.end();
            html.element("td", Numbers.number(line.value()));
            html.element("td", Numbers.number(line.expected()));
            html.element("td", Numbers.typesetP(line.pValue()));
            VerdictWords.mark(html, line);
            html.end();
        }
        html.end().end().end();
    }
}
