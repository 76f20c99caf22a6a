package io.github.fairdeal.bias;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OrderSamplerTest {

    @Property(tries = 200)
    void sample_isTheSameForAnyPartition(
            @ForAll @IntRange(min = 0, max = 500) int records,
            @ForAll @IntRange(min = 1, max = 50) int capacity,
            @ForAll @IntRange(min = 1, max = 10) int parts,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        OrderSampler whole = new OrderSampler(capacity);
        List<OrderSampler> samplers = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            samplers.add(new OrderSampler(capacity));
        }
        for (int t = 0; t < records; t++) {
            whole.add(t, 2L * t, t % 3);
            samplers.get(random.nextInt(parts)).add(t, 2L * t, t % 3);
        }
        OrderSample merged = samplers.stream()
                .map(OrderSampler::snapshot)
                .reduce(OrderSample::plus)
                .orElseThrow();
        assertThat(merged).isEqualTo(whole.snapshot());
        assertThat(merged.points()).isEqualTo(Math.min(records, capacity));
        assertThat(merged.records()).isEqualTo(records);
    }

    @Test
    void knownNumberOfRecords_changesNoSample() {
        for (int records : new int[] {0, 1_000, 20_000, 21_000, 300_000}) {
            OrderSampler unknown = new OrderSampler();
            OrderSampler known = OrderSampler.of(records);
            for (int t = 0; t < records; t++) {
                unknown.add(t, records - t, t % 3);
                known.add(t, records - t, t % 3);
            }
            assertThat(known.snapshot()).isEqualTo(unknown.snapshot());
            assertThat(known.snapshot().points()).isEqualTo(Math.min(records, OrderSampler.DEFAULT_CAPACITY));
        }
    }

    @Test
    void sample_takesEveryStrideAlike() {
        OrderSampler sampler = new OrderSampler();
        for (int t = 0; t < 1_000_000; t++) {
            sampler.add(t, t, 0);
        }
        OrderSample sample = sampler.snapshot();
        for (int stride : new int[] {2, 10, 64, 1_000}) {
            double chiSquare = 0;
            int[] counts = new int[stride];
            for (int i = 0; i < sample.points(); i++) {
                counts[(int) (sample.position(i) % stride)]++;
            }
            double expected = (double) sample.points() / stride;
            for (int count : counts) {
                chiSquare += (count - expected) * (count - expected) / expected;
            }
            assertThat(NullLaws.chiSquare(chiSquare, stride - 1.0, 2 * (stride - 1.0), 0))
                    .as("stride %d", stride)
                    .isGreaterThan(1e-6);
        }
    }

    @Test
    void points_ascendByPosition_withTheirIndexesAndLabels() {
        OrderSampler sampler = new OrderSampler(10);
        for (int t = 99; t >= 0; t--) {
            sampler.add(t, 3L * t, 7L * t);
        }
        OrderSample sample = sampler.snapshot();
        for (int i = 0; i < 10; i++) {
            assertThat(sample.index(i)).isEqualTo(3 * sample.position(i));
            assertThat(sample.label(i)).isEqualTo(7 * sample.position(i));
            assertThat(i == 0 || sample.position(i) > sample.position(i - 1)).isTrue();
        }
    }
}
