package io.github.fairdeal.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.read.TestPng;
import io.github.fairdeal.read.TestShards;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.EagerSession;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.DecodePng;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** The reader's pixels against those of TensorFlow's own decoders, for every kind of PNG there is. */
class DecodePngTest {

    private static final int WIDTH = 13;
    private static final int HEIGHT = 9;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void reader_everyKindOfPng_givesTensorFlowsPixels(int channels) throws IOException {
        List<byte[]> files = everyKindOfPng();
        ImageShape shape = new ImageShape(HEIGHT, WIDTH, channels);

        List<byte[]> ours = ReadImages.of(files, shape, folder);

        assertThat(files).hasSize(58);
        for (int i = 0; i < files.size(); i++) {
            assertThat(ours.get(i)).as(kind(files.get(i))).isEqualTo(decodePng(files.get(i), channels));
        }
    }

    @Test
    void reader_twoChannels_givesTensorFlowsGrayAndAlpha() throws IOException {
        List<byte[]> files = everyKindOfPng();

        List<byte[]> ours = ReadImages.of(files, new ImageShape(HEIGHT, WIDTH, 2), folder);

        for (int i = 0; i < files.size(); i++) {
            byte[] gray = decodePng(files.get(i), 1);
            byte[] colourAndAlpha = decodePng(files.get(i), 4);
            for (int pixel = 0; pixel < gray.length; pixel++) {
                assertThat(ours.get(i)[2 * pixel]).as(kind(files.get(i))).isEqualTo(gray[pixel]);
                assertThat(ours.get(i)[2 * pixel + 1]).as(kind(files.get(i))).isEqualTo(colourAndAlpha[4 * pixel + 3]);
            }
        }
    }

    @Test
    void reader_pngOfAnotherProgram_givesTensorFlowsPixels() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (long index = 0; index < 200; index++) {
            BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
            image.getRaster()
                    .setDataElements(0, 0, WIDTH, HEIGHT, Arrays.copyOf(TestShards.pixels(index), WIDTH * HEIGHT));
            files.add(encode(image, "png"));
        }

        List<byte[]> ours = ReadImages.of(files, new ImageShape(HEIGHT, WIDTH, 1), folder);

        for (int i = 0; i < files.size(); i++) {
            assertThat(ours.get(i)).isEqualTo(decodePng(files.get(i), 1));
        }
    }

    @Test
    void reader_garbageBehindThePng_isPassedOverAsByTensorFlow() throws IOException {
        byte[] png = new TestPng(WIDTH, HEIGHT, 2, 8).write(4);
        byte[] longer = Arrays.copyOf(png, png.length + 50);

        assertThat(ReadImages.of(List.of(longer), new ImageShape(HEIGHT, WIDTH, 3), folder)
                        .get(0))
                .isEqualTo(decodePng(longer, 3))
                .isEqualTo(decodePng(png, 3));
    }

    /** Of more entries than the palette, behind the pixels, or of the wrong size: libpng passes over it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4})
    void reader_transparencyOutOfPlace_isPassedOverAsByTensorFlow(int channels) throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (int depth : new int[] {2, 4, 8}) {
            int entries = (1 << depth) - 1;
            for (int transparent : new int[] {entries - 1, entries, entries + 1, 1 << depth, 256, 257}) {
                files.add(palette(depth, entries)
                        .chunkBeforePixels("tRNS", new byte[transparent])
                        .write(depth));
            }
            files.add(palette(depth, entries)
                    .chunkBehindPixels("tRNS", new byte[2])
                    .write(depth));
        }
        for (int colourType : new int[] {0, 2}) {
            files.add(new TestPng(WIDTH, HEIGHT, colourType, 8)
                    .chunkBehindPixels("tRNS", new byte[colourType == 0 ? 2 : 6])
                    .write(colourType));
            files.add(new TestPng(WIDTH, HEIGHT, colourType, 8)
                    .chunkBeforePixels("tRNS", new byte[4])
                    .write(colourType));
        }

        List<byte[]> ours = ReadImages.of(files, new ImageShape(HEIGHT, WIDTH, channels), folder);

        for (int i = 0; i < files.size(); i++) {
            assertThat(ours.get(i)).as("%d: %s", i, kind(files.get(i))).isEqualTo(decodePng(files.get(i), channels));
        }
    }

    @Test
    void reader_colourPngWithGammaIntoGray_isRefused() throws IOException {
        byte[] png = new TestPng(WIDTH, HEIGHT, 2, 8)
                .extraChunk("gAMA", new byte[] {0, 0, (byte) 0xb1, (byte) 0x8f})
                .write(4);

        assertThat(ReadImages.of(List.of(png), new ImageShape(HEIGHT, WIDTH, 3), folder)
                        .get(0))
                .isEqualTo(decodePng(png, 3));
        assertThatThrownBy(() -> ReadImages.of(List.of(png), new ImageShape(HEIGHT, WIDTH, 1), folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("in colour with a gamma");
    }

    private static List<byte[]> everyKindOfPng() {
        int[][] kinds = {
            {0, 1}, {0, 2}, {0, 4}, {0, 8}, {0, 16}, {2, 8}, {2, 16}, {3, 1}, {3, 2}, {3, 4}, {3, 8}, {4, 8}, {4, 16},
            {6, 8}, {6, 16}
        };
        List<byte[]> files = new ArrayList<>();
        for (int[] kind : kinds) {
            for (boolean interlaced : new boolean[] {false, true}) {
                for (boolean transparent : new boolean[] {false, true}) {
                    if (transparent && kind[0] >= 4) {
                        continue;
                    }
                    files.add(new TestPng(WIDTH, HEIGHT, kind[0], kind[1])
                            .interlaced(interlaced)
                            .transparent(transparent)
                            .write(files.size()));
                }
            }
        }
        // Filters that matter in wide rows only.
        for (int seed = 0; seed < 6; seed++) {
            files.add(new TestPng(WIDTH, HEIGHT, seed % 2 == 0 ? 0 : 2, 8).write(1_000 + seed));
        }
        return files;
    }

    private static TestPng palette(int depth, int entries) {
        return new TestPng(WIDTH, HEIGHT, 3, depth).paletteEntries(entries);
    }

    private static String kind(byte[] png) {
        return "colour type %d, bit depth %d, interlace %d".formatted(png[25], png[24], png[28]);
    }

    private static byte[] decodePng(byte[] file, int channels) {
        try (EagerSession session = EagerSession.create()) {
            Ops tf = Ops.create(session);
            return bytes(tf.image
                    .decodePng(tf.constantOf(scalar(file)), TUint8.class, DecodePng.channels((long) channels))
                    .asTensor());
        }
    }

    private static TString scalar(byte[] bytes) {
        return TString.tensorOfBytes(NdArrays.scalarOfObject(bytes));
    }

    private static byte[] bytes(TUint8 image) {
        byte[] bytes = new byte[Math.toIntExact(image.size())];
        image.asRawTensor().data().read(bytes);
        return bytes;
    }

    private static byte[] encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, format, out);
        return out.toByteArray();
    }
}
