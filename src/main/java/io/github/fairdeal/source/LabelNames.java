package io.github.fairdeal.source;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Names of labels in their order, which gives them their numbers. */
public final class LabelNames {

    /** Unsigned bytes of UTF-8: the order of code points, the same in every locale, and Spark's. */
    private static final Comparator<String> ORDER =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private LabelNames() {}

    /** The names by number: label 0 first. */
    public static List<String> sorted(Collection<String> names) {
        return names.stream().distinct().sorted(ORDER).toList();
    }

    /** The number of each of these names. */
    public static Map<String, Long> numbers(List<String> names) {
        Map<String, Long> numbers = new HashMap<>();
        for (String name : names) {
            numbers.put(name, (long) numbers.size());
        }
        return numbers;
    }

    /**
     * The names as a text file, one a line, label 0 first. A backslash is written {@code \\}, a line feed {@code \n} and
     * a carriage return {@code \r}, so that every name has one line.
     */
    public static byte[] text(List<String> names) {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append(name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r"))
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
