package io.github.fairdeal.bias;

import java.math.BigInteger;

/** A running sum in signed 128-bit integers, made of two longs so that nothing is allocated per record. */
final class WideSum {

    private long high;
    private long low;

    /** Adds a number that is not negative. */
    void add(long addend) {
        low += addend;
        high += carry(low, addend);
    }

    void addProduct(long a, long b) {
        long product = a * b;
        low += product;
        high += Math.multiplyHigh(a, b) + carry(low, product);
    }

    BigInteger exact() {
        return exact(high, low);
    }

    /** high·2^64 + low, {@code low} unsigned. */
    static BigInteger exact(long high, long low) {
        BigInteger unsignedLow = BigInteger.valueOf(low >>> 1).shiftLeft(1).add(BigInteger.valueOf(low & 1));
        return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(unsignedLow);
    }

    /** The carry out of the unsigned addition that made {@code sum} by adding {@code addend}. */
    static long carry(long sum, long addend) {
        return Long.compareUnsigned(sum, addend) < 0 ? 1 : 0;
    }
}
