package io.github.fairdeal.bias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ShardStatisticsTest {

    /** Positions and indexes whose products and sums do not fit a long or a double; 200 products stay below 2^127. */
    private static final long FAR = 1L << 59;

    @Property(tries = 300)
    void parts_inAnyPartitionAndAnyOrder_addUpToTheWhole(
            @ForAll @IntRange(min = 0, max = 200) int records,
            @ForAll @IntRange(min = 1, max = 20) int parts,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TreeSet<Integer> cuts = new TreeSet<>(List.of(0, records));
        for (int cut = 1; cut < parts; cut++) {
            cuts.add(random.nextInt(records + 1));
        }
        ShardRecorder whole = new ShardRecorder(4);
        List<ShardStatistics> pieces = new ArrayList<>(List.of(ShardStatistics.empty(4)));
        long index = 0;
        for (int from : cuts.headSet(records)) {
            ShardRecorder part = new ShardRecorder(4);
            for (int t = from; t < cuts.higher(from); t++) {
                index = random.nextBoolean() ? index + 1 : FAR + random.nextInt(300);
                long label = random.nextLong(-100, 100);
                whole.add(FAR + t, index, label);
                part.add(FAR + t, index, label);
            }
            pieces.add(part.snapshot());
        }
        Collections.shuffle(pieces, new Random(seed));
        while (pieces.size() > 1) {
            ShardStatistics some = pieces.remove(random.nextInt(pieces.size()));
            int other = random.nextInt(pieces.size());
            pieces.set(other, pieces.get(other).plus(some));
        }
        assertThat(pieces.get(0)).isEqualTo(whole.snapshot());
    }

    @Property(tries = 100)
    void sums_equalBigIntegerArithmetic(@ForAll @IntRange(min = 1, max = 100) int records, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ShardRecorder recorder = new ShardRecorder(0);
        BigInteger sum = BigInteger.ZERO;
        BigInteger products = BigInteger.ZERO;
        for (int t = 0; t < records; t++) {
            long index = random.nextLong(2 * FAR);
            recorder.addIndex(FAR + t, index);
            sum = sum.add(BigInteger.valueOf(index));
            products = products.add(BigInteger.valueOf(index).multiply(BigInteger.valueOf(FAR + t)));
        }
        IndexSums sums = recorder.snapshot().indexes();
        assertThat(sums.sum()).isEqualTo(sum);
        assertThat(sums.sumOfProducts()).isEqualTo(products);
    }

    @Property(tries = 50)
    void report_isTheSameHoweverShardsAreCut(@ForAll long seed) {
        int[] order = Orders.uniform(1_000, seed);
        BiasReport whole = BiasReport.of(Orders.recorded(order, new int[] {1_000}, index -> index % 3));
        SplittableRandom random = new SplittableRandom(seed);
        int cut = random.nextInt(1_001);
        List<ShardStatistics> two = Orders.recorded(order, new int[] {cut, 1_000 - cut}, index -> index % 3);
        BiasReport cutReport = BiasReport.of(two);
        for (BiasStatistic statistic : List.of(
                BiasStatistic.SPEARMAN, BiasStatistic.MAX_LAG, BiasStatistic.FIXED_POINTS, BiasStatistic.ADJACENCY)) {
            assertThat(cutReport.statistic(statistic)).isEqualTo(whole.statistic(statistic));
        }
    }

    @Test
    void adjacency_acrossTheSeamOfParts_isCounted() {
        ShardRecorder first = new ShardRecorder(0);
        ShardRecorder second = new ShardRecorder(0);
        first.addIndex(0, 6);
        first.addIndex(1, 7);
        second.addIndex(2, 8);
        second.addIndex(3, 5);
        assertThat(second.snapshot().plus(first.snapshot()).stretches()).containsExactly(new Stretch(0, 4, 6, 5, 2));
    }

    @Test
    void recordWithoutIndex_isNotAdjacentToIndexZero() {
        ShardRecorder recorder = new ShardRecorder(0);
        recorder.addIndex(0, ShardRecorder.NONE);
        recorder.addIndex(1, 0);
        assertThat(recorder.snapshot().stretches()).containsExactly(new Stretch(0, 2, -1, 0, 0));
    }

    @Test
    void overlappingParts_areRefused() {
        ShardRecorder recorder = new ShardRecorder(0);
        recorder.addIndex(0, 0);
        ShardStatistics part = recorder.snapshot();
        assertThatThrownBy(() -> part.plus(part))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("positions 0..0 were observed twice");
    }

    @Test
    void skippedPosition_isRefused() {
        ShardRecorder recorder = new ShardRecorder(3);
        recorder.addIndex(7, 0);
        assertThatThrownBy(() -> recorder.addIndex(9, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shard 3: position 9 after 7, expected 8");
    }

    @Test
    void labelsThatAreIds_areRefused() {
        ShardRecorder recorder = new ShardRecorder(0);
        assertThatThrownBy(() -> {
                    for (int t = 0; t < 3 * LabelCounts.MAX_LABELS; t++) {
                        recorder.add(t, t, t);
                    }
                })
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("does the field hold an id?");
    }
}
