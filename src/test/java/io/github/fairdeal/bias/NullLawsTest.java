package io.github.fairdeal.bias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NullLawsTest {

    @Test
    void maxLagLaw_equalsTheCountOverAllOrders() {
        int records = 8;
        int[] ordersByMaxLag = new int[records];
        int orders = countMaxLags(new int[records], 0, 0, 0, ordersByMaxLag);
        int cumulated = 0;
        double mean = 0;
        for (int lag = 0; lag < records; lag++) {
            cumulated += ordersByMaxLag[lag];
            mean += (double) lag * ordersByMaxLag[lag] / orders;
            assertThat(NullLaws.maxLagAtMost(lag, records)).isCloseTo((double) cumulated / orders, within(1e-14));
        }
        assertThat(NullLaws.meanMaxLag(records)).isCloseTo(mean, within(0.03));
    }

    @Test
    void maxLagLaw_ofManyRecords_isCloseToItsLimit() {
        long records = 10_000_000_000L;
        double c = 100_000;
        assertThat(NullLaws.maxLagAtMost(records - (long) c, records))
                .isCloseTo(Math.exp(-c * (c - 1) / (2.0 * records)), within(1e-5));
        assertThat(NullLaws.maxLagAtMost(records / 2, records)).isZero();
    }

    @Test
    void poisson_isTwoSidedAndExact() {
        assertThat(NullLaws.poisson(0, 1)).isCloseTo(2 * Math.exp(-1), within(1e-15));
        assertThat(NullLaws.poisson(1, 1)).isEqualTo(1);
        assertThat(NullLaws.poisson(70_000_000_000L, 1)).isZero();
    }

    @Test
    void chiSquare_withTwiceItsMeanAsVariance_isTheUsualLaw() {
        // 16.919 is the 95 % point of χ²(9), 3.325 the 5 % point
        assertThat(NullLaws.chiSquare(16.919, 9, 18, 0)).isCloseTo(0.1, within(1e-4));
        assertThat(NullLaws.chiSquare(3.325, 9, 18, 0)).isCloseTo(0.1, within(1e-4));
        assertThat(NullLaws.chiSquare(0, 9, 18, 0)).isZero();
        assertThat(NullLaws.chiSquare(0, 9, 18, 0.1)).isEqualTo(0.2);
    }

    @Test
    void cauchyCombination_ofOne_isItself() {
        for (double p : new double[] {1e-12, 1e-6, 0.01, 0.5, 0.9}) {
            assertThat(NullLaws.cauchyCombination(new double[] {p})).isCloseTo(p, within(1e-12 * p + 1e-16));
        }
    }

    @Test
    void cauchyCombination_withPValuesOfOne_stillSeesATinyOne() {
        assertThat(NullLaws.cauchyCombination(new double[] {0, 1, 1, 1, 1, 1})).isLessThan(1e-14);
    }

    private static int countMaxLags(int[] order, int position, int used, int maxLag, int[] ordersByMaxLag) {
        if (position == order.length) {
            ordersByMaxLag[maxLag]++;
            return 1;
        }
        int orders = 0;
        for (int index = 0; index < order.length; index++) {
            if ((used & 1 << index) == 0) {
                int lag = Math.max(maxLag, index - position);
                orders += countMaxLags(order, position + 1, used | 1 << index, lag, ordersByMaxLag);
            }
        }
        return orders;
    }
}
