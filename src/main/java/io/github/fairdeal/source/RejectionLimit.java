package io.github.fairdeal.source;

import io.github.fairdeal.dataset.UsageException;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many damaged image files may be left out before that is an error: a number, or a share of all that were checked.
 *
 * @param text as it was typed: {@code 100} or {@code 1%}
 */
public record RejectionLimit(String text) {

    /** One file in a hundred: a few are always damaged, more are a sign that something else is wrong. */
    public static final String DEFAULT = "1%";

    private static final Pattern FORM = Pattern.compile("(\\d{1,18}|\\d{1,2}(?:\\.\\d{1,6})?|100)(%?)");

    public RejectionLimit {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || !isSensible(parts)) {
            throw new UsageException(
                    "--max-rejected: expected a number or a percentage, such as 100 or 1%, found '" + text + "'");
        }
    }

    /** True if so many of {@code checked} files may be damaged. */
    public boolean admits(long rejected, long checked) {
        if (!text.endsWith("%")) {
            return rejected <= Long.parseLong(text);
        }
        BigDecimal percent = new BigDecimal(text.substring(0, text.length() - 1));
        BigDecimal admitted = percent.multiply(BigDecimal.valueOf(checked)).movePointLeft(2);
        return BigDecimal.valueOf(rejected).compareTo(admitted) <= 0;
    }

    private static boolean isSensible(Matcher parts) {
        return parts.group(2).isEmpty() ? !parts.group(1).contains(".") : Double.parseDouble(parts.group(1)) <= 100;
    }
}
