package io.github.fairdeal.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON form of the two manifests: the same value gives the same bytes, and what is wrong gives one line. */
final class ManifestTest {

    private static final String PATH = "/data/mnist/dataset.json";

    private static final Shard FIRST = new Shard(
            "path-00000-of-00002.tfrecord",
            0,
            3,
            300,
            "0a1b2c3d",
            counts(0, 2, -7, 1),
            List.of(SeekPoint.START, new SeekPoint(2, 200)));
    private static final Shard SECOND =
            new Shard("path-00001-of-00002.tfrecord", 3, 2, 200, "ffffffff", counts(0, 2), List.of(SeekPoint.START));
    private static final ShardSet SHARDS = ShardSet.of(RecordKind.PATH, "00000000deadbeef", List.of(FIRST, SECOND));

    private static final DatasetManifest DATASET = new DatasetManifest(
            DatasetManifest.FORMAT_VERSION,
            "fairdeal 0.1.0",
            "mnist",
            5,
            counts(0, 4, -7, 1),
            counts(0, 2),
            List.of(),
            new TreeMap<>(),
            ImageShape.MNIST,
            PathStyle.RELATIVE,
            List.of(SHARDS),
            List.of(),
            List.of(new SourceFile("train-labels-idx1-ubyte.gz", 28_881, "35")),
            new TreeMap<>(Map.of("shards", "2", "kinds", "path")));

    private static final EpochManifest EPOCH = new EpochManifest(
            DatasetManifest.FORMAT_VERSION,
            "fairdeal 0.1.0",
            new EpochId(-1, 12),
            "mixed-radix-feistel-12",
            5,
            ImageShape.MNIST,
            counts(0, 4, -7, 1),
            SHARDS,
            "2026-11-22T00:00:00Z",
            new TreeMap<>(Map.of("shards", "2")));

    @Test
    void datasetManifest_comesBackEqualAndWritesTheSameBytes() {
        DatasetManifest back = Json.read(Json.bytes(DATASET), DatasetManifest.class, PATH);

        assertThat(back).isEqualTo(DATASET);
        assertThat(Json.bytes(back)).isEqualTo(Json.bytes(DATASET));
    }

