package io.github.fairdeal.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatheringTest {

    @ParameterizedTest
    @CsvSource({
        "1000, 125000, 250000, true, short records that fit into half of the memory",
        "1000, 125001, 250000, false, short records that do not",
        "1000, 65536000, 250000, true, long records, of any number",
        "1000, 65535999, 250000, false, not quite as long",
    })
    void reading_anywhere_isAsGoodAsInOrder_ifAllFitsIntoMemoryOrRecordsAreLong(
            long records, long bytes, long memory, boolean expected) {
        assertThat(Gathering.readsWellAnywhere(records, bytes, memory)).isEqualTo(expected);
    }
}
