package io.github.fairdeal.permutation;

import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;

/** Two-sided p-values: an order that is too even is not random either. */
final class Probability {

    /** Below this a gate fails. Seeds are fixed, so that a gate which passes once passes always. */
    static final double FAILURE = 1e-6;

    private Probability() {}

    static double ofChiSquare(double value, double degreesOfFreedom) {
        ChiSquaredDistribution law = ChiSquaredDistribution.of(degreesOfFreedom);
        return twoSided(law.cumulativeProbability(value), law.survivalProbability(value));
    }

    static double ofNormal(double value) {
        NormalDistribution law = NormalDistribution.of(0, 1);
        return twoSided(law.cumulativeProbability(value), law.survivalProbability(value));
    }

    static double ofPoisson(long count, double mean) {
        PoissonDistribution law = PoissonDistribution.of(mean);
        int value = Math.toIntExact(count);
        return twoSided(law.cumulativeProbability(value), law.survivalProbability(value) + law.probability(value));
    }

    /** Exact, since chi-square of two cells would call an even split too even. */
    static double ofFairCoin(int heads, int tosses) {
        BinomialDistribution law = BinomialDistribution.of(tosses, 0.5);
        return twoSided(law.cumulativeProbability(heads), law.survivalProbability(heads) + law.probability(heads));
    }

    /** Whether all cells are equally likely. */
    static double ofUniform(long[] counts) {
        return ofChiSquare(chiSquare(counts), counts.length - 1);
    }

    static double chiSquare(long[] counts) {
        long total = 0;
        for (long count : counts) {
            total += count;
        }
        double expected = (double) total / counts.length;
        double sum = 0;
        for (long count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }

    private static double twoSided(double lower, double upper) {
        return Math.min(1, 2 * Math.min(lower, upper));
    }
}
