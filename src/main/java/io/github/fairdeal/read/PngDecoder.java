package io.github.fairdeal.read;

import io.github.fairdeal.dataset.ImageShape;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decodes PNG files of a known size into uint8 pixels, the same as TensorFlow's {@code decode_png(channels=C)} gives;
 * see {@link PngPixels} for the channels.
 *
 * <p>The header is compared with the expected shape before anything is allocated. The checksum of every chunk is
 * verified, also of those that are passed over. As libpng does, it takes bytes behind the last chunk and behind the
 * last row for granted, and needs the IEND chunk. One decoder reuses one {@link Inflater} and one buffer; not
 * thread-safe. Close it: an inflater has native memory.
 */
final class PngDecoder implements AutoCloseable {

    private static final long SIGNATURE = 0x89504e470d0a1a0aL;
    private static final int CHUNK_OVERHEAD_BYTES = 12;
    private static final int FIRST_CHUNK_OFFSET = Long.BYTES;

    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504c5445;
    private static final int TRNS = 0x74524e53;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454e44;
    private static final int GAMA = 0x67414d41;
    private static final int SRGB = 0x73524742;
    private static final int ICCP = 0x69434350;
    /** Bit 5 of a chunk type's first letter: a reader that does not know the chunk may pass over it. */
    private static final int ANCILLARY = 1 << 29;

    /** Adam7's passes (ISO/IEC 15948:2004, 8.2): first column, first row, column step, row step. */
    private static final int[][] ADAM7 = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

    private final Inflater inflater = new Inflater();
    private final CRC32 checksum = new CRC32();
    private final PngPixels pixels = new PngPixels();
    private byte[] scanlines = new byte[0];
    private byte[] zeros = new byte[0];

    /** True if the file says that it is a PNG. */
    static boolean isPng(byte[] file, int length) {
        return length >= Long.BYTES && BigEndian.longAt(file, 0) == SIGNATURE;
    }

    /**
     * Decodes one file.
     *
     * @param file holds the file from 0 to {@code length}; {@link #isPng} holds
     * @param target takes {@code shape.bytes()} bytes from {@code targetOffset}
     */
    void decode(byte[] file, int length, ImageShape shape, byte[] target, int targetOffset)
            throws UnreadableImageException {
        PngHeader header = header(file, length, shape);
        pixels.clear();
        inflater.reset();
        int total = makeRoom(header);
        int filled = 0;
        boolean hasPixels = false;
        boolean hasGamma = false;
        int at = FIRST_CHUNK_OFFSET + CHUNK_OVERHEAD_BYTES + PngHeader.BYTES;
        while (true) {
            int bytes = chunkBytes(file, length, at);
            int data = at + 8;
            int type = BigEndian.intAt(file, at + 4);
            switch (type) {
                case IDAT -> {
                    if (!hasPixels) {
                        requireDrawable(header, shape, hasGamma);
                        hasPixels = true;
                    }
                    filled = inflate(file, data, bytes, filled, total);
                }
                case PLTE -> pixels.palette(header, file, data, bytes);
                case TRNS -> {
                    if (!hasPixels) { // behind them it is passed over, as libpng does
                        pixels.transparency(header, file, data, bytes);
                    }
                }
                case GAMA, SRGB, ICCP -> hasGamma = true;
                case IEND -> {
                    if (filled < total) {
                        throw UnreadableImageException.damaged(
                                "PNG has too few pixels: expected %,d bytes, found %,d".formatted(total, filled));
                    }
                    draw(header, shape, target, targetOffset);
                    return;
                }
                default -> {
                    if ((type & ANCILLARY) == 0) {
                        throw UnreadableImageException.damaged(
                                "PNG has an unknown critical chunk 0x%08x".formatted(type));
                    }
                }
            }
            at = data + bytes + 4;
        }
    }

    /** Bytes of all filtered rows, as the header says; 0 if there is none. */
    static long workingBytes(byte[] file, int length) throws UnreadableImageException {
        int data = FIRST_CHUNK_OFFSET + 8;
        return length < data + PngHeader.BYTES ? 0 : scanlineBytes(PngHeader.read(file, data));
    }

    /** Gives up the memory that an image has taken if it is more than this. */
    void release(long maxBytes) {
        if (scanlines.length > maxBytes) {
            scanlines = new byte[0];
        }
    }

    @Override
    public void close() {
        inflater.end();
    }

    private PngHeader header(byte[] file, int length, ImageShape shape) throws UnreadableImageException {
        int bytes = chunkBytes(file, length, FIRST_CHUNK_OFFSET);
        if (bytes != PngHeader.BYTES || BigEndian.intAt(file, FIRST_CHUNK_OFFSET + 4) != IHDR) {
            throw UnreadableImageException.damaged("PNG does not begin with a header");
        }
        PngHeader header = PngHeader.read(file, FIRST_CHUNK_OFFSET + 8);
        if (header.width() != shape.width() || header.height() != shape.height()) {
            throw new OtherSizeException(header.height(), header.width(), shape);
        }
        return header;
    }

