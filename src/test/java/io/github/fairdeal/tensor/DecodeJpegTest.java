package io.github.fairdeal.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.read.TestJpeg;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.EagerSession;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.image.DecodeJpeg;
import org.tensorflow.op.image.EncodeJpeg;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** The reader's pixels against those of TensorFlow's {@code decode_jpeg(dct_method="INTEGER_ACCURATE")}, bit for bit. */
class DecodeJpegTest {

    private static final byte[] JFIF_MARKER = {(byte) 0xff, (byte) 0xe0};

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} x {1}")
    @CsvSource({"9, 13", "1, 1", "3, 4", "5, 6", "8, 5", "16, 16", "17, 33", "40, 200"})
    void reader_gray_orInColour_inWholeOrHalfResolution_givesTensorFlowsPixels(int height, int width)
            throws IOException {
        Map<String, byte[]> gray = new TreeMap<>();
        Map<String, byte[]> colour = new TreeMap<>();
        for (boolean isProgressive : new boolean[] {false, true}) {
            for (boolean isOptimized : new boolean[] {false, true}) {
                for (boolean isHalved : new boolean[] {false, true}) {
                    String kind = "progressive %s, own tables %s, half the colour %s"
                            .formatted(isProgressive, isOptimized, isHalved);
                    EncodeJpeg.Options[] options = {
                        EncodeJpeg.progressive(isProgressive),
                        EncodeJpeg.optimizeSize(isOptimized),
                        EncodeJpeg.chromaDownsampling(isHalved),
                        EncodeJpeg.quality(isOptimized ? 97L : 60L)
                    };
                    gray.put(kind, encode(smooth(height, width, 1), height, width, 1, options));
                    colour.put(kind, encode(smooth(height, width, 3), height, width, 3, options));
                }
            }
        }

        assertSameAsDecodeJpeg(colour, new ImageShape(height, width, 3));
        assertSameAsDecodeJpeg(colour, new ImageShape(height, width, 1));
        assertSameAsDecodeJpeg(gray, new ImageShape(height, width, 3));
        assertSameAsDecodeJpeg(gray, new ImageShape(height, width, 1));
    }

    @ParameterizedTest(name = "{0} x {1}, restart every {2}")
    @CsvSource({"9, 13, 0", "17, 34, 1", "40, 200, 3", "64, 31, 5"})
    void reader_colourHalvedAcrossOnly_andRestartMarkers_givesTensorFlowsPixels(int height, int width, int restart)
            throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        files.put("4:2:2", encode(smooth(height, width, 3), height, width, 2, 1, restart));
        files.put("4:2:0", encode(smooth(height, width, 3), height, width, 2, 2, restart));
        files.put("4:4:4", encode(smooth(height, width, 3), height, width, 1, 1, restart));

        assertSameAsDecodeJpeg(files, new ImageShape(height, width, 3));
        assertSameAsDecodeJpeg(files, new ImageShape(height, width, 1));
    }

    @Test
    void reader_colourProfiles_givesTensorFlowsPixels() throws IOException {
        byte[] plain = encode(smooth(40, 30, 3), 40, 30, 2, 2, 0);
        byte[] gray = encode(smooth(40, 30, 1), 40, 30, 1);
        byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        Map<String, byte[]> files = new TreeMap<>();
        files.put(
                "sRGB",
                TestJpeg.withProfile(
                        plain, ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData(), 60_000));
        files.put("linear", TestJpeg.withProfile(plain, linear, 300));
        files.put(
                "gray",
                TestJpeg.withProfile(
                        gray, ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData(), 60_000));
        files.put("damaged", TestJpeg.withProfile(plain, new byte[] {1, 2, 3}, 60_000));

        assertSameAsDecodeJpeg(files, new ImageShape(40, 30, 3));
        assertSameAsDecodeJpeg(files, new ImageShape(40, 30, 1));
    }

    @Test
    void reader_componentsThatAreRedGreenAndBlue_givesTensorFlowsPixels() throws IOException {
        byte[] raw = ofComponents(smooth(9, 13, 3), 9, 13, 3);
        Map<String, byte[]> files = new TreeMap<>();
        files.put("Adobe's RGB", withAdobeMarker(raw, 0));
        files.put("Adobe's YCbCr", withAdobeMarker(raw, 1));

        assertSameAsDecodeJpeg(files, new ImageShape(9, 13, 3));
        assertSameAsDecodeJpeg(files, new ImageShape(9, 13, 1));
    }

    @Test
    void reader_fourInks_givesTensorFlowsPixels() throws IOException {
        byte[] raw = ofComponents(smooth(9, 13, 4), 9, 13, 4);
        Map<String, byte[]> files = new TreeMap<>();
        files.put("CMYK", raw);
        files.put("Adobe's CMYK", withAdobeMarker(raw, 0));
        files.put("Adobe's YCCK", withAdobeMarker(raw, 2));

        assertSameAsDecodeJpeg(files, new ImageShape(9, 13, 3));
    }

    @Test
    void reader_fourInksIntoGray_isRefusedAsByTensorFlow() throws IOException {
        byte[] raw = ofComponents(smooth(9, 13, 4), 9, 13, 4);

        assertThatThrownBy(() -> decode(raw, 1)).isInstanceOf(TFInvalidArgumentException.class);
        assertThatThrownBy(() -> ReadImages.of(List.of(raw), new ImageShape(9, 13, 1), folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("JPEG has 4 channels");
    }

    private void assertSameAsDecodeJpeg(Map<String, byte[]> files, ImageShape shape) throws IOException {
        List<byte[]> ours = ReadImages.of(List.copyOf(files.values()), shape, folder);
        int i = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            assertThat(ours.get(i++)).as(file.getKey()).isEqualTo(decode(file.getValue(), shape.channels()));
        }
    }

    private static byte[] decode(byte[] file, int channels) {
        try (EagerSession session = EagerSession.create()) {
            Ops tf = Ops.create(session);
            TUint8 image = tf.image
                    .decodeJpeg(
                            tf.constantOf(TString.tensorOfBytes(NdArrays.scalarOfObject(file))),
                            DecodeJpeg.channels((long) channels),
                            DecodeJpeg.dctMethod("INTEGER_ACCURATE"))
                    .asTensor();
            byte[] bytes = new byte[Math.toIntExact(image.size())];
            image.asRawTensor().data().read(bytes);
            return bytes;
        }
    }

    /** By TensorFlow. */
    private static byte[] encode(byte[] pixels, int height, int width, int channels, EncodeJpeg.Options... options) {
        try (EagerSession session = EagerSession.create()) {
            Ops tf = Ops.create(session);
            TUint8 image = TUint8.tensorOf(Shape.of(height, width, channels), DataBuffers.of(pixels));
            return tf.image
                    .encodeJpeg(tf.constantOf(image), options)
                    .asTensor()
                    .asBytes()
                    .getObject();
        }
    }

    /** By the JDK, with colour of a part of the resolution, and restart markers if {@code restart} is above 0. */
    private static byte[] encode(byte[] pixels, int height, int width, int across, int down, int restart)
            throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        IIOMetadata metadata = writer.getDefaultImageMetadata(
                ImageTypeSpecifier.createFromBufferedImageType(java.awt.image.BufferedImage.TYPE_3BYTE_BGR), null);
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
        java.awt.image.BufferedImage image =
                new java.awt.image.BufferedImage(width, height, java.awt.image.BufferedImage.TYPE_3BYTE_BGR);
        image.setData(raster(pixels, height, width, 3));
        return write(writer, new IIOImage(image, null, metadata));
    }

    /** By the JDK, with the samples as components, whatever they mean, without a marker that says so. */
    private static byte[] ofComponents(byte[] samples, int height, int width, int components) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        return write(writer, new IIOImage(raster(samples, height, width, components), null, null));
    }

    private static byte[] write(ImageWriter writer, IIOImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, image, null);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    private static Raster raster(byte[] samples, int height, int width, int bands) {
        return Raster.createInterleavedRaster(
                new DataBufferByte(samples, samples.length),
                width,
                height,
                width * bands,
                bands,
                IntStream.range(0, bands).toArray(),
                null);
    }

    /** The same file with Adobe's marker behind its first two bytes, in place of JFIF's if it has one. */
    private static byte[] withAdobeMarker(byte[] file, int transform) throws IOException {
        boolean hasJfif = Arrays.equals(file, 2, 4, JFIF_MARKER, 0, 2);
        int rest = hasJfif ? 4 + (((file[4] & 0xff) << 8) | (file[5] & 0xff)) : 2;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(file, 0, 2);
        out.write(new byte[] {(byte) 0xff, (byte) 0xee, 0, 14});
        out.write("Adobe".getBytes(StandardCharsets.US_ASCII));
        out.write(new byte[] {0, 100, 0, 0, 0, 0, (byte) transform});
        out.write(file, rest, file.length - rest);
        return out.toByteArray();
    }

    /** Gradients with some noise: what neither compresses to nothing nor overflows. */
    private static byte[] smooth(int height, int width, int channels) {
        Random random = new Random(height * 1_000L + width);
        byte[] samples = new byte[height * width * channels];
        for (int i = 0; i < samples.length; i++) {
            int pixel = i / channels;
            int slope = (pixel / width * 5 + pixel % width * 3) * (1 + i % channels);
            samples[i] = (byte) Math.floorMod(slope + random.nextInt(40), 256);
        }
        return samples;
    }
}
