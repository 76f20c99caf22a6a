package io.github.fairdeal.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {

    @Test
    void pValues_areTypesetToTwoFigures() {
        assertThat(Numbers.typesetP(null)).isEqualTo("–");
        assertThat(Numbers.typesetP(0.0)).isEqualTo("< 10⁻¹⁴");
        assertThat(Numbers.typesetP(3.2e-8)).isEqualTo("3.2 × 10⁻⁸");
        assertThat(Numbers.typesetP(1.04e-12)).isEqualTo("1.0 × 10⁻¹²");
        assertThat(Numbers.typesetP(0.034)).isEqualTo("0.034");
        assertThat(Numbers.typesetP(1.0)).isEqualTo("1.000");
    }

    @Test
    void pValues_onTerminalsArePlain() {
        assertThat(Numbers.p(3.2e-8)).isEqualTo("3.2e-08");
        assertThat(Numbers.p(1e-15)).isEqualTo("< 1e-14");
    }

    @Test
    void numbers_areNeverMinusZero() {
        assertThat(Numbers.number(-1.4e-5)).isEqualTo("-1.4e-05");
        assertThat(Numbers.number(0.0)).isEqualTo("0");
        assertThat(Numbers.number(0.85261)).isEqualTo("0.8526");
        assertThat(Numbers.number(1_633_333_333.4)).isEqualTo("1,633,333,333.4");
    }

    @Test
    void bytes_haveTheUnitThatFits() {
        assertThat(Numbers.bytes(1)).isEqualTo("1 byte");
        assertThat(Numbers.bytes(999)).isEqualTo("999 bytes");
        assertThat(Numbers.bytes(7_887_040)).isEqualTo("7.9 MB");
        assertThat(Numbers.bytes(999_600)).isEqualTo("1.0 MB");
        assertThat(Numbers.bytes(54_000_000_000L)).isEqualTo("54 GB");
    }
}
