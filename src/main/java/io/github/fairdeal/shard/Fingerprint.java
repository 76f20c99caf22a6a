package io.github.fairdeal.shard;

import java.io.Serializable;
import java.util.zip.CRC32;

/**
 * The fingerprint of a set of records, the same for every order and every division into shards.
 *
 * <p>It is the sum modulo 2⁶⁴ over all records of {@code mix(mix(index) + crc)}, where {@code crc} is the CRC-32C of
 * the encoded record in the upper half and its CRC-32 in the lower half, and {@code mix} is the finaliser of
 * splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014). A lost, doubled or
 * changed record goes unseen with probability about 2⁻⁶⁴; it is a guard against faults, not against forgery.
 *
 * <p>Mutable and mergeable; not thread-safe.
 */
public final class Fingerprint implements Serializable {

    private long sum;

    /** Adds one record, as {@link RecordHasher#hash} gives it. */
    public void add(long recordHash) {
        sum += recordHash;
    }

    /** Adds all records of another set. */
    public void add(Fingerprint other) {
        sum += other.sum;
    }

    /** Sixteen hexadecimal digits. */
    public String hex() {
        return "%016x".formatted(sum);
    }

    @Override
    public String toString() {
        return hex();
    }

    /** Hashes single records; reuses its checksum, so not thread-safe. */
    public static final class RecordHasher {

        private final CRC32 crc32 = new CRC32();

        /**
         * What one record adds to a fingerprint.
         *
         * @param index the record's index
         * @param crc32c plain CRC-32C of the encoded record, which every frame carries
         */
        public long hash(long index, int crc32c, byte[] buffer, int offset, int length) {
            crc32.reset();
            crc32.update(buffer, offset, length);
            return mix(mix(index) + ((long) crc32c << 32 | crc32.getValue()));
        }

        private static long mix(long value) {
            long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
            z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
            return z ^ (z >>> 31);
        }
    }
}
