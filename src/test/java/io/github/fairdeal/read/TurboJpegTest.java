package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.source.DrawnScenes;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** libjpeg-turbo against the JDK's decoder: an epoch must read alike on machines with and without it. */
class TurboJpegTest {

    private static final int SIDE = 61;
    private static final ImageShape SHAPE = new ImageShape(SIDE, SIDE, 3);
    private static final ImageShape GRAY = new ImageShape(SIDE, SIDE, 1);
    private static final byte UNTOUCHED = 77;

    private final JpegDecoder jdk = new JpegDecoder(null);
    private TurboJpeg turbo;

    @BeforeEach
    void open() {
        Optional<TurboJpeg> installed = TurboJpeg.open();
        assumeTrue(installed.isPresent(), "libjpeg-turbo is not installed here (Debian: libturbojpeg0)");
        turbo = installed.get();
    }

    @AfterEach
    void close() {
        jdk.close();
        if (turbo != null) {
            turbo.close();
        }
    }

    @ParameterizedTest(name = "{0} x {1}, progressive {2}, restart every {3}, quality {4}")
    @CsvSource({
        "1, 1, false, 0, 0.9",
        "1, 1, true, 0, 0.5",
        "2, 1, false, 3, 0.75",
        "2, 1, true, 0, 0.3",
        "2, 2, false, 0, 0.95",
        "2, 2, false, 1, 0.1",
        "2, 2, true, 0, 1.0"
    })
    void decode_usualFiles_givesThePixelsOfTheJdk(
            int across, int down, boolean isProgressive, int restart, float quality) throws Exception {
        byte[] file = encode(3, across, down, isProgressive, restart, quality);

        assertSame(file, SHAPE);
        assertSame(file, GRAY);
    }

    @Test
    void decode_gray_givesThePixelsOfTheJdk() throws Exception {
        byte[] file = encode(1, 1, 1, false, 0, 0.8f);

        assertSame(file, SHAPE);
        assertSame(file, GRAY);
    }

    @Test
    void decode_withColourProfile_givesThePixelsOfTheJdk() throws Exception {
        byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        byte[] file = encode(3, 2, 2, false, 0, 0.8f);

        assertSame(TestJpeg.withProfile(file, profile, 500), SHAPE);
        assertSame(TestJpeg.withProfile(file, new byte[300], 300), SHAPE);
    }

    @Test
    void decode_colourHalvedDownOnly_whereTheDecodersDiffer_isLeftToTheJdk() throws Exception {
        byte[] target = new byte[SHAPE.bytes()];
        Arrays.fill(target, UNTOUCHED);
        byte[] file = encode(3, 1, 2, false, 0, 0.9f);

        assertThat(turbo.decode(file, file.length, SHAPE, target, 0)).isFalse();
        assertThat(target).containsOnly(UNTOUCHED);
    }

    @Test
    void decode_otherSize_orNoJpeg_isLeftToTheJdk() throws Exception {
        byte[] file = encode(3, 2, 2, false, 0, 0.9f);
        ImageShape other = new ImageShape(SIDE, SIDE + 1, 3);

        assertThat(turbo.decode(file, file.length, other, new byte[other.bytes()], 0))
                .isFalse();
        assertThat(turbo.decode(new byte[100], 100, SHAPE, new byte[SHAPE.bytes()], 0))
                .isFalse();
    }

    @Test
    void decode_truncated_isDamage() throws Exception {
        byte[] file = encode(3, 2, 2, false, 0, 0.9f);

        assertThatThrownBy(() -> turbo.decode(file, file.length - 40, SHAPE, new byte[SHAPE.bytes()], 0))
                .isInstanceOf(UnreadableImageException.class)
                .hasMessageStartingWith("JPEG is damaged: ");
        assertSame(file, SHAPE);
    }

    /** What both take for sound has the same pixels, however it came about; few flips go by unnoticed. */
    @Test
    void decode_flippedBits_isDamage_orGivesThePixelsOfTheJdk() throws Exception {
        byte[] file = encode(3, 2, 2, false, 0, 0.9f);
        Random random = new Random(1);
        int sound = 0;
        for (int i = 0; i < 600; i++) {
            byte[] flipped = file.clone();
            flipped[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] ours = decodeIfSound(new JpegDecoder(turbo), flipped);
            byte[] theirs = decodeIfSound(jdk, flipped);
            if (ours.length > 0 && theirs.length > 0) {
                assertThat(ours).isEqualTo(theirs);
                sound++;
            }
        }
        assertThat(sound).isPositive();
    }

    private static byte[] decodeIfSound(JpegDecoder decoder, byte[] file) {
        byte[] target = new byte[SHAPE.bytes()];
        try {
            decoder.decode(file, file.length, SHAPE, target, 0);
            return target;
        } catch (UnreadableImageException e) {
            return new byte[0];
        }
    }

    private void assertSame(byte[] file, ImageShape shape) throws UnreadableImageException {
        int offset = 5;
        byte[] expected = new byte[shape.bytes()];
        byte[] target = new byte[offset + shape.bytes() + 1];
        Arrays.fill(target, UNTOUCHED);

        jdk.decode(file, file.length, shape, expected, 0);

        assertThat(turbo.decode(file, file.length, shape, target, offset)).isTrue();
        assertThat(Arrays.copyOfRange(target, offset, offset + shape.bytes())).isEqualTo(expected);
        assertThat(target[offset - 1]).isEqualTo(UNTOUCHED);
        assertThat(target[offset + shape.bytes()]).isEqualTo(UNTOUCHED);
    }

    /** A drawn scene by the JDK's encoder, its colours in a part of the resolution. */
    private static byte[] encode(int channels, int across, int down, boolean isProgressive, int restart, float quality)
            throws IOException {
        byte[] scene = DrawnScenes.of(1, SIDE).image(0).pixels();
        byte[] samples = new byte[SIDE * SIDE * channels];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = scene[3 * (i / channels) + i % channels];
        }
        return new TestJpeg(SIDE, SIDE, channels)
                .sampling(across, down)
                .progressive(isProgressive)
                .restart(restart)
                .quality(quality)
                .write(samples);
    }
}
