package io.github.fairdeal.permutation;

import io.github.fairdeal.dataset.EpochId;

/**
 * The 64-bit numbers that an order is made of: SplitMix64, started from everything that names the order.
 *
 * <p>Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014; the constants of
 * {@link #mix} are variant 13 of David Stafford, as in {@code java.util.SplittableRandom}.
 */
final class KeyStream {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    private KeyStream(long state) {
        this.state = state;
    }

    /**
     * The stream of one order. Each part is absorbed through a full mix before the next one arrives, so that no sum or
     * difference of seed, epoch and size can cancel: seed 1, epoch 1 is not seed 2, epoch 0.
     */
    static KeyStream of(String algorithm, EpochId id, long records) {
        long key = 0;
        for (int i = 0; i < algorithm.length(); i++) {
            key = absorb(key, algorithm.charAt(i));
        }
        return new KeyStream(absorb(absorb(absorb(key, id.seed()), id.epoch()), records));
    }

    private static long absorb(long key, long word) {
        return mix((key ^ word) + GOLDEN_GAMMA);
    }

    /** SplitMix64's finaliser: a bijection of 64 bits in which every input bit reaches every output bit. */
    static long mix(long word) {
        long mixed = (word ^ (word >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    long next() {
        state += GOLDEN_GAMMA;
        return mix(state);
    }

    /**
     * A number in {@code [0, bound)}, each exactly equally likely: multiply and reject, as in Daniel Lemire, "Fast random
     * integer generation in an interval", ACM TOMACS 29(1), 2019.
     */
    int below(int bound) {
        long unevenTail = (1L << 32) % bound;
        long product;
        do {
            product = (next() >>> 32) * bound;
        } while ((product & 0xFFFF_FFFFL) < unevenTail);
        return (int) (product >>> 32);
    }
}
