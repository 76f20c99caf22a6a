package io.github.fairdeal.bias;

import java.io.Serializable;
import java.math.BigInteger;

/**
 * Exact sums over the records that have an index; {@code t} is a record's position, {@code o} its index. Mergeable in
 * any order with the same result: nothing in it is floating point.
 *
 * @param records number of records with an index
 * @param min smallest index, {@link Long#MAX_VALUE} without records
 * @param max largest index, -1 without records
 * @param sum Σo
 * @param sumOfSquares Σo² modulo 2^64
 * @param sumOfProducts Σt·o
 * @param sumOfDisplacements Σ|t − o|
 * @param maxLag max(o − t), {@link Long#MIN_VALUE} without records
 * @param fixedPoints number of records with o = t
 */
public record IndexSums(
        long records,
        long min,
        long max,
        BigInteger sum,
        long sumOfSquares,
        BigInteger sumOfProducts,
        BigInteger sumOfDisplacements,
        long maxLag,
        long fixedPoints)
        implements Serializable {

    static final IndexSums EMPTY = new IndexSums(
            0, Long.MAX_VALUE, -1, BigInteger.ZERO, 0, BigInteger.ZERO, BigInteger.ZERO, Long.MIN_VALUE, 0);

    /** The sums over the records of both. */
    public IndexSums plus(IndexSums other) {
        return new IndexSums(
                records + other.records,
                Math.min(min, other.min),
                Math.max(max, other.max),
                sum.add(other.sum),
                sumOfSquares + other.sumOfSquares,
                sumOfProducts.add(other.sumOfProducts),
                sumOfDisplacements.add(other.sumOfDisplacements),
                Math.max(maxLag, other.maxLag),
                fixedPoints + other.fixedPoints);
    }

    /**
     * Whether the indexes are exactly 0..N-1 for N = {@link #records()}, as far as minimum, maximum, sum, and sum of
     * squares modulo 2^64 tell. Several wrong indexes can be made to agree in all four; {@code fairdeal verify} looks at
     * every one.
     */
    boolean coverRange() {
        BigInteger n = BigInteger.valueOf(records);
        BigInteger last = n.subtract(BigInteger.ONE);
        BigInteger twiceSum = n.multiply(last);
        BigInteger sixSquares = twiceSum.multiply(n.shiftLeft(1).subtract(BigInteger.ONE));
        return records > 0
                && min == 0
                && max == records - 1
                && sum.shiftLeft(1).equals(twiceSum)
                && sumOfSquares == sixSquares.divide(BigInteger.valueOf(6)).longValue();
    }
}
