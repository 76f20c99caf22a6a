package io.github.fairdeal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.PathStyle;
import io.github.fairdeal.dataset.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is an image file, in which order names of labels stand, how paths are named, and how much damage is too much. */
class ListingRulesTest {

    @ParameterizedTest
    @CsvSource({
        "a.png,",
        "a.b.JPEG,",
        "A.Jpg,",
        "-.png,",
        ".png,HIDDEN",
        "_a.png,HIDDEN",
        "png,NOT_AN_IMAGE",
        "a.png.txt,NOT_AN_IMAGE",
        "a.gif,NOT_AN_IMAGE"
    })
    void name_decidesWhatIsAnImage(String name, LeftOut expected) {
        assertThat(ImageNames.reason(name, 1)).isEqualTo(expected);
        assertThat(ImageNames.reason(name, 0)).isEqualTo(expected == null ? LeftOut.EMPTY : expected);
    }

    @Test
    void labelNames_areSortedByCodePoints_withoutRepeats() {
        // In UTF-16, which String.compareTo looks at, the emoji comes before the private-use character.
        assertThat(LabelNames.sorted(List.of("\uE000", "😀", "b", "a", "Z", "b", "é")))
                .containsExactly("Z", "a", "b", "é", "\uE000", "😀");
    }

    @Test
    void labelText_hasALineAName() {
        assertThat(new String(LabelNames.text(List.of("a", "b\nc", "d\\n")), StandardCharsets.UTF_8))
                .isEqualTo("a\nb\\nc\nd\\\\n\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/data/ds, /data/images/a.png, ../images/a.png",
        "/data/ds, /data/ds/images/a.png, images/a.png",
        "/data/sets/ds, /data/a.png, ../../a.png",
        "/data/ds, /data/ds2/a.png, ../ds2/a.png",
        "hdfs://nn/data/ds, hdfs://nn/data/x/a.png, ../x/a.png"
    })
    void relativeName_leadsFromTheDatasetToTheFile(String dataset, String path, String name) {
        assertThat(new PathNames(PathStyle.RELATIVE, dataset).of(path)).isEqualTo(name);
        assertThat(new PathNames(PathStyle.ABSOLUTE, dataset).of(path)).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({"/data/ds, /mnt/a.png", "hdfs://nn/ds, hdfs://other/ds/a.png", "hdfs://nn/a/ds, hdfs://nn/b/a.png"})
    void relativeName_withoutAFolderInCommon_isRefused(String dataset, String path) {
        assertThatThrownBy(() -> new PathNames(PathStyle.RELATIVE, dataset).of(path))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("no folder holds both the dataset " + dataset + " and the image " + path);
    }

    @ParameterizedTest
    @CsvSource({
        "1%, 10, 1000, true",
        "1%, 11, 1000, false",
        "0, 0, 5, true",
        "0, 1, 5, false",
        "7, 7, 7, true",
        "0.5%, 1, 199, false",
        "0.57%, 57, 10000, true",
        "32.3%, 323, 1000, true",
        "32.3%, 324, 1000, false"
    })
    void rejectionLimit_isANumberOrAShare(String text, long rejected, long checked, boolean admits) {
        assertThat(new RejectionLimit(text).admits(rejected, checked)).isEqualTo(admits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "101%", "many", "%"})
    void rejectionLimit_ofAnotherForm_isRefused(String text) {
        assertThatThrownBy(() -> new RejectionLimit(text))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "--max-rejected: expected a number or a percentage, such as 100 or 1%, found '" + text + "'");
    }
}
