package io.github.fairdeal.permutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.UsageException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ShardLayoutTest {

    @Property
    void shards_ofAFewRecords_areConsecutiveAndEqualToOneRecord(
            @ForAll @IntRange(min = 1, max = 300) int records, @ForAll @IntRange(min = 1, max = 300) int atMost) {
        ShardLayout layout = new ShardLayout(records, Math.min(records, atMost));
        long next = 0;
        for (int shard = 0; shard < layout.shards(); shard++) {
            assertThat(layout.first(shard)).isEqualTo(next);
            assertThat(layout.size(shard)).isBetween((long) records / layout.shards(), layout.size(0));
            for (long slot = 0; slot < layout.size(shard); slot++) {
                assertThat(layout.shardOf(next)).isEqualTo(shard);
                assertThat(layout.slot(next)).isEqualTo(slot);
                next++;
            }
        }

        assertThat(next).isEqualTo(records);
        assertThat(layout.size(0) - layout.size(layout.shards() - 1)).isBetween(0L, 1L);
    }

    @Property
    void shards_ofAnyNumberOfRecords_meetWithoutGap(
            @ForAll @LongRange(min = Integer.MAX_VALUE, max = Permutation.MAX_RECORDS) long records,
            @ForAll @IntRange(min = 2) int shards,
            @ForAll @IntRange(min = 0) int place) {
        ShardLayout layout = new ShardLayout(records, shards);
        int shard = place % (shards - 1);
        long seam = layout.first(shard + 1);

        assertThat(layout.first(shard) + layout.size(shard)).isEqualTo(seam);
        assertThat(layout.shardOf(seam - 1)).isEqualTo(shard);
        assertThat(layout.slot(seam - 1)).isEqualTo(layout.size(shard) - 1);
        assertThat(layout.shardOf(seam)).isEqualTo(shard + 1);
        assertThat(layout.slot(seam)).isZero();
        assertThat(layout.first(shards - 1) + layout.size(shards - 1)).isEqualTo(records);
        assertThat(layout.shardOf(records - 1)).isEqualTo(shards - 1);
    }

    @Test
    void size_oneRecordMoreThanFits_isInTheFirstShard() {
        ShardLayout layout = new ShardLayout(70_000, 16);

        assertThat(layout.size(0)).isEqualTo(4_375);
        assertThat(layout.size(15)).isEqualTo(4_375);
        assertThat(new ShardLayout(70_001, 16).size(0)).isEqualTo(4_376);
        assertThat(new ShardLayout(70_001, 16).size(1)).isEqualTo(4_375);
    }

    @Test
    void layout_moreShardsThanRecords_saysSo() {
        assertThatThrownBy(() -> new ShardLayout(15, 16))
                .isInstanceOf(UsageException.class)
                .hasMessage("More shards than records: expected at most 15 shards, found 16; ask for fewer shards");
    }

    @Test
    void layout_noShardOrNoRecord_isRefused() {
        assertThatThrownBy(() -> new ShardLayout(15, 0)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new ShardLayout(15, -1)).isInstanceOf(UsageException.class);
        assertThatThrownBy(() -> new ShardLayout(0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shardsAndPositions_outside_areRefused() {
        ShardLayout layout = new ShardLayout(15, 4);

        assertThatThrownBy(() -> layout.first(4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> layout.size(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> layout.shardOf(15)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> layout.slot(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
