package io.github.fairdeal.permutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.EpochId;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole orders against chance, two-sided, summed over epochs; and weak orders that the same statistics tell from it. */
class PermutationStatisticsTest {

    private static final int LABELS = 10;
    private static final int SHARDS = 70;

    @ParameterizedTest
    @CsvSource({
        "FAIRDEAL,             4097, 1000",
        "FAIRDEAL_INVERSE,     4097, 1000",
        "FAIRDEAL,            70000,  200",
        "FAIRDEAL_INVERSE,    70000,   50",
        "FAIRDEAL,          1000000,   10",
        "FAIRDEAL_INVERSE,  1000000,    3",
        // A table and a shuffle that is known to be good: were the laws wrong, these would fail.
        "FAIRDEAL,             4096, 1000",
        "FISHER_YATES,         4096, 1000",
        "FISHER_YATES,        70000,   50"
    })
    void statistics_ofEpochs_areThoseOfChance(Orders kind, int records, int epochs) {
        assertThat(judged(kind, records, epochs))
                .allSatisfy((statistic, probability) ->
                        assertThat(probability).as(statistic).isGreaterThan(Probability.FAILURE));
    }

    @ParameterizedTest
    @EnumSource(names = {"TWO_ROUNDS", "FOUR_ROUNDS", "LINEAR_CONGRUENTIAL"})
    void statistics_ofWeakOrders_areNot(Orders kind) {
        assertThat(judged(kind, 70_000, 60).values()).anyMatch(probability -> probability < Probability.FAILURE);
    }

    /** Dealing the sorted records round-robin makes every shard a perfect sample: only a two-sided test objects. */
    @Test
    void shardStatistics_ofRecordsDealtRoundRobin_areTooEven() {
        OrderBattery battery = new OrderBattery(70_000, SHARDS, LABELS);
        int[] order = new int[70_000];
        for (int t = 0; t < order.length; t++) {
            order[t] = t % 1_000 * SHARDS + t / 1_000;
        }

        battery.add(order);

        assertThat(battery.probabilities().get("shard x label")).isLessThan(Probability.FAILURE);
        assertThat(battery.probabilities().get("shard mean index")).isLessThan(Probability.FAILURE);
    }

    private static SortedMap<String, Double> judged(Orders kind, int records, int epochs) {
        OrderBattery battery = new OrderBattery(records, SHARDS, LABELS);
        for (int epoch = 0; epoch < epochs; epoch++) {
            battery.add(kind.table(new EpochId(20_180_404, epoch), records));
        }
        return battery.probabilities();
    }
}
