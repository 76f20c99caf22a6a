package io.github.fairdeal.read;

/** The five row filters of PNG (ISO/IEC 15948:2004, 9.2), undone in place. */
final class PngFilter {

    private static final int NONE = 0;
    private static final int SUB = 1;
    private static final int UP = 2;
    private static final int AVERAGE = 3;
    private static final int PAETH = 4;

    private PngFilter() {}

    /**
     * Undoes the filter of one row.
     *
     * @param row holds the row's bytes from {@code begin}
     * @param above holds the unfiltered row above from {@code aboveBegin}; zeros above the first row
     * @param distance bytes to the pixel on the left
     */
    static void undo(int filter, byte[] row, int begin, int length, byte[] above, int aboveBegin, int distance)
            throws UnreadableImageException {
        switch (filter) {
            case NONE -> {}
            case SUB -> sub(row, begin, length, distance);
            case UP -> up(row, begin, length, above, aboveBegin);
            case AVERAGE -> average(row, begin, length, above, aboveBegin, distance);
            case PAETH -> paeth(row, begin, length, above, aboveBegin, distance);
            default -> throw UnreadableImageException.damaged("PNG row filter %d is none of 0 to 4".formatted(filter));
        }
    }

    private static void sub(byte[] row, int begin, int length, int distance) {
        for (int i = begin + distance; i < begin + length; i++) {
            row[i] += row[i - distance];
        }
    }

    private static void up(byte[] row, int begin, int length, byte[] above, int aboveBegin) {
        for (int i = 0; i < length; i++) {
            row[begin + i] += above[aboveBegin + i];
        }
    }

    private static void average(byte[] row, int begin, int length, byte[] above, int aboveBegin, int distance) {
        int first = Math.min(distance, length);
        for (int i = 0; i < first; i++) {
            row[begin + i] += (byte) ((above[aboveBegin + i] & 0xff) >>> 1);
        }
        for (int i = first; i < length; i++) {
            row[begin + i] += (byte) (((row[begin + i - distance] & 0xff) + (above[aboveBegin + i] & 0xff)) >>> 1);
        }
    }

    private static void paeth(byte[] row, int begin, int length, byte[] above, int aboveBegin, int distance) {
        int first = Math.min(distance, length);
        for (int i = 0; i < first; i++) {
            row[begin + i] += above[aboveBegin + i];
        }
        for (int i = first; i < length; i++) {
            int left = row[begin + i - distance] & 0xff;
            int up = above[aboveBegin + i] & 0xff;
            int upLeft = above[aboveBegin + i - distance] & 0xff;
            row[begin + i] += (byte) nearest(left, up, upLeft);
        }
    }

    /** Of three neighbours the one next to {@code left + up − upLeft}; no processor could predict branches here. */
    private static int nearest(int left, int up, int upLeft) {
        int toLeft = Math.abs(up - upLeft);
        int toUp = Math.abs(left - upLeft);
        int toUpLeft = Math.abs(left + up - 2 * upLeft);
        int isUpNearer = (toUp - toLeft) >> 31;
        int nearer = left ^ ((left ^ up) & isUpNearer);
        int distance = toLeft ^ ((toLeft ^ toUp) & isUpNearer);
        int isUpLeftNearer = (toUpLeft - distance) >> 31;
        return nearer ^ ((nearer ^ upLeft) & isUpLeftNearer);
    }
}
