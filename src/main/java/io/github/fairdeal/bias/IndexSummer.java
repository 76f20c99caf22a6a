package io.github.fairdeal.bias;

import java.math.BigInteger;

/**
 * Sums what {@link IndexSums} holds, in signed 128-bit integers made of two longs each. Σt·o < N³ stays below 2^127, and
 * is exact, for up to 2^42 records.
 */
final class IndexSummer {

    private long records;
    private long min = Long.MAX_VALUE;
    private long max = -1;
    private long sumHigh;
    private long sumLow;
    private long squares;
    private long productsHigh;
    private long productsLow;
    private long maxLag = Long.MIN_VALUE;
    private long fixedPoints;

    void add(long position, long index) {
        records++;
        min = Math.min(min, index);
        max = Math.max(max, index);
        sumLow += index;
        sumHigh += carry(sumLow, index);
        squares += index * index;
        long product = position * index;
        productsLow += product;
        productsHigh += Math.multiplyHigh(position, index) + carry(productsLow, product);
        maxLag = Math.max(maxLag, index - position);
        if (index == position) {
            fixedPoints++;
        }
    }

    IndexSums snapshot() {
        return new IndexSums(
                records,
                min,
                max,
                exact(sumHigh, sumLow),
                squares,
                exact(productsHigh, productsLow),
                maxLag,
                fixedPoints);
    }

    /** The carry out of the unsigned addition that made {@code sum} by adding {@code addend}. */
    private static long carry(long sum, long addend) {
        return Long.compareUnsigned(sum, addend) < 0 ? 1 : 0;
    }

    private static BigInteger exact(long high, long low) {
        BigInteger unsignedLow = BigInteger.valueOf(low >>> 1).shiftLeft(1).add(BigInteger.valueOf(low & 1));
        return BigInteger.valueOf(high).shiftLeft(Long.SIZE).add(unsignedLow);
    }
}
