package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.permutation.Permutation;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ExpectedIndexesTest {

    private static final long RECORDS = 100_000;

    private final Permutation permutation = Permutation.of(new EpochId(5, 1), RECORDS);
    private final ExpectedIndexes expected = new ExpectedIndexes(permutation);

    @Test
    void next_howeverFarReadingIsAhead_isTheIndexOfTheNextPosition() {
        SplittableRandom random = new SplittableRandom(1);
        long[] batch = new long[256];
        long lookedUp = 0;
        for (long position = 0; position < RECORDS; position++) {
            if (position == lookedUp) {
                for (int ahead = random.nextInt(1, 40); ahead > 0 && lookedUp < RECORDS; ahead--) {
                    int count = (int) Math.min(random.nextInt(1, batch.length + 1), RECORDS - lookedUp);
                    expected.indexes(lookedUp, batch, count);
                    lookedUp += count;
                }
            }
            assertThat(expected.next()).isEqualTo(permutation.index(position));
        }
    }

    @Test
    void next_beyondWhatWasLookedUp_isRefused() {
        expected.indexes(7, new long[1], 1);

        assertThat(expected.next()).isEqualTo(permutation.index(7));
        assertThatThrownBy(expected::next).isInstanceOf(IllegalStateException.class);
    }
}
