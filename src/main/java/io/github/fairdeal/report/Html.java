package io.github.fairdeal.report;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes HTML: whatever text it is given comes out as that text, never as markup. Not thread-safe. */
final class Html {

    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Begins an element.
     *
     * @param attributes names and values in turn
     */
    Html begin(String element, String... attributes) {
        tag(element, attributes);
        open.push(element);
        return this;
    }

    /** Ends the element begun last. */
    Html end() {
        text.append("</").append(open.pop()).append(">\n");
        return this;
    }

    /** An element that holds {@code words} only. */
    Html element(String element, String words, String... attributes) {
        tag(element, attributes);
        text(words);
        text.append("</").append(element).append(">\n");
        return this;
    }

    /** An element without content, such as {@code input}. */
    Html empty(String element, String... attributes) {
        tag(element, attributes);
        return this;
    }

    /** Words. */
    Html text(String words) {
        text.append(escaped(words));
        return this;
    }

    /** An {@code svg} element as {@link SvgDrawing} made it. */
    Html drawing(String svg) {
        text.append(svg);
        return this;
    }

    /** Values for a script beside it, as JSON on one line. */
    Html data(String json) {
        text.append("<script type=\"application/json\">")
                .append(json.replace("<", "\\u003c")
                        .replace("\u2028", "\\u2028")
                        .replace("\u2029", "\\u2029"))
                .append("</script>\n");
        return this;
    }

    /** What was written. */
    String markup() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not ended: " + open);
        }
        return text.toString();
    }

    static String escaped(String words) {
        StringBuilder escaped = new StringBuilder(words.length() + 16);
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private void tag(String element, String... attributes) {
        text.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escaped(attributes[i + 1]))
                    .append('"');
        }
        text.append('>');
    }
}
