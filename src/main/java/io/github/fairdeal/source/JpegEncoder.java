package io.github.fairdeal.source;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.dataset.LabelledImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Encodes gray and RGB images as baseline JPEG of quality {@value #QUALITY}, colour at half the resolution. Reusable and
 * <em>not</em> thread-safe. The same image gives the same bytes every time in the same Java version.
 */
final class JpegEncoder {

    private static final float QUALITY = 0.9f;

    private final ImageWriter writer =
            ImageIO.getImageWritersByFormatName("jpeg").next();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /**
     * The JPEG file of {@code image}.
     *
     * @throws IllegalArgumentException if it has neither one nor three channels
     */
    byte[] encode(LabelledImage image) {
        bytes.reset();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(QUALITY);
        try (ImageOutputStream output = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(output);
            writer.write(null, new IIOImage(buffered(image), null, null), param);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot encode " + image, e);
        } finally {
            writer.reset();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage buffered(LabelledImage image) {
        ImageShape shape = image.shape();
        int type =
                switch (shape.channels()) {
                    case 1 -> BufferedImage.TYPE_BYTE_GRAY;
                    case 3 -> BufferedImage.TYPE_3BYTE_BGR;
                    default ->
                        throw new IllegalArgumentException("JPEG of shape " + shape + ", expected 1 or 3 channels");
                };
        BufferedImage buffered = new BufferedImage(shape.width(), shape.height(), type);
        buffered.setData(Raster.createInterleavedRaster(
                new DataBufferByte(image.pixels(), shape.bytes()),
                shape.width(),
                shape.height(),
                shape.width() * shape.channels(),
                shape.channels(),
                shape.channels() == 1 ? new int[] {0} : new int[] {0, 1, 2},
                null));
        return buffered;
    }
}
