package io.github.fairdeal.bias;

import io.github.fairdeal.dataset.UsageException;
import java.io.Serializable;
import java.util.List;

/**
 * What must be known of an order before its first record is observed, the same for all recorders of it.
 *
 * @param records N, the number of records of the whole order
 * @param windows sizes of the windows of consecutive records to judge; the first one counts for the verdict
 */
public record OrderOutline(long records, List<Integer> windows) implements Serializable {

    /** Records in a window, unless said otherwise. */
    public static final int DEFAULT_WINDOW = 1_000;

    /** A larger window is a shard rather than a few batches. */
    public static final int LARGEST_WINDOW = 1_000_000;

    /** More sizes than this say nothing new, and each costs memory in every task. */
    public static final int MOST_WINDOWS = 8;

    /**
     * Checks the sizes.
     *
     * @throws UsageException if there is none, too many, or one below 2 or above {@value #LARGEST_WINDOW}
     */
    public OrderOutline {
        if (records < 0) {
            throw new IllegalArgumentException(records + " records");
        }
        windows = List.copyOf(windows);
        if (windows.isEmpty() || windows.size() > MOST_WINDOWS) {
            throw new UsageException("--windows: %d sizes, expected 1 to %d".formatted(windows.size(), MOST_WINDOWS));
        }
        for (int size : windows) {
            if (size < 2 || size > LARGEST_WINDOW) {
                throw new UsageException("--windows: size %d, expected 2 to %d".formatted(size, LARGEST_WINDOW));
            }
        }
        if (windows.stream().distinct().count() < windows.size()) {
            throw new UsageException("--windows: %s, expected each size once".formatted(windows));
        }
    }

    /** An order of {@code records} records, with windows of {@value #DEFAULT_WINDOW}. */
    public static OrderOutline of(long records) {
        return new OrderOutline(records, List.of(DEFAULT_WINDOW));
    }

    /** Shift that divides indexes 0..N−1 into at most {@code most} bins, a power of two, more than half as many. */
    int binShift(int most) {
        int shift = 0;
        while ((records - 1) >>> shift >= most && shift < Long.SIZE - 1) {
            shift++;
        }
        return shift;
    }

    /** Number of bins that {@link #binShift} makes. */
    int bins(int most) {
        return records == 0 ? 0 : (int) ((records - 1) >>> binShift(most)) + 1;
    }

    /** Records of window {@code number} of {@code size} records; the last one may be shorter. */
    long windowRecords(long number, int size) {
        return Math.min(size, records - number * size);
    }

    /** Number of equal pieces for a picture of the order. */
    int pieces() {
        return (int) Math.min(records, LabelShares.MOST_PIECES);
    }

    /** First position of piece {@code piece}; N for the one after the last. */
    long pieceStart(int piece) {
        return piece * (records / pieces()) + Math.min(piece, records % pieces());
    }

    /** The piece that holds {@code position}. */
    int pieceOf(long position) {
        long larger = records % pieces();
        long size = records / pieces();
        long inLarger = larger * (size + 1);
        return (int) (position < inLarger ? position / (size + 1) : larger + (position - inLarger) / size);
    }
}
