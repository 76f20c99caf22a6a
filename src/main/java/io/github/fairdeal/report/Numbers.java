package io.github.fairdeal.report;

import java.util.Locale;

/** Numbers as people read them, the same on every machine, whatever its language. */
final class Numbers {

    /** p-values below are not told apart: no law is that good so far out. */
    static final double LEAST_P = 1e-14;

    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    private Numbers() {}

    /** {@link String#format} without the machine's language. */
    static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    /** Two decimals or more where the value needs them; {@code -} for none. */
    static String number(Double value) {
        if (value == null) {
            return "-";
        }
        double size = Math.abs(value);
        if (value == Math.rint(value)) {
            return format("%,.0f", value);
        }
        return format(size >= 1_000 ? "%,.1f" : size >= 0.995 ? "%.2f" : size >= 5e-5 ? "%.4f" : "%.1e", value);
    }

    /** {@code 0.034}, {@code 3.2e-08}, {@code < 1e-14}: for terminals. */
    static String p(Double pValue) {
        if (pValue == null) {
            return "-";
        }
        if (pValue < LEAST_P) {
            return "< 1e-14";
        }
        return format(pValue < 0.001 ? "%.1e" : "%.3f", pValue);
    }

    /** {@code 0.034}, {@code 3.2 × 10⁻⁸}, {@code < 10⁻¹⁴}: for pages. */
    static String typesetP(Double pValue) {
        if (pValue == null) {
            return "–";
        }
        if (pValue < LEAST_P) {
            return "< " + powerOfTen(-14);
        }
        if (pValue >= 0.001) {
            return format("%.3f", pValue);
        }
        String[] parts = format("%.1e", pValue).split("e", 2);
        return parts[0] + " × " + powerOfTen(Integer.parseInt(parts[1]));
    }

    /** Three decimals; {@code –} for none. */
    static String bits(Double bits) {
        return bits == null ? "–" : format("%.3f", bits);
    }

    /** {@code 10⁻⁸}. */
    static String powerOfTen(int exponent) {
        StringBuilder text = new StringBuilder("10");
        if (exponent < 0) {
            text.append('⁻');
        }
        Integer.toString(Math.abs(exponent)).chars().forEach(digit -> text.append(SUPERSCRIPTS.charAt(digit - '0')));
        return text.toString();
    }

    /** {@code 10,060 records}, {@code 1 record}. */
    static String counted(long count, String noun) {
        return format("%,d %s", count, count == 1 ? noun : noun + "s");
    }

    /** {@code 812 bytes}, {@code 7.9 MB}: decimal units. */
    static String bytes(long bytes) {
        if (bytes < 1_000) {
            return counted(bytes, "byte");
        }
        double size = bytes;
        int unit = -1;
        do {
            size /= 1_000;
            unit++;
        } while (size >= 999.5 && unit < 4);
        return format(size < 9.95 ? "%.1f %s" : "%.0f %s", size, new String[] {"kB", "MB", "GB", "TB", "PB"}[unit]);
    }
}
