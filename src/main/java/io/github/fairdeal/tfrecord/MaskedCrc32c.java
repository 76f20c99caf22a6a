package io.github.fairdeal.tfrecord;

import java.util.zip.CRC32C;

/**
 * The checksum of TFRecord files: CRC-32C (Castagnoli), rotated right by 15 bits plus a constant, so that checksums of
 * data that itself holds checksums stay useful (TensorFlow, {@code tensorflow/core/lib/hash/crc32c.h}).
 */
public final class MaskedCrc32c {

    private static final int DELTA = 0xa282ead8;

    private final CRC32C crc = new CRC32C();

    /** Masked checksum of {@code length} bytes from {@code offset}. */
    public int of(byte[] bytes, int offset, int length) {
        crc.reset();
        crc.update(bytes, offset, length);
        return mask((int) crc.getValue());
    }

    /** The stored form of a plain CRC-32C. */
    static int mask(int crc) {
        return Integer.rotateRight(crc, 15) + DELTA;
    }

    /** The plain CRC-32C of a stored one. */
    public static int unmask(int masked) {
        return Integer.rotateLeft(masked - DELTA, 15);
    }
}
