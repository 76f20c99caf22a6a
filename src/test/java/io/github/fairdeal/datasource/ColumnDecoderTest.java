package io.github.fairdeal.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a row has room for. */
final class ColumnDecoderTest {

    @ParameterizedTest
    @CsvSource({
        "0, 8, 0, true",
        "1000, 8, 1000, true",
        "264000000, 8, 0, true",
        "264000000, 8, 2000000000, false", // behind other columns
        "268435455, 8, 0, false", // its bytes are an int, with a bit for each they are none
        "268435456, 8, 0, false", // 2^31 bytes
        "536870912, 8, 0, false", // 2^32 bytes, which an int takes for none
        "2147483639, 8, 0, false",
        "2147483639, 1, 0, false",
        "1800000000, 1, 0, true",
    })
    void list_hasRoomInARowAsLongAsItsBytesAre(int count, int elementBytes, int rowBytes, boolean isRoom) {
        assertThat(ColumnDecoder.isRoom(count, elementBytes, rowBytes)).isEqualTo(isRoom);
    }
}
