package io.github.fairdeal.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ShardSetTest {

    @Test
    void outline_ofASet_saysWhichFilesAndNothingThatGrowsWithThem() {
        Shard shard = new Shard(
                "path-00000-of-00001.tfrecord",
                0,
                3,
                300,
                "0badcafe",
                new TreeMap<>(Map.of(7L, 3L)),
                List.of(SeekPoint.START, new SeekPoint(2, 200)));
        ShardSet set = ShardSet.of(RecordKind.PATH, "0123456789abcdef", List.of(shard));

        ShardSet outline = set.outlined();

        assertThat(outline).usingRecursiveComparison().ignoringFields("shards").isEqualTo(set);
        assertThat(outline.shards()).singleElement().satisfies(only -> {
            assertThat(only)
                    .usingRecursiveComparison()
                    .ignoringFields("labelCounts", "seekPoints")
                    .isEqualTo(shard);
            assertThat(only.labelCounts()).isEmpty();
            assertThat(only.seekPoints()).isEmpty();
        });
    }
}
