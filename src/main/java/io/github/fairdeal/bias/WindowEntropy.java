package io.github.fairdeal.bias;

/**
 * Entropy of label counts in windows, H = log₂ w − Σ c·log₂ c / w bits. What is added up over windows is Σ c·log₂ c, the
 * "order" of a window, as an integer: c·log₂ c in steps of 2^−16, rounded, so that sums do not depend on how the input
 * was divided.
 */
final class WindowEntropy {

    static final double STEPS = 1 << 16;

    private static final long[] SMALL = new long[1 << 12];

    static {
        for (int count = 2; count < SMALL.length; count++) {
            SMALL[count] = steps(count);
        }
    }

    private WindowEntropy() {}

    /** c·log₂ c in steps. */
    static long order(long count) {
        return count < SMALL.length ? SMALL[(int) count] : steps(count);
    }

    /** Entropy of a window of {@code size} records whose order is {@code steps}. */
    static double bits(int size, double steps) {
        return Math.max(0, log2(size) - steps / STEPS / size);
    }

    /**
     * Exact mean of c·log₂ c over uniformly random orders: c is hypergeometric. Its probabilities follow from that of the
     * most likely count by their ratios, on both sides until nothing is left.
     *
     * @param size records in a window
     * @param ofLabel records with the label
     * @param records N
     */
    static double expectedOrder(long size, long ofLabel, long records) {
        double others = (double) records - ofLabel - size;
        long mode = (long) ((size + 1.0) * (ofLabel + 1.0) / (records + 2.0));
        double total = 1;
        double sum = orderOf(mode);
        double weight = 1;
        for (long c = mode; c < Math.min(size, ofLabel) && weight > 1e-20; c++) {
            weight *= (double) (ofLabel - c) * (size - c) / ((c + 1.0) * (others + c + 1));
            total += weight;
            sum += weight * orderOf(c + 1);
        }
        weight = 1;
        for (long c = mode; c > Math.max(0, -others) && weight > 1e-20; c--) {
            weight *= c * (others + c) / ((ofLabel - c + 1.0) * (size - c + 1.0));
            total += weight;
            sum += weight * orderOf(c - 1);
        }
        return sum / total;
    }

    private static double orderOf(long count) {
        return count < 2 ? 0 : count * log2(count);
    }

    private static long steps(long count) {
        return Math.round(count * log2(count) * STEPS);
    }

    /** The same on every machine, which Math.log need not be. */
    private static double log2(long count) {
        return StrictMath.log((double) count) / StrictMath.log(2);
    }
}
