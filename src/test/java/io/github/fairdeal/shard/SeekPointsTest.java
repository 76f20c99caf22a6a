package io.github.fairdeal.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.SeekPoint;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class SeekPointsTest {

    private static final long MEBIBYTE = 1 << 20;

    @Test
    void points_ofASmallShard_areItsBeginning() {
        assertThat(points(1_000, 100)).containsExactly(SeekPoint.START);
    }

    @Test
    void points_ofNoRecords_areNone() {
        assertThat(new SeekPoints().toList()).isEmpty();
    }

    @Test
    void points_ofAShardOfMebibyteRecords_areAllBoundaries() {
        List<SeekPoint> points = points(SeekPoints.MAX_POINTS, MEBIBYTE);

        assertThat(points).hasSize(SeekPoints.MAX_POINTS);
        assertThat(points).element(255).isEqualTo(new SeekPoint(255, 255 * MEBIBYTE));
    }

    @Test
    void points_whenThereWouldBeTooMany_areHalvedToTwiceTheDistance() {
        List<SeekPoint> points = points(SeekPoints.MAX_POINTS + 1, MEBIBYTE);

        assertThat(points).hasSize(SeekPoints.MAX_POINTS / 2 + 1);
        assertThat(points).element(1).isEqualTo(new SeekPoint(2, 2 * MEBIBYTE));
        assertThat(points).last().isEqualTo(new SeekPoint(256, 256 * MEBIBYTE));
    }

    /** A shard of 2 TiB: the list stays short, ascends, and no stretch without a point is long. */
    @Property(tries = 20)
    void points_ofAShardOfAnySize_areFewAndEvenlySpread(
            @ForAll @IntRange(min = 1, max = 100_000) int records,
            @ForAll @IntRange(min = 1, max = 20 << 20) int recordBytes) {
        List<SeekPoint> points = points(records, recordBytes);

        assertThat(points).first().isEqualTo(SeekPoint.START);
        assertThat(points).hasSizeLessThanOrEqualTo(SeekPoints.MAX_POINTS);
        long bytes = (long) records * recordBytes;
        long longest = Math.max(MEBIBYTE, 2 * bytes / (SeekPoints.MAX_POINTS / 2)) + 2L * recordBytes;
        for (int i = 0; i < points.size(); i++) {
            assertThat(points.get(i).offset()).isEqualTo(points.get(i).record() * recordBytes);
            long end = i + 1 < points.size() ? points.get(i + 1).offset() : bytes;
            assertThat(end - points.get(i).offset()).isPositive().isLessThanOrEqualTo(longest);
        }
    }

    private static List<SeekPoint> points(int records, long recordBytes) {
        SeekPoints points = new SeekPoints();
        for (int record = 0; record < records; record++) {
            points.offer(record, record * recordBytes);
        }
        return points.toList();
    }
}
