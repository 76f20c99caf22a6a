package io.github.fairdeal.storage;

import java.util.Arrays;

/** Ranges of a file to read, and where in an array their bytes go; filled again and again. Not thread-safe. */
public final class Ranges {

    private long[] positions = new long[64];
    private int[] offsets = new int[64];
    private int[] lengths = new int[64];
    private int count;

    /** Makes it empty. */
    public void clear() {
        count = 0;
    }

    /**
     * Adds a range.
     *
     * @param position offset in the file
     * @param offset in the array that takes the bytes
     * @param length bytes
     */
    public void add(long position, int offset, int length) {
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, 2 * count);
            offsets = Arrays.copyOf(offsets, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        positions[count] = position;
        offsets[count] = offset;
        lengths[count] = length;
        count++;
    }

    /** How many there are. */
    public int count() {
        return count;
    }

    /** Offset of range {@code i} in the file. */
    public long position(int i) {
        return positions[i];
    }

    /** Where the bytes of range {@code i} go. */
    public int offset(int i) {
        return offsets[i];
    }

    /** Bytes of range {@code i}. */
    public int length(int i) {
        return lengths[i];
    }
}
