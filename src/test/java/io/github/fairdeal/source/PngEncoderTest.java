package io.github.fairdeal.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.LabelledImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PngEncoderTest {

    private final PngEncoder encoder = new PngEncoder();

    @ParameterizedTest
    @CsvSource({"28,28,1", "1,1,1", "5,3,2", "7,11,3", "3,2,4", "300,200,3"})
    void encode_anyShape_comesBackWithTheSamePixels(int height, int width, int channels) throws IOException {
        LabelledImage image = noise(new ImageShape(height, width, channels), 1);
        assertThat(pixels(encoder.encode(image), image.shape())).isEqualTo(image.pixels());
    }

    @Test
    void encode_severalShapesInTurn_leavesNothingOfOneInTheNext() throws IOException {
        for (int seed = 0; seed < 50; seed++) {
            LabelledImage image = noise(new ImageShape(1 + seed % 7, 1 + seed % 5, 1 + seed % 4), seed);
            byte[] png = encoder.encode(image);
            assertThat(png).isEqualTo(new PngEncoder().encode(image));
            assertThat(pixels(png, image.shape())).isEqualTo(image.pixels());
        }
    }

    @Test
    void encode_image_isAPngOfEightBitGrayOfTheRightSize() {
        byte[] png = encoder.encode(noise(new ImageShape(2, 3, 1), 9));
        assertThat(png)
                .startsWith(0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')
                .containsSequence('I', 'H', 'D', 'R', 0, 0, 0, 3, 0, 0, 0, 2, 8, 0);
    }

    private static LabelledImage noise(ImageShape shape, long seed) {
        byte[] pixels = new byte[shape.bytes()];
        new SplittableRandom(seed).nextBytes(pixels);
        return new LabelledImage(0, 0, shape, pixels);
    }

    private static byte[] pixels(byte[] png, ImageShape shape) throws IOException {
        Raster raster = ImageIO.read(new ByteArrayInputStream(png)).getRaster();
        assertThat(raster.getDataBuffer().getDataType()).isEqualTo(DataBuffer.TYPE_BYTE);
        assertThat(new ImageShape(raster.getHeight(), raster.getWidth(), raster.getNumBands()))
                .isEqualTo(shape);
        return (byte[]) raster.getDataElements(0, 0, shape.width(), shape.height(), null);
    }
}
