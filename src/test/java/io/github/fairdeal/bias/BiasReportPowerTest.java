package io.github.fairdeal.bias;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The power table of docs/statistics.md: which ways of shuffling badly are called biased, of 70,000 records sorted into
 * ten labels, in 70 shards; by everything, by labels alone, by indexes alone. Five orders each with fixed seeds.
 */
class BiasReportPowerTest {

    private static final int RECORDS = 70_000;
    private static final int SHARDS = 70;
    private static final int ORDERS = 5;

    /** Bits of half a block: 2^18 is the smallest even power of two above N. */
    private static final int CIPHER_WORD = 9;

    /** The share of the data that a tf.data buffer holds, and how many of five orders are biased. */
    @ParameterizedTest
    @CsvSource({
        // share, by everything, by labels alone
        "0.01, 5, 5",
        "0.1,  5, 5",
        "0.5,  5, 5",
        "0.8,  5, 5",
        "0.9,  5, -1",
        "0.95, 5, -1",
        "0.98, 5, 0",
    })
    void buffer_isBiased(double share, int byAll, int byLabels) {
        LongFunction<int[]> orders = seed -> Orders.throughBuffer(RECORDS, (int) (share * RECORDS), seed);
        assertThat(biased(orders, index -> index / 7_000)).isEqualTo(byAll);
        if (byLabels >= 0) {
            assertThat(biasedByLabels(orders)).isEqualTo(byLabels);
        }
    }

    /** Blocks of consecutive records are brought into random order, the records inside stay as they are. */
    @ParameterizedTest
    @ValueSource(ints = {2, 10, 100, 1_000})
    void blocksMovedAsOne_areBiased(int block) {
        LongFunction<int[]> orders = seed -> {
            int[] blocks = Orders.uniform(RECORDS / block, seed);
            int[] order = new int[RECORDS];
            Arrays.setAll(order, t -> blocks[t / block] * block + t % block);
            return order;
        };
        assertBiasedAnyway(orders);
    }

    /** As before, but each block is shuffled inside too: no neighbours are left, only windows of the same labels. */
    @ParameterizedTest
    @ValueSource(ints = {100, 1_000})
    void shuffledBlocks_areBiased(int block) {
        LongFunction<int[]> orders = seed -> {
            int[] blocks = Orders.uniform(RECORDS / block, seed);
            int[] order = new int[RECORDS];
            Arrays.setAll(order, t -> blocks[t / block] * block + t % block);
            SplittableRandom random = new SplittableRandom(seed);
            for (int from = 0; from < RECORDS; from += block) {
                Orders.shuffle(order, from, from + block, random);
            }
            return order;
        };
        assertBiasedAnyway(orders);
    }

    @Test
    void shuffleInsideShardsOnly_isBiased() {
        assertBiasedAnyway(seed -> Orders.shuffledInsideShards(RECORDS, SHARDS, seed));
    }

    /** Too even: only lower tails see it. */
    @Test
    void roundRobinDealing_isBiased() {
        assertBiasedAnyway(seed -> Orders.dealtRoundRobin(RECORDS, SHARDS, seed));
    }

    @Test
    void oneRecordInAThousandLeftInPlace_isBiased() {
        LongFunction<int[]> orders = seed -> Orders.withSomeLeftInPlace(Orders.uniform(RECORDS, seed), 1_000);
        assertThat(biased(orders, index -> index / 7_000)).isEqualTo(ORDERS);
        assertThat(biasedByLabels(orders)).as("labels cannot see it").isZero();
    }

    /** o = a·t + c modulo N, a random and coprime to N. */
    @Test
    void linearCongruentialOrder_isBiased() {
        LongFunction<int[]> orders = seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            long factor = random.nextLong(RECORDS);
            while (factor % 2 == 0 || factor % 5 == 0 || factor % 7 == 0) {
                factor++;
            }
            long a = factor;
            long c = random.nextLong(RECORDS);
            int[] order = new int[RECORDS];
            Arrays.setAll(order, t -> (int) ((a * t + c) % RECORDS));
            return order;
        };
        assertThat(biased(orders, index -> index / 7_000)).isEqualTo(ORDERS);
        assertThat(biased(orders, index -> ShardRecorder.NO_LABEL)).isEqualTo(ORDERS);
    }

    /** Four rounds of a cipher like SIMON, walked until the index is one of N: the usual stateless index shuffle. */
    @Test
    void cipherOfFourRounds_isBiased() {
        LongFunction<int[]> orders = seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            int[] keys = random.ints(4, 0, 1 << CIPHER_WORD).toArray();
            int[] order = new int[RECORDS];
            Arrays.setAll(order, t -> {
                int walked = t;
                do {
                    walked = encrypted(walked, keys);
                } while (walked >= RECORDS);
                return walked;
            });
            return order;
        };
        assertThat(biased(orders, index -> index / 7_000)).isEqualTo(ORDERS);
        assertThat(biased(orders, index -> ShardRecorder.NO_LABEL)).isEqualTo(ORDERS);
    }

    @Test
    void bufferOf98PerCent_isFoundByTheLowerTailOfMaxLagAlone() {
        for (long seed = 0; seed < ORDERS; seed++) {
            BiasReport report = report(Orders.throughBuffer(RECORDS, 68_600, seed), index -> index / 7_000);
            assertThat(report.decidedBy()).isEqualTo(BiasStatistic.MAX_LAG);
            assertThat(report.statistics())
                    .filteredOn(statistic -> statistic.statistic() != BiasStatistic.MAX_LAG)
                    .allMatch(statistic -> statistic.verdict() != Verdict.BIASED);
        }
    }

    private static int encrypted(int block, int[] keys) {
        int left = block >>> CIPHER_WORD;
        int right = block & ((1 << CIPHER_WORD) - 1);
        for (int key : keys) {
            int mixed = right ^ key ^ (rotated(left, 1) & rotated(left, 8)) ^ rotated(left, 2);
            right = left;
            left = mixed;
        }
        return (left << CIPHER_WORD) | right;
    }

    private static int rotated(int word, int by) {
        return ((word << by) | (word >>> (CIPHER_WORD - by))) & ((1 << CIPHER_WORD) - 1);
    }

    private static void assertBiasedAnyway(LongFunction<int[]> orders) {
        assertThat(biased(orders, index -> index / 7_000)).as("by everything").isEqualTo(ORDERS);
        assertThat(biasedByLabels(orders)).as("by labels").isEqualTo(ORDERS);
        assertThat(biased(orders, index -> ShardRecorder.NO_LABEL))
                .as("by indexes")
                .isEqualTo(ORDERS);
    }

    private static int biased(LongFunction<int[]> orders, LongUnaryOperator label) {
        return (int) LongStream.range(0, ORDERS)
                .parallel()
                .mapToObj(seed -> report(orders.apply(seed), label))
                .filter(report -> report.verdict() == Verdict.BIASED)
                .count();
    }

    /** Records that have no index: their index is used for the label only. */
    private static int biasedByLabels(LongFunction<int[]> orders) {
        return (int) LongStream.range(0, ORDERS)
                .parallel()
                .mapToObj(orders)
                .map(order -> BiasReport.of(Orders.recordedWithoutIndexes(
                        order, Orders.equalSizes(RECORDS, SHARDS), index -> index / 7_000)))
                .filter(report -> report.verdict() == Verdict.BIASED)
                .count();
    }

    private static BiasReport report(int[] order, LongUnaryOperator label) {
        return BiasReport.of(Orders.recorded(order, Orders.equalSizes(RECORDS, SHARDS), label));
    }
}
