package io.github.fairdeal.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.permutation.ShardLayout;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PackLayoutTest {

    @Property(tries = 200, seed = "8")
    void packs_areConsecutiveIndexes_withinOneShard(
            @ForAll @IntRange(min = 1, max = 9) int shards, @ForAll @IntRange(min = 0, max = 300) int more) {
        ShardLayout sorted = new ShardLayout(shards + more, shards);
        PackLayout packs = PackLayout.of(sorted, 100, 1_000);

        int pack = 0;
        for (long index = 0; index < sorted.records(); index++) {
            if (packs.packOf(index) != pack) {
                pack++;
                assertThat(packs.first(pack)).isEqualTo(index);
            }
            assertThat(packs.packOf(index)).isEqualTo(pack);
            assertThat(pack / packs.packsPerShard()).isEqualTo(sorted.shardOf(index));
        }
        assertThat(packs.packs()).isEqualTo(pack + 1);
    }

    @Test
    void packs_areAsManyAsTheirSizeAsksFor_andHoldAnImageAtLeast() {
        ShardLayout shards = new ShardLayout(1_000, 2);

        assertThat(PackLayout.of(shards, 100, 50_000).packs()).isEqualTo(2);
        assertThat(PackLayout.of(shards, 100, 49_999).packs()).isEqualTo(4);
        assertThat(PackLayout.of(shards, 100, Long.MAX_VALUE).packs()).isEqualTo(2);
        assertThat(PackLayout.of(shards, 100, 1).packs()).isEqualTo(1_000);
    }
}
