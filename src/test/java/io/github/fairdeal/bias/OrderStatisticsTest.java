package io.github.fairdeal.bias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OrderStatisticsTest {

    /** Half as many records as are promised to work; products do not fit a long or a double. */
    private static final long FAR = 1L << 41;

    private static final OrderOutline FAR_ORDER = new OrderOutline(2 * FAR, List.of(7, 64));

    @Property(tries = 300)
    void parts_inAnyPartitionAndAnyOrder_addUpToTheWhole(
            @ForAll @IntRange(min = 0, max = 200) int records,
            @ForAll @IntRange(min = 1, max = 20) int parts,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ShardRecorder whole = new ShardRecorder(FAR_ORDER, 4);
        List<OrderStatistics> pieces = new ArrayList<>(List.of(OrderStatistics.empty(FAR_ORDER)));
        NavigableSet<Integer> cuts = cuts(records, parts, random);
        long index = 0;
        for (int from : cuts.headSet(records)) {
            ShardRecorder part = new ShardRecorder(FAR_ORDER, 4);
            for (int t = from; t < cuts.higher(from); t++) {
                index = random.nextBoolean() ? index + 1 : FAR + random.nextInt(300);
                long label = random.nextLong(-3, 100) / 20;
                whole.add(FAR + t, index, label);
                part.add(FAR + t, index, label);
            }
            pieces.add(part.snapshot());
        }
        if (records > 0) {
            assertThat(merged(pieces, random)).isEqualTo(whole.snapshot());
        }
    }

    /** Whole orders, where windows and pieces are completed, the last window is short, and a stretch may be one record. */
    @Property(tries = 300)
    void report_isTheSameHoweverAnOrderIsCut(
            @ForAll @IntRange(min = 1, max = 300) int records,
            @ForAll @IntRange(min = 1, max = 40) int parts,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        OrderOutline outline = new OrderOutline(records, List.of(50, 7, 300));
        int[] order = Orders.uniform(records, seed);
        OrderStatistics whole = Orders.recorded(order, new int[] {records}, index -> index * index % 7, outline);
        List<OrderStatistics> pieces = new ArrayList<>();
        NavigableSet<Integer> cuts = cuts(records, parts, random);
        for (int from : cuts.headSet(records)) {
            ShardRecorder part = new ShardRecorder(outline, 0);
            for (int t = from; t < cuts.higher(from); t++) {
                part.add(t, order[t], (long) order[t] * order[t] % 7);
            }
            pieces.add(part.snapshot());
        }
        OrderStatistics together = merged(pieces, random);
        assertThat(together).isEqualTo(whole);
        assertThat(BiasReport.of(together)).isEqualTo(BiasReport.of(whole));
    }

    @Property(tries = 100)
    void sums_equalBigIntegerArithmetic(@ForAll @IntRange(min = 1, max = 100) int records, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        // Sums do not fit a long either; 100 products stay below 2^127.
        long far = 1L << 59;
        ShardRecorder recorder = new ShardRecorder(OrderOutline.of(2 * far), 0);
        BigInteger sum = BigInteger.ZERO;
        BigInteger products = BigInteger.ZERO;
        BigInteger displacements = BigInteger.ZERO;
        BigInteger neighbours = BigInteger.ZERO;
        BigInteger positions = BigInteger.ZERO;
        BigInteger before = BigInteger.ZERO;
        for (int t = 0; t < records; t++) {
            BigInteger position = BigInteger.valueOf(far + t);
            BigInteger index = BigInteger.valueOf(random.nextLong(2 * far));
            recorder.add(far + t, index.longValueExact(), 3);
            sum = sum.add(index);
            products = products.add(index.multiply(position));
            displacements = displacements.add(index.subtract(position).abs());
            neighbours = neighbours.add(index.multiply(before));
            positions = positions.add(position);
            before = index;
        }
        OrderStatistics statistics = recorder.snapshot();
        IndexSums sums = statistics.shards().get(0).indexes();
        assertThat(sums.sum()).isEqualTo(sum);
        assertThat(sums.sumOfProducts()).isEqualTo(products);
        assertThat(sums.sumOfDisplacements()).isEqualTo(displacements);
        assertThat(statistics.stretches().get(0).indexes().products()).isEqualTo(neighbours);
        assertThat(statistics.labels().positionSum(0)).isEqualTo(positions);
    }

    @Test
    void runs_acrossSeams_areJoined() {
        int[] labels = {5, 5, 5, 2, 2, 2, 2, 5};
        OrderOutline outline = OrderOutline.of(labels.length);
        for (int cut = 1; cut < labels.length; cut++) {
            ShardRecorder first = new ShardRecorder(outline, 0);
            ShardRecorder second = new ShardRecorder(outline, 1);
            for (int t = 0; t < labels.length; t++) {
                (t < cut ? first : second).add(t, t, labels[t]);
            }
            assertThat(second.snapshot()
                            .plus(first.snapshot())
                            .stretches()
                            .get(0)
                            .labels())
                    .isEqualTo(new LabelNeighbours(5, 5, 3, 3, 1, 4));
        }
    }

    @Test
    void adjacency_acrossTheSeamOfParts_isCounted() {
        OrderOutline outline = OrderOutline.of(10);
        ShardRecorder first = new ShardRecorder(outline, 0);
        ShardRecorder second = new ShardRecorder(outline, 0);
        first.addIndex(0, 6);
        first.addIndex(1, 7);
        second.addIndex(2, 8);
        second.addIndex(3, 5);
        IndexNeighbours joined =
                second.snapshot().plus(first.snapshot()).stretches().get(0).indexes();
        assertThat(joined.adjacent()).isEqualTo(2);
        assertThat(joined.firstIndex()).isEqualTo(6);
        assertThat(joined.lastIndex()).isEqualTo(5);
    }

    @Test
    void recordWithoutIndex_isNotAdjacentToIndexZero() {
        ShardRecorder recorder = new ShardRecorder(OrderOutline.of(2), 0);
        recorder.addIndex(0, ShardRecorder.NONE);
        recorder.addIndex(1, 0);
        assertThat(recorder.snapshot().stretches().get(0).indexes().adjacent()).isZero();
    }

    @Test
    void overlappingParts_areRefused() {
        ShardRecorder recorder = new ShardRecorder(OrderOutline.of(1), 0);
        recorder.addIndex(0, 0);
        OrderStatistics part = recorder.snapshot();
        assertThatThrownBy(() -> part.plus(part))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("positions 0..0 were observed twice");
    }

    @Test
    void partsOfDifferentOrders_areRefused() {
        OrderStatistics some = OrderStatistics.empty(OrderOutline.of(1));
        OrderStatistics others = OrderStatistics.empty(OrderOutline.of(2));
        assertThatThrownBy(() -> some.plus(others))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("parts of different orders: ");
    }

    @Test
    void skippedPosition_isRefused() {
        ShardRecorder recorder = new ShardRecorder(OrderOutline.of(10), 3);
        recorder.addIndex(7, 0);
        assertThatThrownBy(() -> recorder.addIndex(9, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shard 3: position 9 after 7, expected 8");
    }

    @Test
    void positionBeyondTheOrder_isRefused() {
        ShardRecorder recorder = new ShardRecorder(OrderOutline.of(1), 3);
        recorder.addIndex(0, 0);
        assertThatThrownBy(() -> recorder.addIndex(1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shard 3: position 1 of an order of 1 records");
    }

    @Test
    void labelsThatAreIds_areRefused() {
        long records = 3L * LabelCounts.MAX_LABELS;
        ShardRecorder recorder = new ShardRecorder(OrderOutline.of(records), 0);
        assertThatThrownBy(() -> {
                    for (long t = 0; t < records; t++) {
                        recorder.add(t, t, t);
                    }
                })
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("does the field hold an id?");
    }

    private static NavigableSet<Integer> cuts(int records, int parts, SplittableRandom random) {
        NavigableSet<Integer> cuts = new TreeSet<>(List.of(0, records));
        for (int cut = 1; cut < parts; cut++) {
            cuts.add(random.nextInt(records + 1));
        }
        return cuts;
    }

    private static OrderStatistics merged(List<OrderStatistics> parts, SplittableRandom random) {
        List<OrderStatistics> pieces = new ArrayList<>(parts);
        Collections.shuffle(pieces, new Random(random.nextLong()));
        while (pieces.size() > 1) {
            OrderStatistics some = pieces.remove(random.nextInt(pieces.size()));
            int other = random.nextInt(pieces.size());
            pieces.set(other, pieces.get(other).plus(some));
        }
        return pieces.get(0);
    }
}
