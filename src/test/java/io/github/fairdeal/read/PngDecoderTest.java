package io.github.fairdeal.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.fairdeal.dataset.ImageShape;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That the pixels are TensorFlow's is tested in {@code io.github.fairdeal.tensor.DecodePngTest}. */
class PngDecoderTest {

    private static final ImageShape SHAPE = new ImageShape(13, 11, 3);

    private final PngDecoder decoder = new PngDecoder();

    @AfterEach
    void close() {
        decoder.close();
    }

    @Test
    void decode_whatImageIoWrote_givesTheSamePixels() throws Exception {
        Random random = new Random(3);
        for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_3BYTE_BGR}) {
            for (int round = 0; round < 50; round++) {
                int width = 1 + random.nextInt(40);
                int height = 1 + random.nextInt(40);
                BufferedImage image = new BufferedImage(width, height, type);
                int channels = image.getRaster().getNumBands();
                int[] samples = random.ints((long) width * height * channels, 0, 1 + random.nextInt(256))
                        .toArray();
                image.getRaster().setPixels(0, 0, width, height, samples);
                ByteArrayOutputStream file = new ByteArrayOutputStream();
                ImageIO.write(image, "png", file);

                byte[] decoded = decode(file.toByteArray(), new ImageShape(height, width, channels));

                for (int i = 0; i < samples.length; i++) {
                    assertThat(decoded[i] & 0xff).isEqualTo(samples[i]);
                }
            }
        }
    }

    @Test
    void decode_intoTheMiddleOfAnArray_touchesNothingElse() throws Exception {
        byte[] png = new TestPng(11, 13, 2, 8).interlaced(true).write(5);
        byte[] target = new byte[SHAPE.bytes() + 20];
        Arrays.fill(target, (byte) 77);

        decoder.decode(png, png.length, SHAPE, target, 10);

        assertThat(Arrays.copyOfRange(target, 10, 10 + SHAPE.bytes())).isEqualTo(decode(png, SHAPE));
        assertThat(Arrays.copyOfRange(target, 0, 10)).containsOnly(77);
        assertThat(Arrays.copyOfRange(target, 10 + SHAPE.bytes(), target.length))
                .containsOnly(77);
    }

    @Test
    void decode_anyFlippedBit_isFound() {
        byte[] png = new TestPng(11, 13, 2, 8).write(1);
        for (int bit = 0; bit < png.length * 8; bit++) {
            byte[] flipped = png.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            if (bit < 64) {
                assertThat(PngDecoder.isPng(flipped, flipped.length)).isFalse();
            } else {
                assertThat(catchThrowable(() -> decode(flipped, SHAPE)))
                        .as("bit %d of byte %d", bit % 8, bit / 8)
                        .isInstanceOf(UnreadableImageException.class);
            }
        }
    }

    @Test
    void decode_truncatedAnywhere_isFound() {
        byte[] png = new TestPng(11, 13, 2, 8).write(1);
        for (int length = 8; length < png.length; length++) {
            byte[] cut = Arrays.copyOf(png, length);
            assertThatThrownBy(() -> decode(cut, SHAPE))
                    .isInstanceOf(UnreadableImageException.class)
                    .message()
                    .containsAnyOf("PNG ends after", "is cut short");
        }
    }

    @Test
    void decode_garbageBehindTheLastChunk_isPassedOver() throws Exception {
        byte[] png = new TestPng(11, 13, 2, 8).write(1);
        byte[] longer = Arrays.copyOf(png, png.length + 37);
        Arrays.fill(longer, png.length, longer.length, (byte) 0x5a);

        assertThat(decode(longer, SHAPE)).isEqualTo(decode(png, SHAPE));
    }

    @Test
    void decode_randomChunksWithGoodChecksums_neverFailsOtherwise() {
        String[] types = {"IHDR", "PLTE", "tRNS", "IDAT", "IEND", "gAMA", "tEXt", "ABCD"};
        Random random = new Random(11);
        int decoded = 0;
        for (int round = 0; round < 4_000; round++) {
            int colourType = new int[] {0, 2, 3, 4, 6}[random.nextInt(5)];
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            byte[] png = new TestPng(11, 13, colourType, 8)
                    .interlaced(random.nextBoolean())
                    .write(round);
            file.write(png, 0, 33);
            for (int chunks = random.nextInt(4); chunks > 0; chunks--) {
                byte[] data = new byte[random.nextInt(40)];
                random.nextBytes(data);
                if (random.nextBoolean()) {
                    data = TestPng.compress(new byte[random.nextInt(2_000)]);
                }
                file.writeBytes(TestPng.chunk(types[random.nextInt(types.length)], data));
            }
            file.write(png, 33, png.length - 33);
            try {
                decode(file.toByteArray(), SHAPE);
                decoded++;
            } catch (UnreadableImageException e) {
                assertThat(e).hasMessageNotContaining("\n");
            }
        }
        assertThat(decoded).isBetween(200, 3_800);
    }

    @Test
    void decode_hugeHeader_isRefusedBeforeAnythingIsAllocated() {
        byte[] png = new TestPng(Integer.MAX_VALUE, Integer.MAX_VALUE, 6, 16).writeHeader();

        assertThatThrownBy(() -> decode(png, SHAPE))
                .hasMessage("Image is 2147483647x2147483647, expected 13x11 (height x width)");
    }

    /** Their gray pixels would fit 256 MiB, their rows of 16 bits and four samples take 2 GiB. */
    @Test
    void resize_bombOfManySamples_isRefusedByItsHeader() {
        ImageShape target = new ImageShape(8, 8, 1);
        try (ImageDecoder resizing = new ImageDecoder(target, new ImageResizer(ResizeMethod.AREA, target))) {
            for (boolean interlaced : new boolean[] {false, true}) {
                byte[] png = new TestPng(16_383, 16_383, 6, 16)
                        .interlaced(interlaced)
                        .writeHeader();
                assertThatThrownBy(() -> resizing.decode(png, png.length, new byte[64], 0))
                        .hasMessage("Image is 16383x16383 (height x width), more than 268,435,456 bytes decoded");
            }
        }
    }

    private byte[] decode(byte[] png, ImageShape shape) throws UnreadableImageException {
        byte[] target = new byte[shape.bytes()];
        decoder.decode(png, png.length, shape, target, 0);
        return target;
    }
}
