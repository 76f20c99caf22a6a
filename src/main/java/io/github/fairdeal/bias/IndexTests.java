package io.github.fairdeal.bias;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Statistics of position t against index o, for an order whose indexes are 0..N-1. */
final class IndexTests {

    /** With fewer records than this the normal, t, gamma and Poisson laws are not used. */
    static final long LEAST_RECORDS = 10;

    static final String TOO_FEW = "fewer than " + LEAST_RECORDS + " records";

    private final Order order;
    private final long n;

    IndexTests(Order order) {
        this.order = order;
        this.n = order.records();
    }

    /** Those that concern the whole order, in the order of reports. */
    List<OverallStatistic> all() {
        return List.of(spearman(), footrule(), maxLag(), fixedPoints());
    }

    double meanIndexOf(ShardStatistics shard) {
        return (n - 1) / 2.0 + deviation(shard);
    }

    /** Deviation of the shard's mean index in standard deviations; null where the law does not hold. */
    Double meanIndexZ(ShardStatistics shard) {
        return Math.min(shard.records(), n - shard.records()) >= LEAST_RECORDS
                ? RankSums.z(deviation(shard), shard.records(), n)
                : null;
    }

    /** Kolmogorov and Smirnov's distance of the shard; null where the law does not hold. */
    KolmogorovLaw.Distance distance(ShardStatistics shard) {
        return Math.min(shard.records(), n - shard.records()) >= KolmogorovLaw.LEAST_RECORDS
                ? KolmogorovLaw.scaled(shard.histogram().distance(order.outline()), shard.records(), order.outline())
                : null;
    }

    /** H of the shards' indexes. */
    OverallStatistic shardMeanIndex() {
        Joining joining = order.joinedShards();
        int groups = joining.groups();
        if (groups < 2) {
            return OverallStatistic.unjudged(BiasStatistic.SHARD_MEAN_INDEX, 0, 0, whyNoShards());
        }
        IndexSums[] sums = new IndexSums[groups];
        Arrays.fill(sums, IndexSums.EMPTY);
        for (int shard = 0; shard < order.shards().size(); shard++) {
            int group = joining.groupOf()[shard];
            sums[group] = sums[group].plus(order.shards().get(shard).indexes());
        }
        RankSums ranks = new RankSums(n);
        for (IndexSums group : sums) {
            ranks.add(group.records(), group.sum());
        }
        return OverallStatistic.judged(BiasStatistic.SHARD_MEAN_INDEX, ranks.value(), ranks.expected(), ranks.pValue())
                .noting(joining.note("shards"));
    }

    /** The largest distance of a shard. */
    OverallStatistic shardDistance() {
        List<KolmogorovLaw.Distance> distances = order.shards().stream()
                .map(this::distance)
                .filter(Objects::nonNull)
                .toList();
        if (order.shards().size() < 2 || distances.isEmpty()) {
            return OverallStatistic.unjudged(
                    BiasStatistic.SHARD_KOLMOGOROV_SMIRNOV,
                    0,
                    0,
                    order.shards().size() < 2
                            ? "a single shard"
                            : "shards of fewer than " + KolmogorovLaw.LEAST_RECORDS + " records");
        }
        return OverallStatistic.judged(
                BiasStatistic.SHARD_KOLMOGOROV_SMIRNOV,
                KolmogorovLaw.largest(distances),
                KolmogorovLaw.meanOfLargest(distances.size()),
                KolmogorovLaw.largestOf(distances));
    }

    private String whyNoShards() {
        return order.shards().size() < 2 ? "a single shard" : TOO_FEW;
    }

    private double deviation(ShardStatistics shard) {
        return RankSums.deviation(shard.records(), shard.indexes().sum(), n);
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

    /** Mean (N²−1)/3, variance (N+1)(2N²+7)/45 (Diaconis and Graham, JRSS B 39, 1977); normal law. */
    private OverallStatistic footrule() {
        double value = order.indexes().sumOfDisplacements().doubleValue();
        double mean = (n - 1.0) * (n + 1.0) / 3;
        if (n < LEAST_RECORDS) {
            return OverallStatistic.unjudged(BiasStatistic.FOOTRULE, value, mean, TOO_FEW);
        }
        double deviation = Math.sqrt((n + 1.0) * (2.0 * n * n + 7) / 45);
        return OverallStatistic.judged(
                BiasStatistic.FOOTRULE, value, mean, NullLaws.normal((value - mean) / deviation));
    }

    private OverallStatistic maxLag() {
        long maxLag = order.indexes().maxLag();
        return OverallStatistic.judged(
                BiasStatistic.MAX_LAG, (double) maxLag, NullLaws.meanMaxLag(n), NullLaws.maxLag(maxLag, n));
    }

    private OverallStatistic fixedPoints() {
        return count(BiasStatistic.FIXED_POINTS, order.indexes().fixedPoints(), 1, n);
    }

    /** A count of independent rare events, Poisson. */
    static OverallStatistic count(BiasStatistic statistic, long value, double mean, long n) {
        return n < LEAST_RECORDS
                ? OverallStatistic.unjudged(statistic, (double) value, mean, TOO_FEW)
                : OverallStatistic.judged(statistic, (double) value, mean, NullLaws.poisson(value, mean));
    }
}