    /** Checks the chunk at {@code at} and returns the length of its data. */
    private int chunkBytes(byte[] file, int length, int at) throws UnreadableImageException {
        int room = length - at - CHUNK_OVERHEAD_BYTES;
        if (room < 0) {
            throw UnreadableImageException.truncated("PNG ends after %,d bytes, within a chunk".formatted(length));
        }
        int bytes = BigEndian.intAt(file, at);
        if (bytes < 0 || bytes > room) {
            throw UnreadableImageException.truncated(
                    "PNG chunk at offset %,d is cut short: expected %s bytes, found %,d"
                            .formatted(at, Integer.toUnsignedString(bytes), room));
        }
        checksum.reset();
        checksum.update(file, at + 4, bytes + 4);
        int found = (int) checksum.getValue();
        int stored = BigEndian.intAt(file, at + 8 + bytes);
        if (found != stored) {
            throw UnreadableImageException.damaged(
                    "PNG checksum mismatch at offset %,d: expected 0x%08x, found 0x%08x".formatted(at, stored, found));
        }
        return bytes;
    }

    private void requireDrawable(PngHeader header, ImageShape shape, boolean hasGamma) throws UnreadableImageException {
        if (pixels.lacksPalette(header)) {
            throw UnreadableImageException.damaged("PNG has no palette before its pixels");
        }
        // libpng then weighs colours in linear light; nobody can want different grays from two programs.
        if (hasGamma && shape.channels() < 3 && !header.isGray()) {
            throw new UnreadableImageException(
                    "PNG is in colour with a gamma or colour profile, expected gray (%s)".formatted(shape),
                    "convert the files to gray first");
        }
    }

    /** Inflates one chunk's data behind what is there; what is left over behind the last row is not looked at. */
    private int inflate(byte[] file, int offset, int bytes, int begin, int total) throws UnreadableImageException {
        int filled = begin;
        inflater.setInput(file, offset, bytes);
        try {
            while (filled < total && !inflater.needsInput() && !inflater.finished()) {
                filled += inflater.inflate(scanlines, filled, total - filled);
                if (inflater.needsDictionary()) {
                    throw UnreadableImageException.damaged("PNG pixels are compressed with a dictionary");
                }
            }
        } catch (DataFormatException e) {
            throw new UnreadableImageException(
                    "PNG pixels cannot be decompressed: " + e.getMessage(), "written by a faulty program?", e);
        }
        return filled;
    }

    /** Makes room for all filtered rows and returns their size. */
    private int makeRoom(PngHeader header) throws UnreadableImageException {
        long total = scanlineBytes(header);
        if (total > Integer.MAX_VALUE - 16) {
            throw new UnreadableImageException(
                    "PNG of %,d bytes of pixels".formatted(total), "at most 2 GiB are supported");
        }
        if (scanlines.length < total) {
            scanlines = new byte[(int) total];
        }
        int row = (int) header.rowBytes(header.width());
        if (zeros.length < row) {
            zeros = new byte[row];
        }
        return (int) total;
    }

    private static long scanlineBytes(PngHeader header) {
        long total = 0;
        for (int[] pass : passes(header)) {
            int width = steps(header.width(), pass[0], pass[2]);
            if (width > 0) {
                total += steps(header.height(), pass[1], pass[3]) * (1 + header.rowBytes(width));
            }
        }
        return total;
    }

    private void draw(PngHeader header, ImageShape shape, byte[] target, int targetOffset)
            throws UnreadableImageException {
        int channels = shape.channels();
        int next = 0;
        for (int[] pass : passes(header)) {
            int width = steps(header.width(), pass[0], pass[2]);
            int height = width == 0 ? 0 : steps(header.height(), pass[1], pass[3]);
            int rowBytes = (int) header.rowBytes(width);
            byte[] above = zeros;
            int aboveBegin = 0;
            for (int row = 0; row < height; row++) {
                int filter = scanlines[next];
                int begin = next + 1;
                PngFilter.undo(filter, scanlines, begin, rowBytes, above, aboveBegin, header.filterDistance());
                int at = targetOffset + ((pass[1] + row * pass[3]) * shape.width() + pass[0]) * channels;
                pixels.convert(header, scanlines, begin, width, channels, target, at, pass[2] * channels);
                above = scanlines;
                aboveBegin = begin;
                next = begin + rowBytes;
            }
        }
    }

    private static int[][] passes(PngHeader header) {
        return header.interlaced() ? ADAM7 : ONE_PASS;
    }

    private static int steps(int size, int first, int step) {
        return size <= first ? 0 : (size - first + step - 1) / step;
    }
}
