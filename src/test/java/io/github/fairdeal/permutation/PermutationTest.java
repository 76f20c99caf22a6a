package io.github.fairdeal.permutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.UsageException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {

    private static final EpochId ID = new EpochId(1, 0);

    @Property(tries = 20_000)
    void index_ofThePositionOfAnIndex_isTheIndex(
            @ForAll long seed,
            @ForAll @LongRange(min = 0) long epoch,
            @ForAll @LongRange(min = 1, max = Permutation.MAX_RECORDS) long records,
            @ForAll @LongRange(min = 0) long place) {
        Permutation permutation = Permutation.of(new EpochId(seed, epoch), records);
        long index = place % records;

        long position = permutation.position(index);

        assertThat(position).isBetween(0L, records - 1);
        assertThat(permutation.index(position)).isEqualTo(index);
        assertThat(permutation.position(permutation.index(index))).isEqualTo(index);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000_000L, 1_000_000_000_000L, 1L << 48, Permutation.MAX_RECORDS - 1, 1L << 62})
    void position_nearBothEndsOfALargeOrder_isInvertible(long records) {
        Permutation permutation = Permutation.of(ID, records);

        LongStream.concat(LongStream.range(0, 1_000), LongStream.range(records - 1_000, records))
                .forEach(index -> {
                    long position = permutation.position(index);
                    assertThat(position).isBetween(0L, records - 1);
                    assertThat(permutation.index(position)).isEqualTo(index);
                });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 4_096, 4_097, 1L << 62})
    void positionAndIndex_outsideTheRecords_areRefused(long records) {
        Permutation permutation = Permutation.of(ID, records);

        assertThat(permutation.records()).isEqualTo(records);
        for (long outside : new long[] {-1, records, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> permutation.position(outside)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> permutation.index(outside)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void of_noRecords_isRefused() {
        assertThatThrownBy(() -> Permutation.of(ID, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Permutation.of(ID, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void of_moreRecordsThanItCanOrder_saysHowManyItCan() {
        assertThatThrownBy(() -> Permutation.of(ID, Permutation.MAX_RECORDS + 1))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("at most 4611686018427387904")
                .hasMessageContaining("found 4611686018427387905");
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, 1_000_000_000_000L})
    void permutation_serialized_isTheSameOrder(long records) throws IOException, ClassNotFoundException {
        Permutation permutation = Permutation.of(ID, records);

        Permutation shipped = (Permutation) serializedAndBack(permutation);

        for (long index = 0; index < 1_000; index++) {
            assertThat(shipped.position(index)).isEqualTo(permutation.position(index));
            assertThat(shipped.index(index)).isEqualTo(permutation.index(index));
        }
    }

    @Test
    void algorithm_inTheKey_changesTheOrder() {
        KeyStream ours = KeyStream.of(Permutation.ALGORITHM, ID, 70_000);
        KeyStream another = KeyStream.of("mixed-radix-feistel-12/2", ID, 70_000);

        assertThat(another.next()).isNotEqualTo(ours.next());
    }

    private static Object serializedAndBack(Object value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
