package io.github.fairdeal.report;

import io.github.fairdeal.bias.OverallStatistic;
import io.github.fairdeal.bias.Verdict;
import java.util.Locale;

/**
 * A verdict for people. Symbol and word say the same as the colour, for those who cannot see it.
 *
 * @param code class of the style sheet
 * @param symbol a sign
 * @param word a headline
 */
record VerdictWords(String code, String symbol, String word) {

    static VerdictWords of(Verdict verdict) {
        return switch (verdict) {
            case EVEN -> new VerdictWords("even", "✓", "Even");
            case SUSPICIOUS -> new VerdictWords("suspicious", "?", "Suspicious");
            case BIASED -> new VerdictWords("biased", "✗", "Biased");
        };
    }

    /** With a capital and a full stop. */
    static String asSentence(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }

    /** A table cell that says what one statistic amounts to. */
    static void mark(Html html, OverallStatistic line) {
        if (line.pValue() == null) {
            html.element("td", "not judged", "class", "text");
        } else {
            cell(html, line.verdict());
        }
    }

    /** A table cell with a verdict. */
    static void cell(Html html, Verdict verdict) {
        VerdictWords words = of(verdict);
        html.element(
                "td", words.symbol + " " + words.word.toLowerCase(Locale.ROOT), "class", "text mark " + words.code);
    }
}
