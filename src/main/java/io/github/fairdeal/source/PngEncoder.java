package io.github.fairdeal.source;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.LabelledImage;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Encodes images as PNG, 8 bits a sample: gray, gray with alpha, RGB or RGBA for one to four channels. The samples are
 * stored as they are, without any colour conversion.
 *
 * <p>An encoder is reusable and <em>not</em> thread-safe: one a thread. The same image gives the same bytes every time in
 * the same Java version; another version may compress otherwise, to other bytes of the same pixels.
 */
public final class PngEncoder {

    private final ImageWriter writer =
            ImageIO.getImageWritersByFormatName("png").next();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** The PNG file of {@code image}. */
    public byte[] encode(LabelledImage image) {
        bytes.reset();
        try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(output);
            writer.write(withoutCopy(image));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode " + image, e);
        } finally {
            writer.reset();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage withoutCopy(LabelledImage image) {
        ImageShape shape = image.shape();
        int channels = shape.channels();
        boolean alpha = channels % 2 == 0;
        ColorModel colours = new ComponentColorModel(
                ColorSpace.getInstance(channels <= 2 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
                alpha,
                false, // the alpha is not multiplied into the other channels
                alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                DataBuffer.TYPE_BYTE);
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(image.pixels(), shape.bytes()),
                shape.width(),
                shape.height(),
                shape.width() * channels,
                channels,
                IntStream.range(0, channels).toArray(),
                null);
        return new BufferedImage(colours, raster, false, null);
    }
}
