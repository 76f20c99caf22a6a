package io.github.fairdeal.bias;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Windows of consecutive records, aligned to position 0. Per window nothing is kept but of those of which only a part was
 * observed, at the seams. Immutable, mergeable in any order with the same result: nothing in it is floating point.
 *
 * @param size records in a window
 * @param labels what complete windows hold
 * @param indexDeviations Σ D² over complete windows, D = 2·Σo − size·(N−1)
 * @param lastIndexDeviation D² of the last window, if it is shorter than the others and was observed
 * @param cut windows observed in part, by number
 */
record WindowStatistics(
        int size,
        WindowLabels labels,
        BigInteger indexDeviations,
        BigInteger lastIndexDeviation,
        SortedMap<Long, CutWindow> cut)
        implements Serializable {

    /**
     * A part of a window.
     *
     * @param records observed
     * @param labels of these records
     * @param indexSum of these records, modulo 2^64
     */
    record CutWindow(long records, LabelCounts labels, long indexSum) implements Serializable {

        CutWindow plus(CutWindow other) {
            return new CutWindow(records + other.records, labels.plus(other.labels), indexSum + other.indexSum);
        }
    }

    WindowStatistics {
        cut = Collections.unmodifiableSortedMap(new TreeMap<>(cut));
    }

    static WindowStatistics empty(int size) {
        return new WindowStatistics(
                size, WindowLabels.EMPTY, BigInteger.ZERO, BigInteger.ZERO, Collections.emptySortedMap());
    }

    /** Of both; windows that together are whole count as complete. */
    WindowStatistics plus(WindowStatistics other, OrderOutline outline) {
        WindowLabels allLabels = labels.plus(other.labels);
        BigInteger deviations = indexDeviations.add(other.indexDeviations);
        BigInteger lastDeviation = lastIndexDeviation.add(other.lastIndexDeviation);
        SortedMap<Long, CutWindow> parts = new TreeMap<>(cut);
        other.cut.forEach((number, part) -> parts.merge(number, part, CutWindow::plus));
        for (long number : other.cut.keySet()) {
            CutWindow window = parts.get(number);
            long whole = outline.windowRecords(number, size);
            if (window.records() < whole) {
                continue;
            }
            parts.remove(number);
            BigInteger deviation = squaredDeviation(window.indexSum(), whole, outline);
            if (whole == size) {
                allLabels = allLabels.plus(WindowLabels.of(number, window.labels()));
                deviations = deviations.add(deviation);
            } else {
                lastDeviation = lastDeviation.add(deviation);
            }
        }
        return new WindowStatistics(size, allLabels, deviations, lastDeviation, parts);
    }

    private static BigInteger squaredDeviation(long indexSum, long records, OrderOutline outline) {
        BigInteger deviation = BigInteger.valueOf(deviation(indexSum, records, outline));
        return deviation.multiply(deviation);
    }

    /** Fits a long for windows of a million records of 2^42. */
    private static long deviation(long indexSum, long records, OrderOutline outline) {
        return 2 * indexSum - records * (outline.records() - 1);
    }

    /** Observes records at ascending positions. */
    static final class Recorder {

        private final int size;
        private final OrderOutline outline;
        private final LabelCounter counter;
        private final WindowLabels.Recorder labels;
        private final WideSum deviations = new WideSum();
        private final SortedMap<Long, CutWindow> cut = new TreeMap<>();
        private long number;
        private long observed;
        private long end = -1;
        private long indexSum;
        private BigInteger lastDeviation = BigInteger.ZERO;

        Recorder(int size, OrderOutline outline, LabelDictionary dictionary) {
            this.size = size;
            this.outline = outline;
            this.counter = new LabelCounter(dictionary);
            this.labels = new WindowLabels.Recorder(dictionary);
        }

        /** @param labelNumber of the record's label, negative if it has none */
        void add(long position, long index, int labelNumber) {
            if (position >= end) {
                begin(position);
            }
            observed++;
            indexSum += index;
            if (labelNumber >= 0) {
                counter.add(labelNumber);
            }
            if (position == end - 1) {
                finish();
            }
        }

        WindowStatistics snapshot() {
            SortedMap<Long, CutWindow> parts = new TreeMap<>(cut);
            if (observed > 0) {
                parts.put(number, new CutWindow(observed, counter.snapshot(), indexSum));
            }
            return new WindowStatistics(size, labels.snapshot(), deviations.exact(), lastDeviation, parts);
        }

        private void begin(long position) {
            number = position / size;
            end = number * size + outline.windowRecords(number, size);
        }

        private void finish() {
            long whole = outline.windowRecords(number, size);
            if (observed < whole) {
                cut.put(number, new CutWindow(observed, counter.snapshot(), indexSum));
            } else if (whole == size) {
                labels.add(number, counter);
                long deviation = deviation(indexSum, size, outline);
                deviations.addProduct(deviation, deviation);
            } else {
                lastDeviation = squaredDeviation(indexSum, whole, outline);
            }
            counter.clear();
            observed = 0;
            indexSum = 0;
        }
    }
}
