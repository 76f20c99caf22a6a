package io.github.fairdeal.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code W[:BLOCK]}.
 *
 * @param readers files read at a time
 * @param block records from each in turn
 */
record Interleave(int readers, int block) {

    /** For picocli. */
    static final class Converter implements ITypeConverter<Interleave> {

        private static final Pattern FORM = Pattern.compile("(\\d{1,9})(?::(\\d{1,9}))?");

        @Override
        public Interleave convert(String value) {
            Matcher form = FORM.matcher(value);
            if (!form.matches()) {
                throw new TypeConversionException(
                        "'%s' is not W[:BLOCK], two whole numbers such as 16 or 16:4".formatted(value));
            }
            return new Interleave(
                    Integer.parseInt(form.group(1)), form.group(2) == null ? 1 : Integer.parseInt(form.group(2)));
        }
    }
}
