package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;
import io.github.fairdeal.shard.PackedImage;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Looks into one image file after another, in arrays that are used again. One per thread; close it. */
public final class ImageFile implements AutoCloseable {

    /** Where cameras put a preview before the picture's size, the size comes after at most a segment of 64 KiB or two. */
    private static final int HEADER_BYTES = 1 << 17;

    /** Larger than any photo; a wrong path shall not fill the memory. */
    static final long MAX_BYTES = 1L << 28;

    private final Storage storage;
    private final OpenPacks packs;
    private final FileBytes file;
    private final ImageDecoder decoder = new ImageDecoder(ImageShape.MNIST);
    private byte[] pixels = new byte[0];
    private byte[] content = new byte[0];
    private int length;

    public ImageFile(Storage storage) {
        this.storage = storage;
        this.packs = new OpenPacks(storage);
        this.file = new FileBytes(storage, packs, MAX_BYTES);
    }

    /** True for bytes that begin as a PNG or JPEG file does. */
    public static boolean isImageFile(byte[] bytes) {
        return PngDecoder.isPng(bytes, bytes.length) || JpegDecoder.isJpeg(bytes, bytes.length);
    }

    /**
     * The header of a file, of which as much is read as that takes; {@code path} is absolute, plain or a URI, and may name a
     * place in a pack.
     */
    public ImageHeader header(String path) throws UnreadableImageException {
        if (PackedImage.parse(path).isPresent()) {
            return read(path);
        }
        byte[] head = new byte[0];
        try (InputStream in = storage.open(path)) {
            head = in.readNBytes(HEADER_BYTES);
            return ImageHeader.of(head, head.length);
        } catch (IOException | IllegalArgumentException | UnreadableImageException e) {
            if (e instanceof UnreadableImageException damage && head.length < HEADER_BYTES) {
                throw damage;
            }
            return read(path); // finds the header further behind, or names the problem
        }
    }

    /** Reads a whole file, and gives its header. */
    public ImageHeader read(String path) throws UnreadableImageException {
        file.read(path);
        content = file.bytes();
        length = file.length();
        return ImageHeader.of(content, length);
    }

    /** Takes a whole file that was read elsewhere, and gives its header. */
    public ImageHeader take(byte[] bytes) throws UnreadableImageException {
        content = bytes;
        length = bytes.length;
        return ImageHeader.of(content, length);
    }

    /** A copy of the file last read. */
    public byte[] bytes() {
        return Arrays.copyOf(content, length);
    }

    /** The pixels of the file last read, in an array of their own; another size than {@code shape}'s is an error. */
    public byte[] pixels(ImageShape shape) throws UnreadableImageException {
        byte[] own = new byte[shape.bytes()];
        decoder.decode(content, length, shape, own, 0);
        return own;
    }

    /** Decodes a whole file at its own size and forgets the pixels. */
    public ImageHeader check(String path) throws UnreadableImageException {
        ImageHeader header = read(path);
        int bytes = header.shape().bytes();
        if (bytes > ImageDecoder.MAX_SOURCE_BYTES) {
            throw UnreadableImageException.damaged("Image is %s, more than %,d bytes decoded"
                    .formatted(header.shape(), ImageDecoder.MAX_SOURCE_BYTES));
        }
        if (pixels.length < bytes) {
            pixels = new byte[bytes];
        }
        decoder.decode(content, length, header.shape(), pixels, 0);
        return header;
    }

    @Override
    public void close() {
        decoder.close();
        packs.close();
    }
}
