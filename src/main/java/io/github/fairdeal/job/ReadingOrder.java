package io.github.fairdeal.job;

import io.github.fairdeal.dataset.UsageException;
import java.io.Serializable;
import java.util.Locale;

/**
 * In which order a training job reads shards, in tf.data's terms.
 *
 * @param cycle shards open at a time, {@code cycle_length}; 1 is one after the other
 * @param block records from each in turn, {@code block_length}
 * @param buffer records in the shuffle buffer behind them, {@code buffer_size}; 1 is none
 * @param seed of the buffer
 */
record ReadingOrder(int cycle, int block, int buffer, long seed) implements Serializable {

    static final ReadingOrder OF_FILES = new ReadingOrder(1, 1, 1, 0);

    ReadingOrder {
        requirePositive("--interleave: readers", cycle);
        requirePositive("--interleave: block", block);
        requirePositive("--buffer", buffer);
    }

    /** Whether records are read file after file, as they lie. */
    boolean isOfFiles() {
        return cycle == 1 && buffer == 1;
    }

    /** As a person would say it. */
    @Override
    public String toString() {
        String readers = cycle == 1
                ? "file after file"
                : String.format(
                        Locale.ROOT, "%,d files at a time, %,d %s from each in turn", cycle, block, records(block));
        return buffer == 1
                ? readers
                : readers
                        + String.format(Locale.ROOT, ", then a shuffle buffer of %,d records (seed %d)", buffer, seed);
    }

    private static String records(int count) {
        return count == 1 ? "record" : "records";
    }

    private static void requirePositive(String what, int value) {
        if (value < 1) {
            throw new UsageException("%s must be at least 1, found %d".formatted(what, value));
        }
    }
}
