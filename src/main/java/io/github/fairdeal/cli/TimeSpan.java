package io.github.fairdeal.cli;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Spans of time as people type them: {@code 90m}, {@code 20h}, {@code 7d}. */
final class TimeSpan implements ITypeConverter<Duration> {

    private static final Pattern TYPED = Pattern.compile("(\\d{1,9})([smhd])");
    private static final Map<String, Duration> UNITS = Map.of(
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d", Duration.ofDays(1));

    @Override
    public Duration convert(String typed) {
        Matcher span = TYPED.matcher(typed);
        if (!span.matches()) {
            throw new TypeConversionException(
                    "expected a whole number and s, m, h or d, such as 20h, found '" + typed + "'");
        }
        return UNITS.get(span.group(2)).multipliedBy(Long.parseLong(span.group(1)));
    }
}
