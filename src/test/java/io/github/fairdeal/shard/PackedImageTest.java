package io.github.fairdeal.shard;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedImageTest {

    @Property(tries = 200, seed = "7")
    void parse_whatToStringSays_givesItBack(
            @ForAll String folder,
            @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long offset,
            @ForAll @IntRange(min = 0) int length) {
        PackedImage image = new PackedImage(folder + "/pack-00000-of-00001.tfrecord", offset, length);

        assertThat(PackedImage.parse(image.toString())).hasValue(image);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/images/0.png",
                "/packs/pack-00000-of-00001.tfrecord",
                "/a#b/c.png",
                "/a#offset=1&length=2",
                "/p.tfrecord#offset=1",
                "/p.tfrecord#offset=&length=2",
                "/p.tfrecord#offset=1&length=",
                "/p.tfrecord#offset=-1&length=2",
                "/p.tfrecord#offset=1&length=2.png",
                "/p.tfrecord#offset=1&length=2147483648",
                "/p.tfrecord#offset=1234567890123456789&length=2",
                "/p.tfrecord#offset=1&length=2&length=",
                "/p.tfrecord#offset=١&length=2",
                "/p.tfrecord&length=2#offset=1",
                "/p.tfrecord#length=2&offset=1",
                "#offset=1&length=2",
                ""
            })
    void parse_anythingElse_isAFile(String path) {
        assertThat(PackedImage.parse(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a#b/c d%20/p.tfrecord", "s3a://b/p.tfrecord", "p.tfrecord#offset=1&length=2/p.tfrecord"})
    void parse_packOfAnyName_takesTheLastRange(String pack) {
        assertThat(PackedImage.parse(pack + "#offset=12&length=0345")).hasValue(new PackedImage(pack, 12, 345));
    }
}
