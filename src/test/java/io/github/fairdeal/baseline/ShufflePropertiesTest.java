package io.github.fairdeal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.baseline.RandomShuffleQueue.Producer;
import io.github.fairdeal.baseline.RandomShuffleQueue.Settings;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ShufflePropertiesTest {

    /** A shuffle and how far it may look ahead: the record at position t is one of the first {@code t + ahead}. */
    record Shuffle(String name, int ahead, Function<Iterator<Long>, Iterator<Long>> over) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Counts what is taken from it. */
    private static final class Counted implements Iterator<Long> {
        private final long records;
        private long taken;

        Counted(long records) {
            this.records = records;
        }

        @Override
        public boolean hasNext() {
            return taken < records;
        }

        @Override
        public Long next() {
            return taken++;
        }
    }

    @Property(tries = 300)
    void everyShuffle_givesEachRecordOnce_andLooksNoFurtherAheadThanItsBuffer(
            @ForAll("shuffles") Shuffle shuffle, @ForAll @IntRange(max = 300) int records) {
        Counted input = new Counted(records);
        Iterator<Long> order = shuffle.over().apply(input);

        List<Long> out = new ArrayList<>();
        while (order.hasNext()) {
            out.add(order.next());
            assertThat(input.taken).isLessThan(out.size() + shuffle.ahead());
        }

        assertThat(out)
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, records).boxed().toList());
        assertThatThrownBy(order::next).isInstanceOf(NoSuchElementException.class);
    }

    @Property(tries = 100)
    void everyShuffle_isTheSameForOneSeed(@ForAll("shuffles") Shuffle shuffle) {
        assertThat(all(shuffle.over().apply(new Counted(200))))
                .isEqualTo(all(shuffle.over().apply(new Counted(200))));
    }

    @Provide
    Arbitrary<Shuffle> shuffles() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(1, 50),
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.integers().between(1, 30),
                        Arbitraries.longs())
                .as(ShufflePropertiesTest::shuffle);
    }

    private static Shuffle shuffle(int kind, int size, int extra, int batch, long seed) {
        return switch (kind) {
            case 0 -> new Shuffle("buffer " + size, size, input -> new BufferShuffle<>(input, size, seed));
            case 1 -> new Shuffle("blocks of " + size, size, input -> new BlockShuffle<>(input, size, seed));
            case 2 -> queue(new Settings(extra, extra + size, batch), Producer.FAST, seed);
            default -> queue(new Settings(extra, extra + size, batch), Producer.SLOW, seed);
        };
    }

    private static Shuffle queue(Settings settings, Producer producer, long seed) {
        int ahead = producer == Producer.FAST ? settings.capacity() : settings.minAfterDequeue() + 1;
        return new Shuffle(
                settings + " " + producer, ahead, input -> new RandomShuffleQueue<>(input, settings, producer, seed));
    }

    @Example
    void otherSeed_isAnotherOrder() {
        assertThat(all(new BufferShuffle<>(new Counted(200), 50, 1)))
                .isNotEqualTo(all(new BufferShuffle<>(new Counted(200), 50, 2)));
    }

    @Example
    void bufferAsLargeAsTheInput_givesEveryOrderEquallyOften() {
        int[] counts = new int[24];
        int seeds = 24_000;
        for (int seed = 0; seed < seeds; seed++) {
            counts[rank(all(new BufferShuffle<>(new Counted(4), 4, seed)))]++;
        }
        double chiSquare = IntStream.of(counts)
                .mapToDouble(count -> (count - 1000.0) * (count - 1000.0) / 1000)
                .sum();
        assertThat(chiSquare).as("χ²(23), between its 1e-6 quantiles").isBetween(3.0, 75.0);
    }

    @Example
    void bufferOfOne_leavesTheOrderAsItIs() {
        assertThat(all(new BufferShuffle<>(new Counted(100), 1, 7))).isSorted();
        assertThat(all(new BlockShuffle<>(new Counted(100), 1, 7))).isSorted();
    }

    @Example
    void blocks_keepTheirRecords() {
        List<Long> order = all(new BlockShuffle<>(new Counted(250), 100, 7));

        assertThat(order.subList(0, 100)).allMatch(index -> index < 100).isNotEqualTo(sorted(order.subList(0, 100)));
        assertThat(order.subList(100, 200)).allMatch(index -> index >= 100 && index < 200);
        assertThat(order.subList(200, 250)).allMatch(index -> index >= 200);
    }

    @Example
    void shards_comeInARandomOrder_andKeepTheOrderInside() {
        List<List<Long>> shards = IntStream.range(0, 8)
                .mapToObj(shard ->
                        LongStream.range(10L * shard, 10L * shard + 10).boxed().toList())
                .toList();

        List<Long> order = all(new ShardOrderShuffle<>(shards, 3));

        List<List<Long>> pieces = IntStream.range(0, 8)
                .mapToObj(place -> order.subList(10 * place, 10 * place + 10))
                .toList();
        assertThat(pieces).containsExactlyInAnyOrderElementsOf(shards).isNotEqualTo(shards);
        assertThat(new ShardOrderShuffle<>(List.<List<Long>>of(), 3)).isExhausted();
        assertThat(all(new ShardOrderShuffle<>(List.of(List.of(), List.of(1L), List.<Long>of()), 3)))
                .containsExactly(1L);
    }

    @Example
    void sizesOutOfRange_areRefused() {
        assertThatThrownBy(() -> new BufferShuffle<>(new Counted(1), 0, 0)).hasMessageContaining("buffer of 0");
        assertThatThrownBy(() -> new Settings(10, 10, 1)).hasMessageContaining("capacity 10, expected more than");
        assertThatThrownBy(() -> new Settings(-1, 10, 1)).hasMessageContaining("min_after_dequeue -1");
        assertThatThrownBy(() -> new Settings(1, 10, 0)).hasMessageContaining("batch size 0");
        assertThat(Settings.ofGuide(10_000, 20)).isEqualTo(new Settings(10_000, 10_060, 20));
    }

    /** Place of a permutation of 0..3 among all 24, by its Lehmer code. */
    private static int rank(List<Long> order) {
        int rank = 0;
        for (int i = 0; i < order.size(); i++) {
            long here = order.get(i);
            long smallerBehind =
                    order.stream().skip(i).filter(index -> index < here).count();
            rank = rank * (order.size() - i) + (int) smallerBehind;
        }
        return rank;
    }

    private static List<Long> sorted(List<Long> order) {
        return order.stream().sorted().toList();
    }

    private static List<Long> all(Iterator<Long> order) {
        return Stream.generate(() -> order)
                .takeWhile(Iterator::hasNext)
                .map(Iterator::next)
                .toList();
    }
}
