package io.github.fairdeal.bias;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** Statistics of position t against index o, for an order whose indexes are 0..N-1. */
final class IndexTests {

    /** With fewer records than this the normal, t and Poisson laws are not used. */
    static final long LEAST_RECORDS = 10;

    private static final String TOO_FEW = "fewer than " + LEAST_RECORDS + " records";

    private final Order order;
    private final long n;

    IndexTests(Order order) {
        this.order = order;
        this.n = order.records();
    }

    List<OverallStatistic> all() {
        return List.of(meanIndex(), spearman(), maxLag(), fixedPoints(), adjacency());
    }

    double meanIndexOf(ShardStatistics shard) {
        return (n - 1) / 2.0 + deviation(shard.indexes());
    }

    /** Deviation of the shard's mean index in standard deviations; null where the law does not hold. */
    Double meanIndexZ(ShardStatistics shard) {
        long w = shard.records();
        if (Math.min(w, n - w) < LEAST_RECORDS) {
            return null;
        }
        // (N²−1)/12 · (N−w)/(w(N−1)), the variance of a mean of w drawn without replacement
        return deviation(shard.indexes()) / Math.sqrt((n + 1.0) / 12 * (n - w) / w);
    }

    /** Kruskal and Wallis's H = 12/(N(N+1))·Σ w·deviation², which is Σz²·(N−w)/N. */
    private OverallStatistic meanIndex() {
        Joining joining = order.joinedShards();
        int groups = joining.groups();
        if (groups < 2) {
            return OverallStatistic.unjudged(
                    BiasStatistic.SHARD_MEAN_INDEX, 0, 0, order.shards().size() < 2 ? "a single shard" : TOO_FEW);
        }
        IndexSums[] sums = new IndexSums[groups];
        Arrays.fill(sums, IndexSums.EMPTY);
        for (int shard = 0; shard < order.shards().size(); shard++) {
            int group = joining.groupOf()[shard];
            sums[group] = sums[group].plus(order.shards().get(shard).indexes());
        }
        double weighted = 0;
        double reciprocals = 0;
        for (IndexSums group : sums) {
            weighted += group.records() * deviation(group) * deviation(group);
            reciprocals += 1.0 / group.records();
        }
        double value = 12 / (n * (n + 1.0)) * weighted;
        double pValue = NullLaws.chiSquare(value, groups - 1.0, varianceOfH(groups, reciprocals), mostEven(sums));
        return OverallStatistic.judged(BiasStatistic.SHARD_MEAN_INDEX, value, groups - 1.0, pValue)
                .noting(joining.note("shards"));
    }

    /** Exact (Kruskal, Annals of Mathematical Statistics 23, 1952). */
    private double varianceOfH(double groups, double reciprocals) {
        double squares = groups * groups;
        return 2 * (groups - 1)
                - 2 * (3 * squares - 6 * groups + n * (2 * squares - 6 * groups + 1)) / (5.0 * n * (n + 1.0))
                - 1.2 * reciprocals;
    }

    /**
     * Probability of the rank sums closest to their expectation: the density there of the normal law with the covariance
     * N²(N+1)/12 · (diag r − rr') of all sums but one, r the sizes as fractions.
     */
    private double mostEven(IndexSums[] groups) {
        double log = (groups.length - 1.0) * Math.log(2 * Math.PI * n * n * (n + 1.0) / 12);
        for (IndexSums group : groups) {
            log += Math.log((double) group.records() / n);
        }
        return Math.exp(-0.5 * log);
    }

    /** ρ = (12·Σto − 3N(N−1)²) / (N(N²−1)), numerator and denominator exact. */
    private OverallStatistic spearman() {
        if (n < LEAST_RECORDS) {
            return OverallStatistic.unjudged(BiasStatistic.SPEARMAN, n < 2 ? 0 : correlation(), 0, TOO_FEW);
        }
        double correlation = correlation();
        return OverallStatistic.judged(BiasStatistic.SPEARMAN, correlation, 0, NullLaws.spearman(correlation, n));
    }

    private double correlation() {
        BigInteger records = BigInteger.valueOf(n);
        BigInteger last = records.subtract(BigInteger.ONE);
        BigInteger numerator = order.indexes()
                .sumOfProducts()
                .multiply(BigInteger.valueOf(12))
                .subtract(records.multiply(last).multiply(last).multiply(BigInteger.valueOf(3)));
        BigInteger denominator = records.multiply(last).multiply(records.add(BigInteger.ONE));
        return numerator.doubleValue() / denominator.doubleValue();
    }

    private OverallStatistic maxLag() {
        long maxLag = order.indexes().maxLag();
        return OverallStatistic.judged(
                BiasStatistic.MAX_LAG, (double) maxLag, NullLaws.meanMaxLag(n), NullLaws.maxLag(maxLag, n));
    }

    private OverallStatistic fixedPoints() {
        return count(BiasStatistic.FIXED_POINTS, order.indexes().fixedPoints(), 1);
    }

    private OverallStatistic adjacency() {
        return count(BiasStatistic.ADJACENCY, order.adjacent(), (n - 1.0) / n);
    }

    private OverallStatistic count(BiasStatistic statistic, long value, double mean) {
        return n < LEAST_RECORDS
                ? OverallStatistic.unjudged(statistic, (double) value, mean, TOO_FEW)
                : OverallStatistic.judged(statistic, (double) value, mean, NullLaws.poisson(value, mean));
    }

    /** Mean index less (N−1)/2, from the exact numerator 2·Σo − w(N−1). */
    private double deviation(IndexSums sums) {
        BigInteger w = BigInteger.valueOf(sums.records());
        BigInteger doubled = sums.sum().shiftLeft(1).subtract(w.multiply(BigInteger.valueOf(n - 1)));
        return doubled.doubleValue() / (2.0 * sums.records());
    }
}
