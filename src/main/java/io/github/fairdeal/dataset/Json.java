package io.github.fairdeal.dataset;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The JSON form of the values in this package and of every {@code --json} output: same value, same bytes. */
public final class Json {

    /** What a component that older software did not write is injected with where it is missing: null. */
    static final String ABSENT = "absent";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            // Later software may add properties, but nothing may be missing, doubled, rounded or guessed.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .injectableValues(new InjectableValues.Std().addValue(ABSENT, null))
            .annotationIntrospector(new ParameterInjection())
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .build();

    private static final DefaultPrettyPrinter PRETTY = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    /** What Jackson's messages say to programmers. */
    private static final Pattern FOR_PROGRAMMERS = Pattern.compile("; `DeserializationFeature.*"
            + "| \\(but (could|might) if .*| \\(set DeserializationConfig.*| \\(start marker at .*?]\\)"
            + "| \\(token `.*?`\\)|(?<=Missing )creator | \\(index \\d+\\)|io\\.github\\.fairdeal\\.\\w+\\.");

    private Json() {}

    /** Injects into constructors only; an annotation on a record's component is on its field too, which is final. */
    private static final class ParameterInjection extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1L;

        @Override
        public JacksonInject.Value findInjectableValue(AnnotatedMember member) {
            return member instanceof AnnotatedParameter ? super.findInjectableValue(member) : null;
        }
    }

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
     * Reads a value back. Every component of a record must be there, as null only if its type
     * takes null, unless the component says that it may be {@link #ABSENT}; unknown properties are passed over.
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
            long version = formatVersion(bytes);
            if (version != DatasetManifest.FORMAT_VERSION) {
                throw new BadInputException(
                        "%s: format version %d, this software reads %d; use the software that wrote it, or make it again"
                                .formatted(path, version, DatasetManifest.FORMAT_VERSION),
                        e);
            }
            throw new BadInputException(
                    "%s: not a valid %s: %s%s; damaged, or written by other software?"
                            .formatted(path, type.getSimpleName(), reason(e), where(e)),
                    e);
        } catch (IOException e) {
            throw new BadInputException(path + ": not UTF-8 text: " + e.getMessage() + "; damaged?", e);
        }
    }

    /** The version that a manifest of another format claims; its other properties may be anything. */
    private static long formatVersion(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes).path("formatVersion").asLong(DatasetManifest.FORMAT_VERSION);
        } catch (IOException e) {
            return DatasetManifest.FORMAT_VERSION;
        }
    }

    /** What is wrong, on one line: the record's own words if it refused the values, else the parser's. */
    private static String reason(JsonProcessingException e) {
        String reason = e.getCause() instanceof RuntimeException ? e.getCause().getMessage() : e.getOriginalMessage();
        String line = String.valueOf(reason).replaceAll("\\p{Cntrl}+", " ");
        return FOR_PROGRAMMERS.matcher(line).replaceAll("").strip();
    }

    /** The property and the place in the text, as far as they are known. */
    private static String where(JsonProcessingException e) {
        List<String> parts = new ArrayList<>();
        if (e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
            StringBuilder property = new StringBuilder();
            for (JsonMappingException.Reference step : mapping.getPath()) {
                if (step.getFieldName() == null) {
                    property.append('[').append(step.getIndex()).append(']');
                } else {
                    property.append(property.isEmpty() ? "" : ".").append(step.getFieldName());
                }
            }
            parts.add(property.toString());
        }
        if (e.getLocation() != null) {
            parts.add("line " + e.getLocation().getLineNr());
            parts.add("column " + e.getLocation().getColumnNr());
        }
        return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
    }
}
