package io.github.fairdeal.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class LabelCountsTest {

    private final LabelCounts counts = new LabelCounts();

    @Test
    void toMap_ofNothing_isEmpty() {
        assertThat(counts.toMap()).isEmpty();
        assertThat(counts.labels()).isZero();
    }

    @Test
    void toMap_ofRunsAndChanges_countsEach() {
        for (long label : new long[] {3, 3, 3, 0, 3, -1, Long.MIN_VALUE, 0}) {
            counts.add(label);
        }

        assertThat(counts.toMap()).containsExactly(entry(Long.MIN_VALUE, 1), entry(-1, 1), entry(0, 2), entry(3, 4));
        assertThat(counts.labels()).isEqualTo(4);
    }

    @Test
    void toMap_ofLabelsThatAgreeInTheirLowestBits_tellsThemApart() {
        for (long label : new long[] {7, 7 + 1024, 7, 7 - 1024, 7 + 1024, 7}) {
            counts.add(label);
        }

        assertThat(counts.toMap()).containsExactly(entry(7 - 1024, 1), entry(7, 3), entry(7 + 1024, 2));
    }

    @Test
    void add_countsOfOthersAmidARun_addsUp() {
        counts.add(5);
        counts.add(new TreeMap<>(Map.of(5L, 10L, 6L, 1L)));
        counts.add(5);

        assertThat(counts.toMap()).containsExactly(entry(5, 12), entry(6, 1));
    }

    @Test
    void toMap_isAPictureOfTheMoment() {
        counts.add(1);
        var before = counts.toMap();
        counts.add(1);

        assertThat(before).containsExactly(entry(1, 1));
        assertThatThrownBy(() -> before.put(2L, 1L)).isInstanceOf(UnsupportedOperationException.class);
    }

    private static Map.Entry<Long, Long> entry(long label, long count) {
        return Map.entry(label, count);
    }
}
