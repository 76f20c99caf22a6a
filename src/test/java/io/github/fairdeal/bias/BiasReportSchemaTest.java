package io.github.fairdeal.bias;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.fairdeal.dataset.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code bias.json} has the fields that docs/statistics.md names, and no others: programs of other people read it. */
class BiasReportSchemaTest {

    private static final Pattern FIELD = Pattern.compile("`(\\w+)(?:\\[])?`");

    private static final Set<String> OF_REPORT = Set.of(
            "verdict",
            "sentence",
            "decidedBy",
            "pValue",
            "records",
            "shards",
            "labels",
            "bufferEstimate",
            "statistics",
            "shardLines",
            "labelLines",
            "windowLines",
            "labelShares",
            "notes");

    private static final Set<String> OF_STATISTIC = Set.of("statistic", "value", "expected", "pValue", "note");

    private static final Set<String> OF_SHARD = Set.of(
            "shard",
            "records",
            "labels",
            "chiSquare",
            "chiSquareExpected",
            "chiSquareP",
            "meanIndex",
            "meanIndexZ",
            "meanIndexP",
            "ksDistance",
            "ksP",
            "pValue",
            "qValue",
            "located");

    private static final Set<String> OF_LABEL = Set.of(
            "label",
            "records",
            "firstPosition",
            "firstExpected",
            "firstP",
            "meanPosition",
            "meanPositionZ",
            "meanPositionP");

    private static final Set<String> OF_WINDOW = Set.of(
            "size",
            "windows",
            "chiSquare",
            "chiSquareExpected",
            "chiSquareP",
            "entropyBits",
            "entropyExpectedBits",
            "lowestEntropyBits",
            "lowestEntropyPosition",
            "meanIndexH",
            "meanIndexHExpected",
            "meanIndexP",
            "note");

    @Test
    void fields_areTheDocumentedOnes() throws IOException {
        BiasReport report = BiasReport.of(
                Orders.recorded(Orders.uniform(1_000, 1), Orders.equalSizes(1_000, 4), index -> index / 500));
        JsonNode json = new ObjectMapper().readTree(Json.bytes(report));

        assertThat(fields(json)).isEqualTo(OF_REPORT);
        assertThat(fields(json.path("statistics").path(0))).isEqualTo(OF_STATISTIC);
        assertThat(fields(json.path("shardLines").path(0))).isEqualTo(OF_SHARD);
        assertThat(fields(json.path("labelLines").path(0))).isEqualTo(OF_LABEL);
        assertThat(fields(json.path("windowLines").path(0))).isEqualTo(OF_WINDOW);
        assertThat(fields(json.path("labelShares"))).isEqualTo(Set.of("labels", "pieces"));
        assertThat(fields(json.path("labelShares").path("pieces").path(0)))
                .isEqualTo(Set.of("firstPosition", "records", "counts", "others"));

        Set<String> documented = documented();
        for (Set<String> some : List.of(OF_REPORT, OF_STATISTIC, OF_SHARD, OF_LABEL, OF_WINDOW)) {
            assertThat(documented).containsAll(some);
        }
        assertThat(documented).contains("pieces", "counts", "others");
    }

    private static Set<String> fields(JsonNode object) {
        Set<String> fields = new TreeSet<>();
        object.fieldNames().forEachRemaining(fields::add);
        return fields;
    }

    /** What the chapter on JSON writes as code. */
    private static Set<String> documented() throws IOException {
        String page = Files.readString(Path.of("docs/statistics.md"));
        int from = page.indexOf("## JSON");
        Matcher field = FIELD.matcher(page.substring(from, page.indexOf("\n## ", from)));
        Set<String> fields = new TreeSet<>();
        while (field.find()) {
            fields.add(field.group(1));
        }
        return fields;
    }
}
