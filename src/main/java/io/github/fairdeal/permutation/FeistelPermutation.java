package io.github.fairdeal.permutation;

/**
 * A shuffle computed record by record: a Feistel network over two digits of mixed radix, walked along its cycles.
 *
 * <p>An index is written as two digits, {@code left * rightRadix + right}. A round adds to one digit, modulo its radix,
 * a hash of the other. The other digit is still there afterwards, so the same hash can be subtracted: each round is a
 * bijection of {@code [0, leftRadix * rightRadix)}, whatever the hash. That domain is at most {@code leftRadix - 1}
 * larger than N; a result outside {@code [0, N)} is sent through the network again, and since it lies on a cycle that
 * entered from inside, the walk ends inside, and two different starts end differently.
 *
 * <p>Sources: Black and Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002 (both the unequal radixes and the
 * cycle walking). Addition instead of XOR and an even left radix matter: a network of XORs over powers of two reaches
 * only even permutations, which is half of them.
 */
final class FeistelPermutation extends Permutation {

    /** Three to eight rounds can be told from chance at some N; twelve passed everything tried. */
    static final int ROUNDS = 12;

    private static final int LANES = 4;

    // Radixes are at most 2^31 and domains at most 2^62, see Permutation.MAX_RECORDS.
    private final long leftRadix;
    private final long rightRadix;
    private final long rightReciprocal;
    private final long[] roundKeys;

