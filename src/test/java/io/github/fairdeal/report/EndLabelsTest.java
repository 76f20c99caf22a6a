package io.github.fairdeal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EndLabelsTest {

    private static final double LINE = 15;

    @Property(tries = 500)
    void labels_neverOverlapAndStayInside(
            @ForAll @Size(min = 1, max = 15) double @DoubleRange(min = 0, max = 300) [] wanted) {
        List<Double> places =
                EndLabels.apart(DoubleStream.of(wanted).sorted().boxed().toList(), 0, 300);
        assertThat(places).hasSize(wanted.length).allSatisfy(place -> assertThat(place)
                .isBetween(0.0, 300.0));
        for (int i = 1; i < places.size(); i++) {
            assertThat(places.get(i) - places.get(i - 1)).isGreaterThanOrEqualTo(LINE - 1e-9);
        }
    }

    @Test
    void labelsWithRoom_stayWhereTheirLinesEnd() {
        assertThat(EndLabels.apart(List.of(10.0, 40.0, 200.0), 0, 300)).containsExactly(10.0, 40.0, 200.0);
    }

    @Test
    void twoLabelsAtOnePlace_partEvenly() {
        List<Double> places = EndLabels.apart(List.of(100.0, 100.0), 0, 300);
        assertThat(places.get(0)).isCloseTo(100 - LINE / 2, within(1e-9));
        assertThat(places.get(1)).isCloseTo(100 + LINE / 2, within(1e-9));
    }
}