    @Test
    void datasetManifest_withNamesOfLabels_comesBackEqual_andWithoutThemSaysNothingOfThem() {
        DatasetManifest named = named(List.of("cat", "line\nfeed"));

        assertThat(Json.read(Json.bytes(named), DatasetManifest.class, PATH)).isEqualTo(named);
        assertThat(new String(Json.bytes(DATASET), UTF_8)).doesNotContain("\"labels\"", "\"leftOut\"");
        assertThatThrownBy(() -> named(List.of("cat")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("labels from 0 to 1, but 1 names of labels");
    }

    @Test
    void epochManifest_comesBackEqualAndWritesTheSameBytes() {
        EpochManifest back = Json.read(Json.bytes(EPOCH), EpochManifest.class, PATH);

        assertThat(back).isEqualTo(EPOCH);
        assertThat(Json.bytes(back)).isEqualTo(Json.bytes(EPOCH));
        assertThat(back.kind()).isEqualTo(RecordKind.PATH);
    }

    @Test
    void manifest_isIndentedTextInTheOrderOfItsRecord() {
        String text = new String(Json.bytes(EPOCH), UTF_8);

        assertThat(text)
                .startsWith(
                        """
                        {
                          "formatVersion" : 1,
                          "software" : "fairdeal 0.1.0",
                          "id" : {
                            "seed" : -1,
                            "epoch" : 12
                          },
                          "algorithm" : "mixed-radix-feistel-12",
                        """)
                .contains("\"kind\" : \"path\"")
                .contains("\"labelCounts\" : {\n    \"-7\" : 1,\n    \"0\" : 4\n  }")
                .endsWith("}\n")
                .doesNotContain("\r");
        assertThat(Json.line(EPOCH)).doesNotContain("\n");
    }

    @Test
    void propertiesOfLaterSoftware_arePassedOver() {
        ObjectNode tree = tree(DATASET);
        tree.put("colour", "blue");

        assertThat(read(tree)).isEqualTo(DATASET);
    }

    @Test
    void packs_comeBackEqual_andMustHoldAllRecords() {
        ObjectNode tree = tree(DATASET);
        ArrayNode shards = (ArrayNode) tree.at("/sorted/0/shards");
        tree.set("packs", shards.deepCopy());

        assertThat(DATASET.packs()).isEmpty();
        assertThat(read(tree).packs()).containsExactly(FIRST, SECOND);
        ((ArrayNode) tree.get("packs")).remove(1);
        assertThatThrownBy(() -> read(tree)).hasMessageContaining("packs hold 3 records, expected 5");
    }

    /** Manifests of the first release candidates do not have it. */
    @Test
    void missingTestCounts_areASeventhOfEachLabel() {
        ObjectNode tree = tree(DATASET);
        tree.remove("testCounts");
        tree.put("records", 15);
        tree.putObject("labelCounts").put("3", 15);
        tree.putArray("sorted");

        assertThat(read(tree).testCounts()).isEqualTo(counts(3, 2));
    }

    @Test
    void testCounts_beyondTheLabelsCounts_areRefused() {
        for (long count : new long[] {-1, 5}) {
            ObjectNode tree = tree(DATASET);
            tree.putObject("testCounts").put("0", count);
            assertOneLine(tree, "test images: %d of label 0, expected 0 to 4".formatted(count));
        }
    }

    @Test
    void anyMissingProperty_isNamedInOneLine() {
        int tried = 0;
        for (ObjectNode withAll : objects(tree(DATASET))) {
            for (String name : names(withAll)) {
                ObjectNode root = tree(DATASET);
                ObjectNode target = objects(root).get(objects(tree(DATASET)).indexOf(withAll));
                if (isFreeForm(target) || name.equals("testCounts")) {
                    continue;
                }
                target.remove(name);
                assertOneLine(root, "Missing property '" + name + "'");
                target.putNull(name);
                assertOneLine(root, name);
                tried++;
            }
        }
        assertThat(tried).isGreaterThan(30);
    }

    @Test
    void nullsInsideListsAndMaps_areNamedInOneLine() {
        ObjectNode lists = tree(DATASET);
        lists.putArray("sorted").addNull();
        assertOneLine(lists, "null");
        ObjectNode maps = tree(DATASET);
        maps.putObject("labelCounts").putNull("3");
        assertOneLine(maps, "null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{}",
                "not json",
                "{\"formatVersion\" : 1,\n\"formatVersion\" : 1}",
                "{\"formatVersion\" : \"1\"}",
                "{\"formatVersion\" : 1.5}",
                "\u0000\u0001",
            })
    void brokenJson_isOneLineWithThePath(String text) {
        BadInputException found = catchThrowableOfType(
                BadInputException.class, () -> Json.read(text.getBytes(UTF_8), DatasetManifest.class, PATH));

        assertThat(found).hasMessageStartingWith(PATH + ": ").hasMessageContaining("DatasetManifest");
        assertThat(found.getMessage())
                .doesNotContain("\n")
                .doesNotContain("Feature")
                .hasSizeLessThan(300);
    }

    @Test
    void truncatedManifest_isNeverRead() {
        byte[] whole = Json.bytes(DATASET);
        // The last two bytes are the closing brace and the line feed.
        for (int length = 0; length < whole.length - 1; length++) {
            byte[] truncated = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Json.read(truncated, DatasetManifest.class, PATH))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageStartingWith(PATH);
        }
    }

    @Test
    void manifestWithSomethingAfterIt_isRefused() {
        String text = Json.text(DATASET) + "}";

        assertThatThrownBy(() -> Json.read(text.getBytes(UTF_8), DatasetManifest.class, PATH))
                .isInstanceOf(BadInputException.class);
    }

    @Test
    void textThatIsNotUtf8_isRefused() {
        byte[] bytes = Json.bytes(DATASET);
        bytes[Json.text(DATASET).indexOf("fairdeal")] = (byte) 0xff;

        assertThatThrownBy(() -> Json.read(bytes, DatasetManifest.class, PATH))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith(PATH);
    }

    @Test
    void otherVersion_isNamedBeforeAnythingElseThatIsWrong() {
        String expected =
                PATH + ": format version 2, this software reads 1; use the software that wrote it, or make it again";
        ObjectNode whole = tree(DATASET);
        whole.put("formatVersion", 2);

        assertThatThrownBy(() -> read(whole))
                .isInstanceOf(BadInputException.class)
                .hasMessage(expected);
        assertThatThrownBy(() -> Json.read("{\"formatVersion\" : 2}".getBytes(UTF_8), EpochManifest.class, PATH))
                .isInstanceOf(BadInputException.class)
                .hasMessage(expected);
        whole.put("formatVersion", 99_999_999_999L);
        assertThatThrownBy(() -> read(whole)).hasMessageContaining("format version 99999999999, this");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/records                     | 6    | dataset: label counts add up to 5, expected 6 records",
                "/records                     | 0    | records 0, expected at least 1",
                "/labelCounts/0               | 5    | dataset: label counts add up to 6, expected 5 records",
                "/labelCounts/0               | -4   | dataset: label 0 has a negative count",
                "/labelCounts/0               | 9223372036854775807 | dataset: label counts add up to",
                "/sorted/0/records            | 4    | shards hold 5 records, expected 4",
                "/sorted/0/bytes              | 501  | shards hold 500 bytes, expected 501",
                "/sorted/0/shards/1/records   | 3    | shard path-00001-of-00002.tfrecord: label counts add up to 2, expected 3",
                "/sorted/0/shards/1/firstPosition | 4 | shard path-00001-of-00002.tfrecord begins at position 4, expected 3",
                "/sorted/0/shards/1/bytes     | -1   | negative count",
                "/sorted/0/shards/0/labelCounts/-7 | 2 | shard path-00000-of-00002.tfrecord: label counts add up to 4",
                "/sorted/0/shards/0/seekPoints/0/record | 1 | seek point 0 is record 1 at offset 0",
                "/sorted/0/shards/0/seekPoints/1/offset | 0 | seek point 1 is record 2 at offset 0",
                "/sorted/0/shards/0/seekPoints/1/offset | 301 | seek point 1 is record 2 at offset 301",
                "/sorted/0/shards/0/seekPoints/1/record | 4 | seek point 1 is record 4 at offset 200",
                "/sorted/0/shards/0/seekPoints/1/record | -4 | seek point (-4, 200) is negative",
                "/shape/height                | 0    | image shape 0x28x1",
            })
    void countsThatDoNotAddUp_areNamed(String pointer, long value, String expected) {
        ObjectNode root = tree(DATASET);
        int slash = pointer.lastIndexOf('/');
        JsonNode owner = root.at(pointer.substring(0, slash));
        ((ObjectNode) owner).put(pointer.substring(slash + 1), value);

        assertOneLine(root, expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "../x", "/etc/passwd", "a/b"})
    void shardNameThatIsNotAFileInItsFolder_isRefused(String name) {
        ObjectNode root = tree(DATASET);
        ((ObjectNode) root.at("/sorted/0/shards/0")).put("name", name);

        assertOneLine(root, "expected the name of a file in its folder");
    }

