package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
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
