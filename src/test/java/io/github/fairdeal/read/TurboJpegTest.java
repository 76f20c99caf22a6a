package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.source.DrawnScenes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
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
        int type = channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
        BufferedImage image = new BufferedImage(SIDE, SIDE, type);
        byte[] scene = DrawnScenes.of(1, SIDE).image(0).pixels();
        for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
            for (int band = 0; band < channels; band++) {
                image.getRaster().setSample(pixel % SIDE, pixel / SIDE, band, scene[3 * pixel + band] & 0xff);
            }
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality);
        if (isProgressive) {
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        }
        IIOMetadata metadata =
                writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromBufferedImageType(type), param);
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree("javax_imageio_jpeg_image_1.0");
        IIOMetadataNode luma =
                (IIOMetadataNode) root.getElementsByTagName("componentSpec").item(0);
        luma.setAttribute("HsamplingFactor", Integer.toString(across));
        luma.setAttribute("VsamplingFactor", Integer.toString(down));
        if (restart > 0) {
            IIOMetadataNode interval = new IIOMetadataNode("dri");
            interval.setAttribute("interval", Integer.toString(restart));
            root.getElementsByTagName("markerSequence").item(0).appendChild(interval);
        }
        metadata.setFromTree("javax_imageio_jpeg_image_1.0", root);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, metadata), param);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
