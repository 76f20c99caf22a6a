package io.github.fairdeal.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The JSON form of the values in this package and of every {@code --json} output: same value, same bytes. */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private Json() {}

    /** {@code value} as indented UTF-8 with a final line feed. */
    public static byte[] bytes(Object value) {
        return (text(value) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** {@code value} as indented text, lines ending in {@code \n}. */
    public static String text(Object value) {
        try {
            return MAPPER.writer(PRETTY).writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass() + " as JSON", e);
        }
    }

    /** {@code value} on one line, for logs. */
    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass() + " as JSON", e);
        }
    }

    /**
     * Reads a value back.
     *
     * @param path where the bytes came from, for the message
     * @throws BadInputException if the bytes are not JSON, or not a valid {@code type}
     */
    public static <T> T read(byte[] bytes, Class<T> type, String path) {
        try {
            T value = MAPPER.readValue(bytes, type);
            if (value == null) {
                throw new BadInputException("%s: holds null, expected a %s".formatted(path, type.getSimpleName()));
            }
            return value;
        } catch (JsonProcessingException e) {
            Throwable cause = e.getCause() instanceof IllegalArgumentException ? e.getCause() : e;
            String reason = cause == e ? e.getOriginalMessage() : cause.getMessage();
            String where = e.getLocation() == null
                    ? ""
                    : " (line %d, column %d)"
                            .formatted(
                                    e.getLocation().getLineNr(), e.getLocation().getColumnNr());
            throw new BadInputException(
                    "%s: not a valid %s: %s%s; damaged, or written by other software?"
                            .formatted(path, type.getSimpleName(), reason, where),
                    e);
        } catch (IOException e) {
            throw new BadInputException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