    @Test
    void sameShardOrKindTwice_isRefused() {
        ObjectNode shardTwice = tree(DATASET);
        ((ObjectNode) shardTwice.at("/sorted/0/shards/1")).put("name", FIRST.name());
        assertOneLine(shardTwice, "is listed twice");
        ObjectNode kindTwice = tree(DATASET);
        ((ArrayNode) kindTwice.at("/sorted")).add(kindTwice.at("/sorted/0").deepCopy());
        assertOneLine(kindTwice, "sorted path shards are listed twice");
    }

    @Test
    void unknownWords_areNamedWithThoseThereAre() {
        ObjectNode root = tree(DATASET);
        ((ObjectNode) root.at("/sorted/0")).put("kind", "oath");

        assertOneLine(root, "[image, path]");
        assertOneLine(root, "sorted[0].kind");
    }

    @Test
    void epochWhoseShardsHoldAnotherNumber_isRefused() {
        ObjectNode root = tree(EPOCH);
        root.put("records", 6);

        assertThatThrownBy(() -> Json.read(Json.bytes(root), EpochManifest.class, "manifest.json"))
                .isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("manifest.json: not a valid EpochManifest: shards hold 5 records, expected 6");
    }

    @Test
    void kindThatWasNotPrepared_isAUsageErrorThatSaysHow() {
        assertThat(DATASET.sorted(RecordKind.PATH)).isEqualTo(SHARDS);
        assertThatThrownBy(() -> DATASET.sorted(RecordKind.IMAGE))
                .isInstanceOf(UsageException.class)
                .hasMessage("the dataset has no image records, only path; prepare it with --kinds image");
    }

