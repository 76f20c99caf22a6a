package io.github.fairdeal.permutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.EpochId;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over many epochs and seeds: every order of a few records, either parity, every position of one record. */
class PermutationUniformityTest {

    private static final int SEED = 20_180_404;

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6})
    void orders_ofAFewRecordsOverEpochsAndSeeds_areEquallyLikely(int records) {
        long[] overEpochs = new long[factorial(records)];
        long[] overSeeds = new long[factorial(records)];
        for (int i = 0; i < 200_000; i++) {
            overEpochs[rank(Orders.FAIRDEAL.table(new EpochId(SEED, i), records))]++;
            overSeeds[rank(Orders.FAIRDEAL.table(new EpochId(i, 0), records))]++;
        }

        assertThat(Probability.ofUniform(overEpochs)).isGreaterThan(Probability.FAILURE);
        assertThat(Probability.ofUniform(overSeeds)).isGreaterThan(Probability.FAILURE);
    }

    @Test
    void network_ofAFewRecords_isNotUniformAndThisSeesIt() {
        long[] orders = new long[factorial(4)];
        for (int i = 0; i < 200_000; i++) {
            orders[rank(Orders.FOUR_ROUNDS.table(new EpochId(SEED, i), 4))]++;
        }

        assertThat(Probability.ofUniform(orders)).isLessThan(Probability.FAILURE);
    }

    /** A network of XORs over powers of two has even permutations only, and powers of four are where it is tempting. */
    @ParameterizedTest
    @ValueSource(ints = {7, 64, 1_024, 4_095, 4_096, 4_097, 4_356, 8_192, 16_384, 65_536, 70_000})
    void parity_ofOrders_isEvenAndOddEquallyOften(int records) {
        int orders = 200;
        int odd = 0;
        for (int epoch = 0; epoch < orders; epoch++) {
            odd += isOdd(Orders.FAIRDEAL.table(new EpochId(SEED, epoch), records)) ? 1 : 0;
        }

        assertThat(Probability.ofFairCoin(odd, orders)).isGreaterThan(Probability.FAILURE);
    }

    @Test
    void parity_alwaysEven_isCaught() {
        assertThat(Probability.ofFairCoin(0, 200)).isLessThan(Probability.FAILURE);
        assertThat(Probability.ofFairCoin(100, 200)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIRDEAL", "FAIRDEAL_INVERSE"})
    void place_ofOneRecordOverEpochs_isUniform(Orders kind) {
        int records = 4_097;
        Map<Integer, long[]> places = new LinkedHashMap<>();
        for (int record : new int[] {0, 1, 2_048, 4_096}) {
            places.put(record, new long[records]);
        }
        long[] distances = new long[records];
        for (int epoch = 0; epoch < 30_000; epoch++) {
            var order = kind.of(new EpochId(SEED, epoch), records);
            places.forEach((record, counts) -> counts[(int) order.applyAsLong(record)]++);
            distances[Math.floorMod((int) (order.applyAsLong(1) - order.applyAsLong(0)), records)]++;
        }

        assertThat(places).allSatisfy((record, counts) -> assertThat(Probability.ofUniform(counts))
                .isGreaterThan(Probability.FAILURE));
        assertThat(Probability.ofUniform(Arrays.copyOfRange(distances, 1, records)))
                .isGreaterThan(Probability.FAILURE);
    }

    private static int factorial(int number) {
        return number == 0 ? 1 : number * factorial(number - 1);
    }

    /** Number of the order among all of them, by Lehmer's code. */
    private static int rank(int[] order) {
        int rank = 0;
        for (int i = 0; i < order.length; i++) {
            int smallerLater = 0;
            for (int j = i + 1; j < order.length; j++) {
                smallerLater += order[j] < order[i] ? 1 : 0;
            }
            rank = rank * (order.length - i) + smallerLater;
        }
        return rank;
    }

    /** A cycle of k records is k - 1 swaps. */
    private static boolean isOdd(int[] order) {
        BitSet seen = new BitSet(order.length);
        int cycles = 0;
        for (int start = 0; start < order.length; start++) {
            if (!seen.get(start)) {
                cycles++;
                for (int i = start; !seen.get(i); i = order[i]) {
                    seen.set(i);
                }
            }
        }
        return (order.length - cycles) % 2 == 1;
    }
}
