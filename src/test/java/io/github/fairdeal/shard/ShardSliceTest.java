package io.github.fairdeal.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.SeekPoint;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.ExampleCursor;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShardSliceTest {

    private static final Storage STORAGE = Storage.local();

    @TempDir
    Path folder;

    @Property(tries = 500)
    void divide_anySet_givesEveryRecordOnceInOrderAndAtLeastSoManySlices(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 500) Integer> sizes,
            @ForAll @IntRange(min = 1, max = 300) int parts) {
        ShardSet set = described(sizes);

        List<ShardSlice> slices = ShardSlice.divide("/sorted", set, parts);

        long next = 0;
        for (ShardSlice slice : slices) {
            assertThat(slice.firstPosition()).isEqualTo(next);
            assertThat(slice.records()).isPositive();
            next += slice.records();
            Shard shard = set.shards().stream()
                    .filter(candidate -> slice.path().equals("/sorted/" + candidate.name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(slice.firstPosition()).isGreaterThanOrEqualTo(shard.firstPosition());
            assertThat(next).isLessThanOrEqualTo(shard.firstPosition() + shard.records());
        }
        assertThat(next).isEqualTo(set.records());
        assertThat(slices).hasSizeGreaterThanOrEqualTo((int) Math.min(parts, set.records()));
        assertThat(slices).hasSizeLessThanOrEqualTo(2 * parts + sizes.size());
    }

    @Test
    void divide_oneShard_givesSlicesOfEqualSize() {
        assertThat(ShardSlice.divide("/sorted", described(List.of(10)), 4))
                .extracting(ShardSlice::records)
                .containsExactly(2L, 2L, 2L, 2L, 2L);
        assertThat(ShardSlice.divide("/sorted", described(List.of(10)), 2))
                .extracting(ShardSlice::records)
                .containsExactly(5L, 5L);
    }

    @Test
    void open_everySliceOfShardsWithSeekPoints_readsItsRecords() throws IOException {
        ShardSet set = SortedShards.write(folder, index -> index % 3, index -> "x".repeat(700), 5_000, 1, 4_000);
        assertThat(set.shards().get(0).seekPoints()).hasSizeGreaterThan(2);

        List<Long> indexes = new ArrayList<>();
        ExampleCursor example = new ExampleCursor();
        for (ShardSlice slice : ShardSlice.divide(folder.toString(), set, 23)) {
            assertThat(slice.skip()).isLessThan((1 << 20) / 700 + 1);
            try (RecordReader reader = slice.open(STORAGE)) {
                for (long record = 0; record < slice.records(); record++) {
                    assertThat(reader.next()).isTrue();
                    example.parse(reader);
                    assertThat(example.index()).isEqualTo(slice.firstPosition() + record);
                    indexes.add(example.index());
                }
            }
        }

        assertThat(indexes).hasSize(9_001).isSorted();
    }

    @Test
    void open_messagesAboutARecordInASlice_tellItsPlaceInTheFile() throws IOException {
        ShardSet set = SortedShards.write(folder, index -> 0, index -> "x".repeat(700), 5_000);
        ShardSlice last = ShardSlice.divide(folder.toString(), set, 4).get(3);

        try (RecordReader reader = last.open(STORAGE)) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.record()).isEqualTo(3_750);
        }
    }

    @Test
    void open_missingShard_saysSo() throws IOException {
        ShardSlice slice = onlySlice();
        Files.delete(Path.of(slice.path()));

        assertThatThrownBy(() -> slice.open(STORAGE))
                .isInstanceOf(BadInputException.class)
                .hasMessage(slice.path() + ": shard is missing; the manifest names it");
    }

    @Test
    void open_truncatedShard_tellsBothSizes() throws IOException {
        ShardSlice slice = onlySlice();
        byte[] bytes = Files.readAllBytes(Path.of(slice.path()));
        Files.write(Path.of(slice.path()), java.util.Arrays.copyOf(bytes, bytes.length - 1));

        assertThatThrownBy(() -> slice.open(STORAGE))
                .isInstanceOf(BadInputException.class)
                .hasMessage("%s: shard has %,d bytes, expected %,d as its manifest says; truncated?"
                        .formatted(slice.path(), bytes.length - 1, bytes.length));
    }

    @Test
    void open_extendedShard_tellsBothSizes() throws IOException {
        ShardSlice slice = onlySlice();
        Files.write(Path.of(slice.path()), new byte[5], StandardOpenOption.APPEND);

        assertThatThrownBy(() -> slice.open(STORAGE))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(
                        "expected %,d as its manifest says; overwritten or appended to?".formatted(slice.fileBytes()));
    }

    private ShardSlice onlySlice() throws IOException {
        ShardSet set = SortedShards.write(folder, 100);
        return ShardSlice.whole(folder.toString(), set.shards().get(0));
    }

    /** A set as a manifest would describe it; a record takes 100 bytes and every third has a seek point. */
    private static ShardSet described(List<Integer> sizes) {
        List<Shard> shards = new ArrayList<>();
        long first = 0;
        for (int size : sizes) {
            List<SeekPoint> points = new ArrayList<>();
            for (int record = 0; record < size; record += 3) {
                points.add(new SeekPoint(record, record * 100L));
            }
            shards.add(new Shard(
                    Shard.fileName(RecordKind.PATH, shards.size(), sizes.size()),
                    first,
                    size,
                    size * 100L,
                    "00000000",
                    size == 0 ? new TreeMap<>() : new TreeMap<>(java.util.Map.of(0L, (long) size)),
                    points));
            first += size;
        }
        return ShardSet.of(RecordKind.PATH, "0000000000000000", shards);
    }
}