    @Test
    void seekPointBefore_isTheLastOneThatDoesNotPass() {
        assertThat(FIRST.seekPointBefore(0)).isEqualTo(SeekPoint.START);
        assertThat(FIRST.seekPointBefore(1)).isEqualTo(SeekPoint.START);
        assertThat(FIRST.seekPointBefore(2)).isEqualTo(new SeekPoint(2, 200));
        assertThat(FIRST.seekPointBefore(3)).isEqualTo(new SeekPoint(2, 200));
    }

    @Test
    void names_areThoseOfTheFormat() {
        assertThat(Shard.fileName(RecordKind.PATH, 7, 16)).isEqualTo("path-00007-of-00016.tfrecord");
        assertThat(Shard.fileName(RecordKind.IMAGE, 123_456, 200_000)).isEqualTo("image-123456-of-200000.tfrecord");
        assertThat(EpochId.folderName(12)).isEqualTo("epoch-000012");
    }

    private static void assertOneLine(ObjectNode root, String expected) {
        BadInputException found = catchThrowableOfType(BadInputException.class, () -> read(root));

        assertThat(found).as(expected).isNotNull();
        assertThat(found.getMessage())
                .startsWith(PATH + ": not a valid DatasetManifest: ")
                .contains(expected)
                .doesNotContain("\n")
                .doesNotContain("DeserializationFeature")
                .doesNotContain("io.github.fairdeal");
    }

    private static DatasetManifest read(ObjectNode root) {
        return Json.read(Json.bytes(root), DatasetManifest.class, PATH);
    }

    private static ObjectNode tree(Object value) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(Json.bytes(value));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Every object in a tree, the root first. */
    private static List<ObjectNode> objects(JsonNode root) {
        List<ObjectNode> objects = new ArrayList<>();
        if (root instanceof ObjectNode object) {
            objects.add(object);
        }
        root.elements().forEachRemaining(child -> objects.addAll(objects(child)));
        return objects;
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Label counts and configurations, whose keys are data. */
    private static boolean isFreeForm(ObjectNode object) {
        return object.has("0") || object.has("kinds");
    }

    private static SortedMap<Long, Long> counts(long... labelsAndCounts) {
        SortedMap<Long, Long> counts = new TreeMap<>();
        for (int i = 0; i < labelsAndCounts.length; i += 2) {
            counts.put(labelsAndCounts[i], labelsAndCounts[i + 1]);
        }
        return counts;
    }

    /** A dataset of labels 0 and 1 with these names. */
    private static DatasetManifest named(List<String> names) {
        return new DatasetManifest(
                DatasetManifest.FORMAT_VERSION,
                "fairdeal 0.1.0",
                "folder",
                5,
                counts(0, 4, 1, 1),
                counts(0, 2),
                names,
                new TreeMap<>(Map.of("hidden", 3L)),
                ImageShape.MNIST,
                PathStyle.ABSOLUTE,
                List.of(),
                List.of(),
                List.of(),
                new TreeMap<>());
    }
}
