package io.github.fairdeal.permutation;

/** A shuffle written down: Fisher and Yates's, in Durstenfeld's form (CACM 7(7), 1964, algorithm 235). */
final class TablePermutation extends Permutation {

    private final int[] positions;
    private final int[] indexes;

    TablePermutation(int records, KeyStream keys) {
        super(records);
        positions = new int[records];
        indexes = new int[records];
        for (int i = 0; i < records; i++) {
            positions[i] = i;
        }
        for (int last = records - 1; last > 0; last--) {
            int chosen = keys.below(last + 1);
            int swapped = positions[last];
            positions[last] = positions[chosen];
            positions[chosen] = swapped;
        }
        for (int i = 0; i < records; i++) {
            indexes[positions[i]] = i;
        }
    }

    @Override
    long toPosition(long index) {
        return positions[(int) index];
    }

    @Override
    long toIndex(long position) {
        return indexes[(int) position];
    }
}
