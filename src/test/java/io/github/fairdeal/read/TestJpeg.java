package io.github.fairdeal.read;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/** Writes JPEG files of many kinds with the JDK's encoder, gradients with some noise. The same arguments give the same file. */
public final class TestJpeg {

    private static final String METADATA = "javax_imageio_jpeg_image_1.0";
    private static final byte[] PROFILE = {'I', 'C', 'C', '_', 'P', 'R', 'O', 'F', 'I', 'L', 'E', 0};

    private final int height;
    private final int width;
    private final int channels;
    private int across = 2;
    private int down = 2;
    private boolean progressive;
    private int restart;
    private float quality = 0.8f;

    /** Of 1 channel gray, of 3 YCbCr in 4:2:0, of 4 CMYK. */
    public TestJpeg(int height, int width, int channels) {
        this.height = height;
        this.width = width;
        this.channels = channels;
    }

    /** Brightness has so many times the resolution of colour. */
    public TestJpeg sampling(int columns, int rows) {
        across = columns;
        down = rows;
        return this;
    }

    public TestJpeg progressive(boolean value) {
        progressive = value;
        return this;
    }

    /** A marker after so many blocks; 0 for none. */
    public TestJpeg restart(int blocks) {
        restart = blocks;
        return this;
    }

    public TestJpeg quality(float value) {
        quality = value;
        return this;
    }

    public byte[] write(long seed) throws IOException {
        Random random = new Random(seed);
        byte[] samples = new byte[height * width * channels];
        for (int i = 0; i < samples.length; i++) {
            int pixel = i / channels;
            int slope = (pixel / width * 5 + pixel % width * 3) * (1 + i % channels);
            samples[i] = (byte) Math.floorMod(slope + random.nextInt(40), 256);
        }
        return write(samples);
    }

    public byte[] write(byte[] samples) throws IOException {
        Raster raster = Raster.createInterleavedRaster(
                new DataBufferByte(samples, samples.length),
                width,
                height,
                width * channels,
                channels,
                IntStream.range(0, channels).toArray(),
                null);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        param.setCompressionQuality(quality);
        if (progressive) {
            param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            if (channels == 4) {
                writer.write(null, new IIOImage(raster, null, null), param);
            } else {
                BufferedImage image = new BufferedImage(width, height, type());
                image.setData(raster);
                writer.write(null, new IIOImage(image, null, metadata(writer, param)), param);
            }
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** The same file with a colour profile, in pieces of at most so many bytes, behind its first marker. */
    public static byte[] withProfile(byte[] file, byte[] profile, int pieceBytes) {
        int at = 4 + (((file[4] & 0xff) << 8) | (file[5] & 0xff));
        int pieces = (profile.length + pieceBytes - 1) / pieceBytes;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(file, 0, at);
        for (int piece = 0; piece < pieces; piece++) {
            int begin = piece * pieceBytes;
            int bytes = Math.min(pieceBytes, profile.length - begin);
            int length = 2 + PROFILE.length + 2 + bytes;
            out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe2, (byte) (length >> 8), (byte) length});
            out.writeBytes(PROFILE);
            out.write(piece + 1);
            out.write(pieces);
            out.write(profile, begin, bytes);
        }
        out.write(file, at, file.length - at);
        return out.toByteArray();
    }

    private int type() {
        return channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR;
    }

    private IIOMetadata metadata(ImageWriter writer, ImageWriteParam param) throws IOException {
        IIOMetadata metadata =
                writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromBufferedImageType(type()), param);
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(METADATA);
        if (channels == 3) {
            IIOMetadataNode luma =
                    (IIOMetadataNode) root.getElementsByTagName("componentSpec").item(0);
            luma.setAttribute("HsamplingFactor", Integer.toString(across));
            luma.setAttribute("VsamplingFactor", Integer.toString(down));
        }
        if (restart > 0) {
            IIOMetadataNode interval = new IIOMetadataNode("dri");
            interval.setAttribute("interval", Integer.toString(restart));
            root.getElementsByTagName("markerSequence").item(0).appendChild(interval);
        }
        metadata.setFromTree(METADATA, root);
        return metadata;
    }
}
