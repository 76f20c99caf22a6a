package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG files of a known size with the JDK's own decoder, which is libjpeg with its accurate integer transform:
 * what TensorFlow's {@code decode_jpeg(dct_method="INTEGER_ACCURATE")} gives.
 *
 * <p>Gray files become 1 or 3 channels, colour files (YCbCr or RGB) 3. Damage that the decoder repairs with a warning
 * is an error here. One decoder reuses one reader; not thread-safe.
 */
final class JpegDecoder implements AutoCloseable {

    private final ImageReader reader =
            ImageIO.getImageReadersByFormatName("jpeg").next();
    private String warning;

    /** True if the file says that it is a JPEG. */
    static boolean isJpeg(byte[] file, int length) {
        return length >= 3 && file[0] == (byte) 0xff && file[1] == (byte) 0xd8 && file[2] == (byte) 0xff;
    }

    /** Decodes one file, as {@link PngDecoder#decode} does. */
    void decode(byte[] file, int length, ImageShape shape, byte[] target, int targetOffset)
            throws UnreadableImageException {
        warning = null;
        try (MemoryCacheImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(file, 0, length))) {
            reader.setInput(in, true, true);
            reader.addIIOReadWarningListener((source, text) -> warning = text);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width != shape.width() || height != shape.height()) {
                throw ImageDecoder.otherSize(height, width, shape);
            }
            copy(reader.read(0).getRaster(), shape, target, targetOffset);
        } catch (IOException | RuntimeException e) {
            // The JDK's reader answers damage with more than IOException: array bounds, illegal states, null pointers.
            throw new UnreadableImageException(
                    "JPEG cannot be decoded: " + e.getMessage(), "damaged on disk, or of an unusual kind?", e);
        } finally {
            reader.reset();
        }
        if (warning != null) {
            throw UnreadableImageException.damaged("JPEG is damaged: " + warning);
        }
    }

    @Override
    public void close() {
        reader.dispose();
    }

    private static void copy(Raster raster, ImageShape shape, byte[] target, int targetOffset)
            throws UnreadableImageException {
        int bands = raster.getNumBands();
        int channels = shape.channels();
        boolean fits = bands == channels || bands == 1;
        if (!fits || (channels != 1 && channels != 3)) {
            throw new UnreadableImageException(
                    "JPEG has %d channels, expected %s".formatted(bands, shape), "convert the files first");
        }
        int[] row = new int[shape.width() * bands];
        int at = targetOffset;
        for (int y = 0; y < shape.height(); y++) {
            raster.getPixels(0, y, shape.width(), 1, row);
            for (int sample : row) {
                for (int copies = channels / bands; copies > 0; copies--) {
                    target[at++] = (byte) sample;
                }
            }
        }
    }
}
