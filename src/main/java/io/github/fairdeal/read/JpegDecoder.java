package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes JPEG files of a known size to 1 or 3 channels: what TensorFlow's {@code decode_jpeg(channels=C,
 * dct_method="INTEGER_ACCURATE")} gives, whatever the file holds: gray, YCbCr, RGB, CMYK, YCCK.
 *
 * <p>{@link TurboJpeg} does the work if it can. Otherwise the JDK's decoder does, which is libjpeg with its accurate integer
 * transform. Files whose colours it takes as TensorFlow does (gray, JFIF) it turns into red, green and blue itself; of all
 * others only the components are taken. It would convert colours through the file's profile, if there is one: the profile is
 * taken out before. Damage that either repairs with a warning is an error here. One decoder reuses one
 * reader; not thread-safe.
 */
final class JpegDecoder implements AutoCloseable {

    private final TurboJpeg turbo;
    private final ImageReader reader =
            ImageIO.getImageReadersByFormatName("jpeg").next();
    private BufferedImage image;
    private ImageTypeSpecifier imageType;
    private String warning;

    /** Reads the image that the reader stands before. */
    private interface Reading {
        Raster read() throws IOException;
    }

    JpegDecoder() {
        this(TurboJpeg.open().orElse(null));
    }

    /**
     * @param turbo closed with this decoder; null if there is none
     */
    JpegDecoder(TurboJpeg turbo) {
        this.turbo = turbo;
    }

    /** True if the file says that it is a JPEG. */
    static boolean isJpeg(byte[] file, int length) {
        return length >= 3 && file[0] == (byte) 0xff && file[1] == (byte) 0xd8 && file[2] == (byte) 0xff;
    }

    /** Decodes one file, as {@link PngDecoder#decode} does. */
    void decode(byte[] file, int length, ImageShape shape, byte[] target, int targetOffset)
            throws UnreadableImageException {
        JpegHeader header = JpegHeader.of(file, length);
        if (header == null) {
            throw UnreadableImageException.damaged("JPEG has no valid header");
        }
        if (header.width() != shape.width() || header.height() != shape.height()) {
            throw new OtherSizeException(header.height(), header.width(), shape);
        }
        if (turbo != null && turbo.decode(file, length, shape, target, targetOffset)) {
            return;
        }
        byte[] plain = header.hasProfile() ? JpegHeader.withoutProfile(file, length) : file;
        int plainLength = header.hasProfile() ? plain.length : length;
        if (header.components() == 3 && header.isJfif() && shape.channels() == 3) {
            Raster raster = decode(plain, plainLength, header, this::readColours);
            copy(raster, shape, target, targetOffset);
        } else {
            Raster raster = decode(plain, plainLength, header, () -> reader.readRaster(0, null));
            draw(((DataBufferByte) raster.getDataBuffer()).getData(), header, shape, target, targetOffset);
        }
    }

    /** Gives up what an unusually large image has taken. */
    void release() {
        image = null;
        imageType = null;
        if (turbo != null) {
            turbo.release();
        }
    }

    @Override
    public void close() {
        reader.dispose();
        if (turbo != null) {
            turbo.close();
        }
    }

    /** What is read of a file by {@code reading}, if that is without damage and as the header says. */
    private Raster decode(byte[] file, int length, JpegHeader header, Reading reading) throws UnreadableImageException {
        warning = null;
        Raster raster;
        try (MemoryCacheImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(file, 0, length))) {
            reader.setInput(in, true, true);
            reader.addIIOReadWarningListener((source, text) -> warning = text);
            raster = reading.read();
            if (raster.getWidth() != header.width()
                    || raster.getHeight() != header.height()
                    || raster.getNumBands() != header.components()) {
                throw new IOException("frame header and pixels do not fit");
            }
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
        return raster;
    }

    /** Reads into the image of the file before if it is of the same kind. */
    private Raster readColours() throws IOException {
        ImageTypeSpecifier type = reader.getImageTypes(0).next();
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        boolean isSame = type.equals(imageType) && image.getWidth() == width && image.getHeight() == height;
        if (!isSame) {
            image = type.createBufferedImage(width, height);
            imageType = type;
        }
        ImageReadParam param = reader.getDefaultReadParam();
        param.setDestination(image);
        return reader.read(0, param).getRaster();
    }

    /** Copies red, green and blue, in whatever order the raster has them. */
    private static void copy(Raster raster, ImageShape shape, byte[] target, int targetOffset) {
        // Sample by sample through the raster's own methods would take as long as decoding.
        byte[] samples = ((DataBufferByte) raster.getDataBuffer()).getData();
        int[] bandOffsets = ((ComponentSampleModel) raster.getSampleModel()).getBandOffsets();
        int red = bandOffsets[0];
        int green = bandOffsets[1];
        int blue = bandOffsets[2];
        int at = targetOffset;
        for (int from = 0; from < shape.bytes(); from += 3) {
            target[at] = samples[from + red];
            target[at + 1] = samples[from + green];
            target[at + 2] = samples[from + blue];
            at += 3;
        }
    }

    private static void draw(byte[] samples, JpegHeader header, ImageShape shape, byte[] target, int targetOffset)
            throws UnreadableImageException {
        int channels = shape.channels();
        int bands = header.components();
        if ((channels != 1 && channels != 3) || (bands == 4 && channels == 1)) {
            throw new UnreadableImageException(
                    "JPEG has %d channels, expected %s".formatted(bands, shape), "convert the files first");
        }
        boolean isAdobe = header.isAdobe();
        int at = targetOffset;
        for (int from = 0; from < shape.height() * shape.width() * bands; from += bands) {
            int first = samples[from] & 0xff;
            int second = bands == 1 ? 0 : samples[from + 1] & 0xff;
            int third = bands == 1 ? 0 : samples[from + 2] & 0xff;
            int fourth = bands < 4 ? 0 : samples[from + 3] & 0xff;
            if (channels == 1) {
                boolean isRgb = header.colours() == JpegHeader.Colours.RGB;
                target[at] = (byte) (isRgb ? JpegColours.gray(first, second, third) : first);
            } else {
                int colour =
                        switch (header.colours()) {
                            case GRAY -> JpegColours.ofGray(first);
                            case RGB -> JpegColours.ofRgb(first, second, third);
                            case CMYK -> JpegColours.ofCmyk(first, second, third, fourth, isAdobe);
                            case YCCK -> JpegColours.ofYcck(first, second, third, fourth, isAdobe);
                            default -> JpegColours.ofYcc(first, second, third);
                        };
                target[at] = (byte) colour;
                target[at + 1] = (byte) (colour >> 8);
                target[at + 2] = (byte) (colour >> 16);
            }
            at += channels;
        }
    }
}
