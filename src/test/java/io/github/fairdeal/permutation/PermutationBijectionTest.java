package io.github.fairdeal.permutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.EpochId;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every index of many orders, one by one: each position exactly once, and back. */
class PermutationBijectionTest {

    private static final List<EpochId> IDS =
            List.of(new EpochId(0, 0), new EpochId(1, 7), new EpochId(-1, Long.MAX_VALUE));

    @Test
    void permutation_ofEveryNumberOfRecordsTo4096_isABijection() {
        for (int records = 1; records <= 4_096; records++) {
            for (EpochId id : IDS) {
                assertBijection(Permutation.of(id, records));
            }
        }
    }

    @Test
    void network_whereTheTableIsUsed_isABijectionToo() {
        for (int records = 3; records <= 4_096; records++) {
            assertBijection(Orders.feistel(IDS.get(records % IDS.size()), records, FeistelPermutation.ROUNDS));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 13, 14, 15, 16, 17, 18, 19, 20, 21})
    void permutation_aroundAPowerOfTwo_isABijection(int exponent) {
        for (long records = (1L << exponent) - 1; records <= (1L << exponent) + 1; records++) {
            // Several names where it is cheap; one, a different one for each N, where it is not.
            for (EpochId id : exponent <= 16 ? IDS : IDS.subList((int) (records % 3), (int) (records % 3) + 1)) {
                assertBijection(Permutation.of(id, records));
            }
        }
    }

    /** Domains that fit exactly, and those that are largest for their N: most walks are here. */
    @ParameterizedTest
    @ValueSource(ints = {64, 65, 66, 100, 255, 256, 257, 1_000})
    void permutation_aroundASquare_isABijection(int root) {
        for (long records = (long) root * root - 2; records <= (long) root * root + 2; records++) {
            assertBijection(Permutation.of(IDS.get(1), records));
        }
    }

    private static void assertBijection(Permutation permutation) {
        int records = Math.toIntExact(permutation.records());
        BitSet taken = new BitSet(records);
        long[] positions = new long[records];
        int half = records / 2;
        permutation.positions(half, positions, records - half);
        System.arraycopy(positions, 0, positions, half, records - half);
        permutation.positions(0, positions, half);
        long[] indexes = new long[records];
        permutation.indexes(half, indexes, records - half);
        System.arraycopy(indexes, 0, indexes, half, records - half);
        permutation.indexes(0, indexes, half);
        for (int index = 0; index < records; index++) {
            long position = permutation.position(index);
            if (positions[index] != position) {
                throw new AssertionError("position of index " + index + " of " + records + " records is " + position
                        + ", computed among others " + positions[index]);
            }
            // Plain comparisons: an assertion object per record would take longer than the permutation.
            if (position < 0 || position >= records || taken.get((int) position)) {
                throw new AssertionError("position " + position + " of index " + index + " of " + records
                        + " records is outside or taken");
            }
            taken.set((int) position);
            if (permutation.index(position) != index || indexes[(int) position] != index) {
                throw new AssertionError("index of position " + position + " of " + records + " records is "
                        + permutation.index(position) + ", computed among others " + indexes[(int) position]
                        + ", expected " + index);
            }
        }
        assertThat(taken.cardinality()).isEqualTo(records);
    }
}
