package io.github.fairdeal.bias;

/** Sums what {@link IndexSums} holds. Σt·o < N³ stays below 2^127, and is exact, for up to 2^42 records. */
final class IndexSummer {

    private long records;
    private long min = Long.MAX_VALUE;
    private long max = -1;
    private final WideSum sum = new WideSum();
    private long squares;
    private final WideSum products = new WideSum();
    private final WideSum displacements = new WideSum();
    private long maxLag = Long.MIN_VALUE;
    private long fixedPoints;

    void add(long position, long index) {
        records++;
        min = Math.min(min, index);
        max = Math.max(max, index);
        sum.add(index);
        squares += index * index;
        products.addProduct(position, index);
        long lag = index - position;
        displacements.add(Math.abs(lag));
        maxLag = Math.max(maxLag, lag);
        if (lag == 0) {
            fixedPoints++;
        }
    }

    IndexSums snapshot() {
        return new IndexSums(
                records, min, max, sum.exact(), squares, products.exact(), displacements.exact(), maxLag, fixedPoints);
    }
}
