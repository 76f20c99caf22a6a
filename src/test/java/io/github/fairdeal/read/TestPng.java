package io.github.fairdeal.read;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes PNG files of every kind, which ImageIO cannot: random samples, a random filter for each row, any colour type
 * and bit depth, interlaced or not, with a palette, transparency and several IDAT chunks. The same arguments give the
 * same file.
 */
public final class TestPng {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private static final int[][] ADAM7 = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private final int width;
    private final int height;
    private final int colourType;
    private final int bitDepth;
    private boolean interlaced;
    private boolean transparent;
    private int paletteEntries;
    private byte[] extraChunk = {};
    private byte[] chunkBeforePixels = {};
    private byte[] chunkBehindPixels = {};

    public TestPng(int width, int height, int colourType, int bitDepth) {
        this.width = width;
        this.height = height;
        this.colourType = colourType;
        this.bitDepth = bitDepth;
        this.paletteEntries = 1 << Math.min(bitDepth, 8);
    }

    public TestPng interlaced(boolean value) {
        interlaced = value;
        return this;
    }

    public TestPng transparent(boolean value) {
        transparent = value;
        return this;
    }

    /** As many as the bit depth allows if it is not said. */
    public TestPng paletteEntries(int entries) {
        paletteEntries = entries;
        return this;
    }

    /** A chunk between palette and pixels. */
    public TestPng chunkBeforePixels(String type, byte[] data) {
        chunkBeforePixels = chunk(type, data);
        return this;
    }

    /** A chunk right behind the pixels. */
    public TestPng chunkBehindPixels(String type, byte[] data) {
        chunkBehindPixels = chunk(type, data);
        return this;
    }

    /** A chunk between header and palette. */
    public TestPng extraChunk(String type, byte[] data) {
        extraChunk = chunk(type, data);
        return this;
    }

    public byte[] write(long seed) {
        Random random = new Random(seed);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        file.writeBytes(chunk("IHDR", header()));
        file.writeBytes(extraChunk);
        if (colourType == 3) {
            file.writeBytes(chunk("PLTE", randomBytes(random, 3 * paletteEntries)));
        }
        if (transparent) {
            file.writeBytes(chunk("tRNS", transparency(random)));
        }
        file.writeBytes(chunkBeforePixels);
        byte[] compressed = compress(scanlines(random));
        int cut = compressed.length / 3;
        file.writeBytes(chunk("IDAT", java.util.Arrays.copyOfRange(compressed, 0, cut)));
        file.writeBytes(chunk("IDAT", new byte[0]));
        file.writeBytes(chunk("IDAT", java.util.Arrays.copyOfRange(compressed, cut, compressed.length)));
        file.writeBytes(chunkBehindPixels);
        file.writeBytes(chunk("tEXt", "Comment\0after the pixels".getBytes(StandardCharsets.ISO_8859_1)));
        file.writeBytes(chunk("IEND", new byte[0]));
        return file.toByteArray();
    }

    /** A file that ends behind the header. */
    public byte[] writeHeader() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(SIGNATURE);
        file.writeBytes(chunk("IHDR", header()));
        return file.toByteArray();
    }

    public static byte[] chunk(String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
        chunk.putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + data.length);
        return chunk.putInt((int) crc.getValue()).array();
    }

    private byte[] header() {
        return ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) bitDepth)
                .put((byte) colourType)
                .put((byte) 0)
                .put((byte) 0)
                .put((byte) (interlaced ? 1 : 0))
                .array();
    }

    private byte[] transparency(Random random) {
        return switch (colourType) {
            case 0 -> ByteBuffer.allocate(2).putShort((short) limited(random)).array();
            case 2 -> {
                short sample = (short) limited(random);
                yield ByteBuffer.allocate(6)
                        .putShort(sample)
                        .putShort(sample)
                        .putShort(sample)
                        .array();
            }
            default -> randomBytes(random, Math.max(1, (1 << bitDepth) / 2));
        };
    }

    private int limited(Random random) {
        return random.nextInt(1 << Math.min(bitDepth, 3));
    }

    private byte[] scanlines(Random random) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        int[][] passes = interlaced ? ADAM7 : new int[][] {{0, 0, 1, 1}};
        for (int[] pass : passes) {
            int columns = (width - pass[0] + pass[2] - 1) / pass[2];
            int rows = (height - pass[1] + pass[3] - 1) / pass[3];
            if (columns <= 0) {
                continue;
            }
            for (int row = 0; row < rows; row++) {
                // Half of the rows are plain and hold small samples, so that transparent colours and grays occur.
                boolean plain = random.nextBoolean();
                lines.write(plain ? 0 : random.nextInt(5));
                byte[] line = randomBytes(random, (columns * samples() * bitDepth + 7) / 8);
                if (plain && bitDepth >= 8) {
                    byte value = (byte) random.nextInt(8);
                    for (int i = 0; i < line.length; i++) {
                        line[i] = bitDepth == 16 && i % 2 == 0 ? 0 : value;
                    }
                }
                lines.writeBytes(line);
            }
        }
        return lines.toByteArray();
    }

    private int samples() {
        return switch (colourType) {
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> 1;
        };
    }

    private static byte[] randomBytes(Random random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deflater deflater = new Deflater();
        try (DeflaterOutputStream deflating = new DeflaterOutputStream(out, deflater)) {
            deflating.write(bytes);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }
}
