package io.github.fairdeal.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fairdeal.baseline.RandomShuffleQueue.Producer;
import io.github.fairdeal.baseline.RandomShuffleQueue.Settings;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * The article's experiment, 70,000 sorted records with 7,000 a label of which 50,000 come out, against what 200 seeds of
 * TensorFlow's algorithm gave, and five runs of TensorFlow's own queue confirmed. The bands live here only.
 */
class GroundTruthTest {

    private static final int SEEDS = 40;
    private static final Settings ARTICLE = Settings.ofGuide(10_000, 20);

    @Test
    void queueWithAFastProducer_givesTheArticlesOrder() {
        List<ArticleOrder> orders =
                orders(seed -> new RandomShuffleQueue<>(ArticleOrder.sorted(), ARTICLE, Producer.FAST, seed));

        assertThat(orders).allSatisfy(order -> assertHoldsTheHardBounds(order, 10_059));
        assertFirstAppearances(orders, 0, 1, 4067, 11074, 18060, 25067, 32063, 39054, 46068);
        assertLabelCounts(orders, 6951, 6946, 6897, 6793, 6583, 6163, 5320, 3635, 713, 0);
        assertThat(mean(orders, ArticleOrder::meanLag)).isCloseTo(1002, within(8.0));
        assertThat(mean(orders, ArticleOrder::spearman)).isCloseTo(0.8526, within(0.0008));
        assertThat(mean(orders, ArticleOrder::lag1)).isCloseTo(0.732, within(0.002));
        assertThat(mean(orders, ArticleOrder::lagStandardDeviation)).isCloseTo(8193, within(40.0));
        assertThat(mean(orders, ArticleOrder::meanEntropy)).isCloseTo(1.915, within(0.004));
    }

    @Test
    void queueWithASlowProducer_givesTheArticlesOrder() {
        List<ArticleOrder> orders =
                orders(seed -> new RandomShuffleQueue<>(ArticleOrder.sorted(), ARTICLE, Producer.SLOW, seed));

        assertThat(orders).allSatisfy(order -> assertHoldsTheHardBounds(order, 10_000));
        assertSlow(orders);
    }

    @Test
    void bufferOf10000_givesTheOrderOfASlowProducer() {
        List<ArticleOrder> orders = orders(seed -> new BufferShuffle<>(ArticleOrder.sorted(), 10_000, seed));

        assertThat(orders).allSatisfy(order -> assertHoldsTheHardBounds(order, 9_999));
        assertSlow(orders);
    }

    /**
     * E[o_t] = t + (Q/2)·exp(−t/Q), held over stretches [a, b): the mean lag there is
     * Q²/(2(b−a))·(exp(−a/Q) − exp(−b/Q)). One lag varies by about Q, so a mean over 40 orders of a stretch of Q/2 by
     * Q/√(20·Q); held to six times that.
     */
    @Test
    void meanIndexAlongTheOrder_isTheClosedForm() {
        for (int buffer : new int[] {1_000, 10_000}) {
            List<ArticleOrder> orders = orders(seed -> new BufferShuffle<>(ArticleOrder.sorted(), buffer, seed));
            int step = buffer / 2;
            for (int from = 0; from < 4 * buffer; from += step) {
                int a = from;
                double expected = (double) buffer
                        * buffer
                        / (2.0 * step)
                        * (Math.exp(-(double) a / buffer) - Math.exp(-(double) (a + step) / buffer));
                assertThat(mean(orders, order -> order.meanLag(a, a + step)))
                        .as("buffer %d, positions from %d", buffer, a)
                        .isCloseTo(expected, within(6 * Math.sqrt(buffer / 20.0)));
            }
        }
    }

    /** E[o_t] = t + (Q/2)·exp(−t/Q), and so a mean lag over T outputs of Q²/(2T)·(1 − exp(−T/Q)). */
    @Test
    void meanLag_isTheClosedForm() {
        for (int buffer : new int[] {100, 1_000, 10_000}) {
            double expected = (double) buffer
                    * buffer
                    / (2.0 * ArticleOrder.PREFIX)
                    * (1 - Math.exp(-(double) ArticleOrder.PREFIX / buffer));
            List<ArticleOrder> orders = orders(seed -> new BufferShuffle<>(ArticleOrder.sorted(), buffer, seed));
            assertThat(mean(orders, ArticleOrder::meanLag)).isCloseTo(expected, within(0.02 * expected + 0.3));
        }
    }

    private static void assertSlow(List<ArticleOrder> orders) {
        assertFirstAppearances(orders, 0, 1, 4123, 11119, 18121, 25113, 32118, 39112, 46115);
        assertLabelCounts(orders, 6953, 6947, 6897, 6794, 6588, 6168, 5324, 3629, 700, 0);
        assertThat(mean(orders, ArticleOrder::meanLag)).isCloseTo(994, within(8.0));
        assertThat(mean(orders, ArticleOrder::spearman)).isCloseTo(0.8537, within(0.0008));
        assertThat(mean(orders, ArticleOrder::lag1)).isCloseTo(0.734, within(0.002));
        assertThat(mean(orders, ArticleOrder::lagStandardDeviation)).isCloseTo(8160, within(40.0));
        assertThat(mean(orders, ArticleOrder::meanEntropy)).isCloseTo(1.910, within(0.004));
    }

    private static void assertHoldsTheHardBounds(ArticleOrder order, long maxLag) {
        assertThat(order.isDistinct()).isTrue();
        assertThat(order.maxLag()).isBetween(maxLag - 20, maxLag);
        assertThat(order.firstAppearance(9)).isEqualTo(-1);
        for (int label = 1; label < 9; label++) {
            assertThat(order.firstAppearance(label))
                    .as("label %d comes no earlier than its first record can", label)
                    .isGreaterThanOrEqualTo(label * ArticleOrder.A_LABEL - Math.toIntExact(maxLag));
        }
        assertThat(order.spearman()).isCloseTo(0.853, within(0.006));
        assertThat(order.lag1()).isCloseTo(0.733, within(0.012));
        assertThat(order.meanLag()).isBetween(940.0, 1060.0);
        assertThat(order.labelCounts()[8]).isBetween(600L, 800L);
    }

    private static void assertFirstAppearances(List<ArticleOrder> orders, int... medians) {
        for (int label = 0; label < medians.length; label++) {
            int k = label;
            double[] sorted = orders.stream()
                    .mapToDouble(order -> order.firstAppearance(k))
                    .sorted()
                    .toArray();
            assertThat(sorted[SEEDS / 2])
                    .as("first appearance of label %d", k)
                    .isCloseTo(medians[k], within(k < 2 ? 1.0 : 45));
        }
    }

    private static void assertLabelCounts(List<ArticleOrder> orders, int... means) {
        for (int label = 0; label < means.length; label++) {
            int k = label;
            assertThat(mean(orders, order -> order.labelCounts()[k]))
                    .as("records of label %d", k)
                    .isCloseTo(means[k], within(k == 9 ? 0.0 : 15));
        }
    }

    private static double mean(List<ArticleOrder> orders, ToDoubleFunction<ArticleOrder> quantity) {
        return orders.stream().mapToDouble(quantity).average().orElseThrow();
    }

    private static List<ArticleOrder> orders(LongFunction<Iterator<Long>> shuffle) {
        return LongStream.range(0, SEEDS)
                .mapToObj(seed -> ArticleOrder.prefixOf(shuffle.apply(seed)))
                .toList();
    }
}
