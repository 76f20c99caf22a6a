package io.github.fairdeal.bias;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Windows of consecutive records of one size: χ² of windows and labels, entropy, and H of the mean indexes. */
final class WindowTests {

    /** A label is judged if so many pairs of its records are expected to share a window; see {@link #isFrequent}. */
    private static final double LEAST_PAIRS = 10;

    /** With more windows the table cannot be so even that it matters. */
    private static final int MOST_ROWS = 1_000;

    private final Order order;
    private final WindowStatistics windows;
    private final WindowLabels labels;
    private final int size;
    private final List<String> notes = new ArrayList<>();
    private double chiSquare;
    private double expected;
    private Double chiSquareP;
    private RankSums ranks;
    private Double meanIndexP;

    WindowTests(Order order, WindowStatistics windows) {
        this.order = order;
        this.windows = windows;
        this.labels = windows.labels();
        this.size = windows.size();
        if (order.hasLabels()) {
            judgeLabels();
        }
        if (order.hasIndexes()) {
            judgeIndexes();
        }
    }

    OverallStatistic labelStatistic() {
        return chiSquareP == null
                ? OverallStatistic.unjudged(BiasStatistic.WINDOW_LABEL_CHI_SQUARE, chiSquare, expected, notes())
                : OverallStatistic.judged(BiasStatistic.WINDOW_LABEL_CHI_SQUARE, chiSquare, expected, chiSquareP)
                        .noting(notes());
    }

    OverallStatistic indexStatistic() {
        return meanIndexP == null
                ? OverallStatistic.unjudged(
                        BiasStatistic.WINDOW_MEAN_INDEX, ranks.value(), Math.max(0, ranks.expected()), tooFew())
                : OverallStatistic.judged(BiasStatistic.WINDOW_MEAN_INDEX, ranks.value(), ranks.expected(), meanIndexP);
    }

    WindowLine line() {
        boolean hasWindows = order.hasLabels() && labels.windows() > 0;
        return new WindowLine(
                size,
                order.records() / size,
                chiSquareP == null ? null : chiSquare,
                chiSquareP == null ? null : expected,
                chiSquareP,
                hasWindows ? labels.meanEntropyBits(size) : null,
                hasWindows ? expectedEntropyBits() : null,
                hasWindows ? labels.lowestEntropyBits(size) : null,
                hasWindows ? labels.lowestEntropyWindow() * size : null,
                meanIndexP == null ? null : ranks.value(),
                meanIndexP == null ? null : ranks.expected(),
                meanIndexP,
                notes());
    }

    /**
     * χ² of complete windows, given what they hold together: then it is a table with both margins fixed and M equal rows.
     * A label k contributes X = Σ(c − E)²/E with mean (1−f)(M−1)N/(N−1); its variance is the exact one of the table
     * "label k, all others" times (1−f)², and Cov(X_j, X_k) ≈ 2(M−1)·f_j·f_k. Mean and variance make a gamma law.
     */
    private void judgeLabels() {
        long rows = labels.windows();
        LabelCounts counts = labels.counts();
        int[] judged = IntStream.range(0, counts.distinct())
                .filter(i -> isFrequent(counts.count(i)))
                .toArray();
        if (rows < 2 || judged.length == 0 || order.labels().distinct() < 2 || counts.distinct() < 2) {
            notes.add(whyUnjudged());
            return;
        }
        double n = (double) rows * size;
        double variance = 0;
        double shares = 0;
        double squaredShares = 0;
        for (int i : judged) {
            double share = counts.count(i) / n;
            chiSquare += labels.squares(i) / (size * share) - n * share;
            expected += (1 - share) * (rows - 1) * n / (n - 1);
            variance += (1 - share) * (1 - share) * varianceAlone(counts.count(i), rows);
            shares += share;
            squaredShares += share * share;
        }
        variance += 2 * (rows - 1) * (shares * shares - squaredShares);
        chiSquareP = NullLaws.chiSquare(chiSquare, expected, variance, mostEven(judged));
        if (judged.length < counts.distinct()) {
            int rare = counts.distinct() - judged.length;
            notes.add(String.format(Locale.ROOT, "%,d rare %s left out", rare, rare == 1 ? "label" : "labels"));
        }
    }

    /**
     * Whether chance brings enough records of this label together in a window. Of a label too rare for that, two in one
     * window would be an event that no smooth law foresees.
     */
    private boolean isFrequent(long records) {
        double n = (double) labels.windows() * size;
        return (double) records * records * size / (2 * n) >= LEAST_PAIRS;
    }

    /** Variance of χ² of the table of equal windows and two columns; rows of one size have no skew. */
    private double varianceAlone(long records, long rows) {
        double n = (double) rows * size;
        double spreadOfRows = (rows - 1) * (n - rows) / (n - 1);
        double spread = (n - 2) / (n - 1);
        double skew = (n / records + n / (n - records) - 4) / (n - 2);
        return 2 * n / (n - 3) * spreadOfRows * (spread - skew);
    }

    private double mostEven(int[] judged) {
        if (labels.windows() > MOST_ROWS) {
            return 0;
        }
        long[] rows = new long[(int) labels.windows()];
        Arrays.fill(rows, size);
        long judgedRecords =
                Arrays.stream(judged).mapToLong(labels.counts()::count).sum();
        long others = rows.length * (long) size - judgedRecords;
        long[] columns = new long[judged.length + (others > 0 ? 1 : 0)];
        columns[columns.length - 1] = others;
        for (int i = 0; i < judged.length; i++) {
            columns[i] = labels.counts().count(judged[i]);
        }
        return TableLaw.of(rows, columns).mostEven();
    }

    private double expectedEntropyBits() {
        double steps = 0;
        for (int i = 0; i < order.labels().distinct(); i++) {
            steps += WindowEntropy.expectedOrder(size, order.labels().count(i), order.records());
        }
        return WindowEntropy.bits(size, steps * WindowEntropy.STEPS);
    }

    private void judgeIndexes() {
        long n = order.records();
        long complete = n / size;
        ranks = new RankSums(n);
        if (complete > 0) {
            ranks.add(size, complete, windows.indexDeviations().doubleValue() / (4.0 * size));
        }
        if (n % size > 0) {
            ranks.add(n % size, 1, windows.lastIndexDeviation().doubleValue() / (4.0 * (n % size)));
        }
        meanIndexP = size < IndexTests.LEAST_RECORDS || complete < 2 ? null : ranks.pValue();
    }

    private String whyUnjudged() {
        if (order.labels().distinct() < 2) {
            return "a single label";
        }
        return labels.windows() < 2
                ? tooFew()
                : String.format(Locale.ROOT, "all labels are too rare for windows of %,d", size);
    }

    private String tooFew() {
        return size < IndexTests.LEAST_RECORDS
                ? "windows of fewer than %d records".formatted(IndexTests.LEAST_RECORDS)
                : String.format(Locale.ROOT, "fewer than two windows of %,d records", size);
    }

    private String notes() {
        return String.join(", ", notes);
    }
}
