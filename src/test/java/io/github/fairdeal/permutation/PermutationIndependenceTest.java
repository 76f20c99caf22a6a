package io.github.fairdeal.permutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.EpochId;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders that lie next to each other by name have nothing to do with each other. */
class PermutationIndependenceTest {

    /** A step from the name of one order to the name of a neighbour. */
    private enum Step {
        NEXT_EPOCH {
            @Override
            EpochId from(EpochId id) {
                return new EpochId(id.seed(), id.epoch() + 1);
            }
        },
        NEXT_SEED {
            @Override
            EpochId from(EpochId id) {
                return new EpochId(id.seed() + 1, id.epoch());
            }
        },
        SAME_SUM {
            @Override
            EpochId from(EpochId id) {
                return new EpochId(id.seed() - 1, id.epoch() + 1);
            }
        },
        HIGHEST_BIT_OF_SEED {
            @Override
            EpochId from(EpochId id) {
                return new EpochId(id.seed() ^ Long.MIN_VALUE, id.epoch());
            }
        };

        abstract EpochId from(EpochId id);
    }

    private static final int EPOCHS = 80;

    /** Carrying the records from one order to the other is again a permutation: it must look like any other. */
    @ParameterizedTest
    @EnumSource
    void wayFromAnOrderToItsNeighbour_overEpochs_looksLikeChance(Step step) {
        int records = 20_000;
        OrderBattery battery = new OrderBattery(records, 20, 10);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            EpochId id = new EpochId(42, epoch);
            battery.add(between(id, step.from(id), records));
        }

        assertThat(battery.probabilities())
                .allSatisfy((statistic, probability) ->
                        assertThat(probability).as(statistic).isGreaterThan(Probability.FAILURE));
    }

    /** Seed and epoch added, as many programs do, would make each of these one order. */
    @ParameterizedTest
    @ValueSource(longs = {40, 4_096, 70_000, 1_000_000_000_000L})
    void orders_ofSeedsAndEpochsThatAddUpToTheSame_areDistinct(long records) {
        Set<List<Long>> beginnings = new HashSet<>();
        for (long epoch = 0; epoch < 1_000; epoch++) {
            beginnings.add(beginning(new EpochId(500 - epoch, epoch), records));
        }

        assertThat(beginnings).hasSize(1_000);
    }

    @Test
    void orders_ofSeedOneEpochOneAndSeedTwoEpochNone_differ() {
        assertThat(Orders.FAIRDEAL.table(new EpochId(1, 1), 70_000))
                .isNotEqualTo(Orders.FAIRDEAL.table(new EpochId(2, 0), 70_000));
    }

    @Test
    void orders_ofSeedAndEpochExchanged_differ() {
        Set<List<Long>> beginnings = new HashSet<>();
        for (long a = 0; a < 32; a++) {
            for (long b = 0; b < 32; b++) {
                beginnings.add(beginning(new EpochId(a, b), 70_000));
            }
        }

        assertThat(beginnings).hasSize(32 * 32);
    }

    /** One record more is another order altogether, not the old one with a record put in. */
    @Test
    void order_ofOneRecordMore_sharesNoMorePositionsThanChance() {
        long shared = 0;
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            int[] order = Orders.FAIRDEAL.table(new EpochId(42, epoch), 20_000);
            int[] longer = Orders.FAIRDEAL.table(new EpochId(42, epoch), 20_001);
            for (int i = 0; i < order.length; i++) {
                shared += order[i] == longer[i] ? 1 : 0;
            }
        }

        assertThat(Probability.ofPoisson(shared, EPOCHS)).isGreaterThan(Probability.FAILURE);
    }

    private static int[] between(EpochId from, EpochId to, int records) {
        Permutation first = Permutation.of(from, records);
        Permutation second = Permutation.of(to, records);
        int[] way = new int[records];
        Arrays.setAll(way, position -> (int) second.position(first.index(position)));
        return way;
    }

    private static List<Long> beginning(EpochId id, long records) {
        Permutation permutation = Permutation.of(id, records);
        return LongStream.range(0, 32).map(permutation::position).boxed().toList();
    }
}
