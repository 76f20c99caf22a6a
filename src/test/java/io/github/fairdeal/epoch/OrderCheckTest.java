package io.github.fairdeal.epoch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class OrderCheckTest {

    @Property(tries = 100)
    void plus_ofAnyDivisionOfTheSameRecords_hasNoDifferentBucket(
            @ForAll @Size(max = 40) List<@IntRange(max = 5_000) Integer> indexes,
            @ForAll @IntRange(max = 40) int seam) {
        int middle = Math.min(seam, indexes.size());
        OrderCheck parts = check(indexes.subList(middle, indexes.size())).plus(check(indexes.subList(0, middle)));

        assertThat(parts.differentBuckets(check(indexes))).isEmpty();
        assertThat(parts.records()).isEqualTo(indexes.size());
    }

    @Test
    void differentBuckets_oneRecordDiffers_areItsOwn() {
        OrderCheck before = check(List.of(0, 1, 1_025, 4_000));
        OrderCheck after = check(List.of(0, 1, 4_000));
        after.add(1_025, 77);

        assertThat(before.differentBuckets(after))
                .containsExactly(OrderCheck.bucket(1_025))
                .containsExactly(1);
    }

    @Test
    void bucket_ofANegativeIndex_isABucket() {
        assertThat(OrderCheck.bucket(-1)).isEqualTo(OrderCheck.BUCKETS - 1);
    }

    @Test
    void problems_moreThanAreListed_areCounted() {
        OrderCheck one = new OrderCheck();
        OrderCheck other = new OrderCheck();
        for (int i = 0; i < 7; i++) {
            one.problem("one " + i);
            other.problem("other " + i);
        }
        for (int i = 0; i < 20; i++) {
            other.problem("more");
        }

        one.plus(other);

        assertThat(one.problemCount()).isEqualTo(34);
        assertThat(one.problems())
                .hasSize(OrderCheck.MAX_PROBLEMS_LISTED)
                .startsWith("one 0")
                .endsWith("other 2");
    }

    private static OrderCheck check(List<Integer> indexes) {
        OrderCheck check = new OrderCheck();
        indexes.forEach(index -> check.add(index, 0x9e3779b97f4a7c15L * (index + 1)));
        return check;
    }
}
