package io.github.fairdeal.permutation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.EpochId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * The orders that {@link Permutation#ALGORITHM} stands for, as computed by the Python of docs/permutation.md. Published
 * epochs depend on them: who must change one must change the tag, and write a new file beside this one.
 */
class PermutationVectorsTest {

    @ParameterizedTest
    @CsvFileSource(resources = "vectors/mixed-radix-feistel-12-1.csv", numLinesToSkip = 1)
    void positions_ofEachVector_areTheReferences(
            long seed, long epoch, long records, String firstPositions, String crcOfAll) {
        Permutation permutation = Permutation.of(new EpochId(seed, epoch), records);
        long[] expected = Arrays.stream(firstPositions.split(" "))
                .mapToLong(Long::parseLong)
                .toArray();

        for (int index = 0; index < expected.length; index++) {
            assertThat(permutation.position(index)).isEqualTo(expected[index]);
            assertThat(permutation.index(expected[index])).isEqualTo(index);
        }
        if (crcOfAll != null) {
            assertThat(crcOfAllPositions(permutation)).isEqualTo(crcOfAll);
        }
    }

    private static String crcOfAllPositions(Permutation permutation) {
        ByteBuffer positions = ByteBuffer.allocate(Math.toIntExact(permutation.records() * Long.BYTES));
        for (long index = 0; index < permutation.records(); index++) {
            positions.putLong(permutation.position(index));
        }
        CRC32 crc = new CRC32();
        crc.update(positions.flip());
        return "%08x".formatted(crc.getValue());
    }
}
