package io.github.fairdeal.report;

import io.github.fairdeal.bias.WindowLine;
import java.util.List;
import java.util.Set;

/** The table of windows of consecutive records, a row for each size. */
final class WindowsSection {

    private WindowsSection() {}

    static void write(Html html, List<WindowLine> windows) {
        if (windows.isEmpty()) {
            return;
        }
        html.element("h2", "Windows of consecutive records", "id", "windows");
        html.element(
                "p",
                "What batches are cut from. χ² compares the labels of all windows with those of the whole, H their mean"
                        + " indexes; the entropy says how mixed the labels of a window are on average.");
        html.begin("div", "class", "scroll", "tabindex", "0", "role", "group", "aria-label", "Windows");
        html.begin("table", "class", "many");
        Page.headRow(
                html,
                List.of(
                        "records a window",
                        "windows",
                        "labels χ²",
                        "if even",
                        "p",
                        "entropy, bits",
                        "if even",
                        "lowest",
                        "at position",
                        "mean index H",
                        "if even",
                        "p"),
                Set.of());
        html.begin("tbody");
        for (WindowLine line : windows) {
            html.begin("tr").element("th", Numbers.format("%,d", line.size()), "scope", "row");
            html.element("td", Numbers.format("%,d", line.windows()));
            html.element("td", Numbers.number(line.chiSquare()));
            html.element("td", Numbers.number(line.chiSquareExpected()));
            html.element("td", Numbers.typesetP(line.chiSquareP()));
            html.element("td", Numbers.bits(line.entropyBits()));
            html.element("td", Numbers.bits(line.entropyExpectedBits()));
            html.element("td", Numbers.bits(line.lowestEntropyBits()));
            html.element(
                    "td",
                    line.lowestEntropyPosition() == null ? "–" : Numbers.format("%,d", line.lowestEntropyPosition()));
            html.element("td", Numbers.number(line.meanIndexH()));
            html.element("td", Numbers.number(line.meanIndexHExpected()));
            html.element("td", Numbers.typesetP(line.meanIndexP()));
            html.end();
        }
        html.end().end().end();
        windows.stream()
                .filter(line -> !line.note().isEmpty())
                .forEach(line -> html.element(
                        "p", Numbers.format("Windows of %,d: %s.", line.size(), line.note()), "class", "notes"));
    }
}
