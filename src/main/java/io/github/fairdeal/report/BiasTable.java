package io.github.fairdeal.report;

import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.OverallStatistic;
import io.github.fairdeal.bias.ShardLine;
import io.github.fairdeal.bias.Verdict;
import java.util.Comparator;
import java.util.List;

/**
 * A bias report as text for a terminal, at most {@value #COLUMNS} columns: the verdict, a line per overall statistic, a
 * line per shard. A mark after a line says what it alone amounts to, {@code !} suspicious, {@code !!!} biased; shards are
 * held to the p-value times their number, because among many some look odd.
 */
public final class BiasTable {

    /** No line is longer. */
    public static final int COLUMNS = 100;

    /** With more shards than this only the worst {@value #WORST_SHARDS} are shown. */
    private static final int MOST_SHARDS = 20;

    private static final int WORST_SHARDS = 10;
    private static final int NAME_COLUMNS = 17;
    private static final String SHARD_FORMAT = "%6s %12s %12s %8s %16s %9s %8s %-3s %s";

    private final BiasReport report;
    private List<String> names = List.of();

    private BiasTable(BiasReport report) {
        this.report = report;
    }

    /** The table of {@code report}. */
    public static BiasTable of(BiasReport report) {
        return new BiasTable(report);
    }

    /**
     * Names of the shards, such as file names, to show beside their numbers.
     *
     * @throws IllegalArgumentException if there are not as many as shards
     */
    public BiasTable shardNames(List<String> shardNames) {
        if (shardNames.size() != report.shards()) {
            throw new IllegalArgumentException(shardNames.size() + " names for " + report.shards() + " shards");
        }
        this.names = List.copyOf(shardNames);
        return this;
    }

    /** The lines, each ended by a line feed. */
    public String text() {
        StringBuilder text = new StringBuilder();
        line(text, "%s: %s", report.verdict(), report.sentence());
        line(
                text,
                "%,d records in %,d shards%s%s",
                report.records(),
                report.shards(),
                report.labels() == 0 ? "" : Numbers.format(", %,d labels", report.labels()),
                report.pValue() == null ? "" : ", p " + Numbers.p(report.pValue()) + " over all statistics");
        report.notes().forEach(note -> line(text, "%s", note));
        if (!report.statistics().isEmpty()) {
            statistics(text);
        }
        if (!report.shardLines().isEmpty()) {
            shards(text);
        }
        return text.toString();
    }

    private void statistics(StringBuilder text) {
        line(text, "");
        line(text, "%-28s %16s %16s %10s", "statistic", "value", "if even", "p");
        for (OverallStatistic statistic : report.statistics()) {
            line(
                    text,
                    "%-28s %16s %16s %10s %s",
                    statistic.statistic().title(),
                    Numbers.number(statistic.value()),
                    Numbers.number(statistic.expected()),
                    Numbers.p(statistic.pValue()),
                    mark(statistic.verdict()));
            if (!statistic.note().isEmpty()) {
                line(text, "  %s", statistic.note());
            }
        }
    }

    private void shards(StringBuilder text) {
        List<ShardLine> lines = report.shardLines();
        boolean all = lines.size() <= MOST_SHARDS;
        if (!all) {
            lines = lines.stream()
                    .sorted(Comparator.comparingDouble(ShardLine::smallestP).thenComparingInt(ShardLine::shard))
                    .limit(WORST_SHARDS)
                    .toList();
        }
        line(text, "");
        line(text, SHARD_FORMAT, "shard", "records", "chi-square", "p", "mean index", "z", "p", "", "");
        for (ShardLine shard : lines) {
            line(
                    text,
                    SHARD_FORMAT,
                    Numbers.format("%,d", shard.shard()),
                    Numbers.format("%,d", shard.records()),
                    Numbers.number(shard.chiSquare()),
                    Numbers.p(shard.chiSquareP()),
                    Numbers.number(shard.meanIndex()),
                    shard.meanIndexZ() == null ? "-" : Numbers.format("%+.2f", shard.meanIndexZ()),
                    Numbers.p(shard.meanIndexP()),
                    mark(Verdict.of(shard.smallestP() * report.shards())),
                    name(shard.shard()));
        }
        if (!all) {
            line(
                    text,
                    "the %d worst; %,d more",
                    WORST_SHARDS,
                    report.shardLines().size() - WORST_SHARDS);
        }
    }

    /** The beginning of a long name; the rest of usual names is the same for all shards. */
    private String name(int shard) {
        String name = names.isEmpty() ? "" : names.get(shard);
        return name.length() <= NAME_COLUMNS ? name : name.substring(0, NAME_COLUMNS - 1) + "…";
    }

    private static String mark(Verdict verdict) {
        return switch (verdict) {
            case EVEN -> "";
            case SUSPICIOUS -> "!";
            case BIASED -> "!!!";
        };
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(Numbers.format(format, values).stripTrailing()).append('\n');
    }
}
