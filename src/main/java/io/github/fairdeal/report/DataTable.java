package io.github.fairdeal.report;

import io.github.fairdeal.dataset.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table of any length that readers sort, filter and page through. Its rows are written as JSON, and {@code report.js}
 * shows some of them: a page of rows costs the browser the same whether there are fifty or ten thousand.
 */
final class DataTable {

    /** Rows that are shown at once, as in {@code report.js}; a table of no more needs no filter. */
    private static final int PAGE = 50;

    /** More columns are set closer. */
    private static final int MANY_COLUMNS = 9;

    /** Significant digits of numbers that are not counts; what is shown has fewer. */
    private static final int DIGITS = 9;

    /** JavaScript's numbers are exact up to here, 2^53 − 1. */
    private static final long MAX_SAFE_INTEGER = (1L << 53) - 1;

    /** How values look, and whether the filter looks at them: {@code TEXT} and {@code ID} only. */
    enum Kind {
        TEXT,
        ID,
        COUNT,
        NUMBER,
        Z,
        P,
        FLAG;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param explanation shown when pointed at, empty for none */
    private record Column(String title, Kind kind, String explanation) {}

    private final String id;
    private final String caption;
    private final List<Column> columns = new ArrayList<>();
    private final List<List<Object>> rows = new ArrayList<>();
    private int sortColumn;
    private String onlyFlagged = "";

    /** @param id of the section, for links */
    DataTable(String id, String caption) {
        this.id = id;
        this.caption = caption;
    }

    DataTable column(String title, Kind kind, String explanation) {
        columns.add(new Column(title, kind, explanation));
        return this;
    }

    /** Rows ascend by this column at first; later ones by what the reader chooses. */
    DataTable sortedBy(int column) {
        this.sortColumn = column;
        return this;
    }

    /** Offers, in these words, to show only rows with a flag set. */
    DataTable onlyFlagged(String words) {
        this.onlyFlagged = words;
        return this;
    }

    /** A value for each column; null where there is none. */
    DataTable row(List<Object> values) {
        List<Object> row = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            row.add(values.get(i) instanceof Double number ? rounded(number) : exact(values.get(i)));
        }
        rows.add(row);
        return this;
    }

    void write(Html html) {
        html.begin("section", "id", id, "data-table", id);
        controls(html);
        html.begin("div", "class", "scroll", "tabindex", "0", "role", "group", "aria-label", caption);
        html.begin("table", "class", used().length > MANY_COLUMNS ? "many" : "few");
        html.element("caption", caption).begin("thead").begin("tr");
        for (int at : used()) {
            Column column = columns.get(at);
            html.begin("th", "scope", "col", "class", column.kind() == Kind.TEXT ? "text" : "value");
            html.element("button", column.title(), "type", "button", "title", column.explanation());
            html.end();
        }
        html.end().end().begin("tbody").end().end().end();
        html.element("noscript", "Sorting and filtering need JavaScript; the JSON file beside this page has all rows.");
        html.data(Json.line(content()));
        html.end();
    }

    private void controls(Html html) {
        html.begin("div", "class", rows.size() <= PAGE ? "controls unneeded" : "controls");
        html.begin("label").text("Filter ");
        html.empty("input", "type", "search", "autocomplete", "off").end();
        if (!onlyFlagged.isEmpty()) {
            html.begin("label")
                    .empty("input", "type", "checkbox")
                    .text(" " + onlyFlagged)
                    .end();
        }
        html.begin("span");
        for (String button : List.of("First", "Previous", "Next", "Last")) {
            html.element("button", button, "type", "button", "aria-label", button + " page");
        }
        html.end();
        html.element("span", "", "class", "count", "role", "status");
        html.end();
    }

    private Map<String, Object> content() {
        int[] used = used();
        List<Kind> kinds =
                IntStream.of(used).mapToObj(at -> columns.get(at).kind()).toList();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("kinds", kinds.stream().map(Kind::code).toList());
        content.put("sort", Math.max(0, Arrays.binarySearch(used, sortColumn)));
        content.put("flag", kinds.indexOf(Kind.FLAG));
        content.put(
                "rows",
                rows.stream()
                        .map(row ->
                                IntStream.of(used).mapToObj(row::get).collect(Collectors.toCollection(ArrayList::new)))
                        .toList());
        return content;
    }

    /** Columns with a value in some row: what could not be judged at all is left out. */
    private int[] used() {
        return IntStream.range(0, columns.size())
                .filter(at -> rows.stream().anyMatch(row -> row.get(at) != null))
                .toArray();
    }

    /** A label may be any long; those that JavaScript would round go as text. */
    private static Object exact(Object value) {
        return value instanceof Long number && (number > MAX_SAFE_INTEGER || number < -MAX_SAFE_INTEGER)
                ? Long.toString(number)
                : value;
    }

    /** Short, and as a whole number if it is one. */
    private static Object rounded(double value) {
        double rounded = Double.parseDouble(Numbers.format("%." + (DIGITS - 1) + "e", value));
        return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e15 ? (Object) (long) rounded : (Object) rounded;
    }
}