    /**
     * @param records N, at least 3
     * @param rounds an even number; {@link #ROUNDS} but in tests that show what fewer are worth
     */
    FeistelPermutation(long records, int rounds, KeyStream keys) {
        super(records);
        long root = ceilingOfSquareRoot(records);
        leftRadix = root + (root & 1);
        rightRadix = (records - 1) / leftRadix + 1;
        rightReciprocal = Long.divideUnsigned(1L << 63, rightRadix);
        roundKeys = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            roundKeys[i] = keys.next();
        }
    }

    private static long ceilingOfSquareRoot(long number) {
        long root = (long) Math.sqrt((double) number);
        while (root * root < number) {
            root++;
        }
        while ((root - 1) * (root - 1) >= number) {
            root--;
        }
        return root;
    }

    @Override
    long toPosition(long index) {
        long walked = index;
        do {
            walked = encrypt(walked);
        } while (walked >= records());
        return walked;
    }

    /**
     * A round waits for the one before, and a processor can do several things at once: four networks side by side take
     * little longer than one.
     */
    @Override
    void toPositions(long firstIndex, long[] positions, int count) {
        int whole = count & -LANES;
        for (int i = 0; i < whole; i += LANES) {
            encryptFour(firstIndex + i, positions, i);
        }
        for (int i = whole; i < count; i++) {
            positions[i] = encrypt(firstIndex + i);
        }
        for (int i = 0; i < count; i++) {
            while (positions[i] >= records()) {
                positions[i] = encrypt(positions[i]);
            }
        }
    }

    @Override
    long toIndex(long position) {
        long walked = position;
        do {
            walked = decrypt(walked);
        } while (walked >= records());
        return walked;
    }

    /** As {@link #toPositions}. */
    @Override
    void toIndexes(long firstPosition, long[] indexes, int count) {
        int whole = count & -LANES;
        for (int i = 0; i < whole; i += LANES) {
            decryptFour(firstPosition + i, indexes, i);
        }
        for (int i = whole; i < count; i++) {
            indexes[i] = decrypt(firstPosition + i);
        }
        for (int i = 0; i < count; i++) {
            while (indexes[i] >= records()) {
                indexes[i] = decrypt(indexes[i]);
            }
        }
    }

    private long encrypt(long number) {
        long left = leftDigit(number);
        long right = number - left * rightRadix;
        for (int i = 0; i < roundKeys.length; i += 2) {
            // The radix is taken off first, while the hash is still being computed: rounds wait for each other.
            left = wrap(left - leftRadix + hash(right, roundKeys[i], leftRadix), leftRadix);
            right = wrap(right - rightRadix + hash(left, roundKeys[i + 1], rightRadix), rightRadix);
        }
        return left * rightRadix + right;
    }

    private void encryptFour(long number, long[] positions, int at) {
        long left0 = leftDigit(number);
        long left1 = leftDigit(number + 1);
        long left2 = leftDigit(number + 2);
        long left3 = leftDigit(number + 3);
        long right0 = number - left0 * rightRadix;
        long right1 = number + 1 - left1 * rightRadix;
        long right2 = number + 2 - left2 * rightRadix;
        long right3 = number + 3 - left3 * rightRadix;
        for (int i = 0; i < roundKeys.length; i += 2) {
            long leftKey = roundKeys[i];
            left0 = wrap(left0 - leftRadix + hash(right0, leftKey, leftRadix), leftRadix);
            left1 = wrap(left1 - leftRadix + hash(right1, leftKey, leftRadix), leftRadix);
            left2 = wrap(left2 - leftRadix + hash(right2, leftKey, leftRadix), leftRadix);
            left3 = wrap(left3 - leftRadix + hash(right3, leftKey, leftRadix), leftRadix);
            long rightKey = roundKeys[i + 1];
            right0 = wrap(right0 - rightRadix + hash(left0, rightKey, rightRadix), rightRadix);
            right1 = wrap(right1 - rightRadix + hash(left1, rightKey, rightRadix), rightRadix);
            right2 = wrap(right2 - rightRadix + hash(left2, rightKey, rightRadix), rightRadix);
            right3 = wrap(right3 - rightRadix + hash(left3, rightKey, rightRadix), rightRadix);
        }
        positions[at] = left0 * rightRadix + right0;
        positions[at + 1] = left1 * rightRadix + right1;
        positions[at + 2] = left2 * rightRadix + right2;
        positions[at + 3] = left3 * rightRadix + right3;
    }

    private long decrypt(long number) {
        long left = leftDigit(number);
        long right = number - left * rightRadix;
        for (int i = roundKeys.length - 2; i >= 0; i -= 2) {
            right = wrap(right - hash(left, roundKeys[i + 1], rightRadix), rightRadix);
            left = wrap(left - hash(right, roundKeys[i], leftRadix), leftRadix);
        }
        return left * rightRadix + right;
    }

    private void decryptFour(long number, long[] indexes, int at) {
        long left0 = leftDigit(number);
        long left1 = leftDigit(number + 1);
        long left2 = leftDigit(number + 2);
        long left3 = leftDigit(number + 3);
        long right0 = number - left0 * rightRadix;
        long right1 = number + 1 - left1 * rightRadix;
        long right2 = number + 2 - left2 * rightRadix;
        long right3 = number + 3 - left3 * rightRadix;
        for (int i = roundKeys.length - 2; i >= 0; i -= 2) {
            long rightKey = roundKeys[i + 1];
            right0 = wrap(right0 - hash(left0, rightKey, rightRadix), rightRadix);
            right1 = wrap(right1 - hash(left1, rightKey, rightRadix), rightRadix);
            right2 = wrap(right2 - hash(left2, rightKey, rightRadix), rightRadix);
            right3 = wrap(right3 - hash(left3, rightKey, rightRadix), rightRadix);
            long leftKey = roundKeys[i];
            left0 = wrap(left0 - hash(right0, leftKey, leftRadix), leftRadix);
            left1 = wrap(left1 - hash(right1, leftKey, leftRadix), leftRadix);
            left2 = wrap(left2 - hash(right2, leftKey, leftRadix), leftRadix);
            left3 = wrap(left3 - hash(right3, leftKey, leftRadix), leftRadix);
        }
        indexes[at] = left0 * rightRadix + right0;
        indexes[at + 1] = left1 * rightRadix + right1;
        indexes[at + 2] = left2 * rightRadix + right2;
        indexes[at + 3] = left3 * rightRadix + right3;
    }

    /**
     * {@code number / rightRadix} without a division. The reciprocal is floor(2^63 / rightRadix), short by less than 1,
     * and number < 2^62, so the product is short of the quotient by less than 1/2: its floor is right or one too small.
     */
    private long leftDigit(long number) {
        long quotient = Math.multiplyHigh(number << 1, rightReciprocal);
        long remainder = number - quotient * rightRadix;
        return remainder < rightRadix ? quotient : quotient + 1;
    }

    /** A digit in [-radix, radix) back to [0, radix), without a branch: it would be mispredicted every other time. */
    private static long wrap(long digit, long radix) {
        return digit + ((digit >> 63) & radix);
    }

    /** A hash of the digit scaled from 63 bits to [0, radix): likelihoods differ by at most one part in 2^32. */
    private static long hash(long digit, long key, long radix) {
        return Math.multiplyHigh(KeyStream.mix(key + digit) >>> 1, radix << 1);
    }
}
