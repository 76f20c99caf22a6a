package io.github.fairdeal.report;

import io.github.fairdeal.dataset.Software;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A report as one HTML file that needs no other: style, script and drawings are inside, and its security policy forbids it
 * to load anything.
 */
final class Page {

    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private Page() {}

    /** The bytes of a page. */
    static byte[] of(String title, Html body) {
        Map<String, String> parts = Map.of(
                "title",
                Html.escaped(title),
                "style",
                resource("report.css"),
                "script",
                resource("report.js"),
                "body",
                body.markup());
        return PLACE.matcher(resource("page.html"))
                .replaceAll(place -> Matcher.quoteReplacement(parts.get(place.group(1))))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Content of every file of a report by its path: the page, and each figure under {@code figures/}, as SVG and PNG, and as a slide. */
    static Map<String, byte[]> files(String name, byte[] page, List<Figure> figures) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(name, page);
        for (Figure figure : figures) {
            files.put("figures/" + figure.name() + ".png", figure.png());
            files.put("figures/" + figure.name() + "-slide.png", figure.slide());
            files.put("figures/" + figure.name() + ".svg", figure.svg());
        }
        return files;
    }

    /** {@code figures} under their titles, each with how to read it. */
    static void figures(Html html, List<Figure> figures) {
        for (Figure figure : figures) {
            html.begin("figure", "id", figure.name());
            html.begin("figcaption");
            html.element("h3", figure.title()).element("p", figure.subtitle());
            html.end();
            html.begin("div", "class", "drawing", "tabindex", "0", "role", "group", "aria-label", figure.title());
            html.drawing(figure.svgElement());
            html.end().end();
        }
    }

    /** A term and its value in a list of facts. */
    static void fact(Html html, String term, String value) {
        html.begin("div").element("dt", term).element("dd", value).end();
    }

    /** A head cell for each title; {@code textColumns} are to the left, numbers to the right. */
    static void headRow(Html html, List<String> titles, Set<Integer> textColumns) {
        html.begin("thead").begin("tr");
        for (int i = 0; i < titles.size(); i++) {
            html.element("th", titles.get(i), "scope", "col", "class", textColumns.contains(i) ? "text" : "value");
        }
        html.end().end();
    }

    /** Who made the page, and where its numbers are for programs. */
    static void footer(Html html, String json) {
        html.begin("footer")
                .text("Made by " + Software.nameAndVersion() + ". " + json
                        + " beside this page has the same numbers for programs.")
                .end();
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
