package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.ImageShape;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** That the pixels are TensorFlow's is tested in {@code io.github.fairdeal.tensor.DecodePngTest}. */
class JpegDecoderTest {

    private final ImageDecoder decoder = new ImageDecoder(new ImageShape(40, 50, 3));

    @Test
    void decode_twoFilesOneAfterAnother_givesEachItsPixels() throws Exception {
        byte[] dark = jpeg(BufferedImage.TYPE_3BYTE_BGR, 50, 40, 10);
        byte[] light = jpeg(BufferedImage.TYPE_BYTE_GRAY, 50, 40, 240);

        assertThat(decode(dark)).containsOnly(10);
        assertThat(decode(light)).containsOnly((byte) 240);
        assertThat(decode(dark)).containsOnly(10);
    }

    /** By the JDK's decoder, which would convert the colours; TensorFlow does not. */
    @Test
    void decode_withColourProfile_soundOrNot_givesThePixelsOfTheFileWithout() throws Exception {
        ImageShape colour = new ImageShape(40, 50, 3);
        ImageShape gray = new ImageShape(40, 50, 1);
        Map<String, byte[]> profiles = Map.of(
                "sRGB", ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData(),
                "linear", ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData(),
                "gray", ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData(),
                "none at all", new byte[] {1, 2, 3});
        try (JpegDecoder jdk = new JpegDecoder(null)) {
            for (int channels : new int[] {1, 3, 4}) {
                byte[] plain = new TestJpeg(40, 50, channels).write(channels);
                for (Map.Entry<String, byte[]> profile : profiles.entrySet()) {
                    for (int pieceBytes : new int[] {60_000, 700}) {
                        byte[] file = TestJpeg.withProfile(plain, profile.getValue(), pieceBytes);
                        String what = "%d channels, %s".formatted(channels, profile.getKey());
                        assertThat(decode(jdk, file, colour)).as(what).isEqualTo(decode(jdk, plain, colour));
                        if (channels < 4) {
                            assertThat(decode(jdk, file, gray)).as(what).isEqualTo(decode(jdk, plain, gray));
                        }
                    }
                }
            }
        }
    }

    /** 9,000 x 9,000 gray pixels would fit, the coefficients of three components that come in several scans do not. */
    @Test
    void resize_progressiveBomb_isRefusedByItsHeader() {
        ImageShape target = new ImageShape(8, 8, 1);
        byte[] bomb = new byte[] {
            (byte) 0xff,
            (byte) 0xd8,
            (byte) 0xff,
            (byte) 0xc2,
            0,
            17,
            8,
            0x23,
            0x28,
            0x23,
            0x28,
            3,
            1,
            0x11,
            0,
            2,
            0x11,
            0,
            3,
            0x11,
            0,
            (byte) 0xff,
            (byte) 0xda,
            0,
            8,
            1,
            1,
            0,
            0,
            0,
            0
        };
        try (ImageDecoder resizing = new ImageDecoder(target, new ImageResizer(ResizeMethod.AREA, target))) {
            assertThatThrownBy(() -> resizing.decode(bomb, bomb.length, new byte[64], 0))
                    .hasMessage("Image is 9000x9000 (height x width), more than 268,435,456 bytes decoded");
            bomb[3] = (byte) 0xc0; // one component a scan: the same
            assertThatThrownBy(() -> resizing.decode(bomb, bomb.length, new byte[64], 0))
                    .hasMessage("Image is 9000x9000 (height x width), more than 268,435,456 bytes decoded");
        }
    }

    @Test
    void decode_otherSize_saysBothSizes() throws Exception {
        byte[] file = jpeg(BufferedImage.TYPE_3BYTE_BGR, 51, 40, 10);

        assertThatThrownBy(() -> decode(file)).hasMessage("Image is 40x51, expected 40x50 (height x width)");
    }

    @Test
    void decode_truncated_isFound() throws Exception {
        byte[] file = jpeg(BufferedImage.TYPE_3BYTE_BGR, 50, 40, 10);
        for (int length = 3; length < file.length - 2; length += 7) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> decode(cut)).isInstanceOf(UnreadableImageException.class);
        }
    }

    @Test
    void decode_otherFormats_areRefused() {
        assertThatThrownBy(() -> decode(new byte[0])).hasMessage("Image file is empty");
        assertThatThrownBy(() -> decode("GIF89a rest".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .hasMessage("Image file is neither PNG nor JPEG");
    }

    private static byte[] decode(JpegDecoder jdk, byte[] file, ImageShape shape) throws UnreadableImageException {
        byte[] target = new byte[shape.bytes()];
        jdk.decode(file, file.length, shape, target, 0);
        return target;
    }

    private byte[] decode(byte[] file) throws UnreadableImageException {
        byte[] target = new byte[40 * 50 * 3];
        decoder.decode(file, file.length, target, 0);
        return target;
    }

    private static byte[] jpeg(int type, int width, int height, int value) throws IOException {
        BufferedImage image = new BufferedImage(width, height, type);
        int[] samples = new int[width * height * image.getRaster().getNumBands()];
        Arrays.fill(samples, value);
        image.getRaster().setPixels(0, 0, width, height, samples);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }
}
