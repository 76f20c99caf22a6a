package io.github.fairdeal.bias;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Judges each shard, and locates those that stand out among many. */
final class ShardLines {

    private final LabelTests labels;
    private final IndexTests indexes;

    private ShardLines(Order order) {
        this.labels = order.hasLabels() ? new LabelTests(order) : null;
        this.indexes = order.hasIndexes() ? new IndexTests(order) : null;
    }

    static List<ShardLine> of(Order order) {
        ShardLines judge = new ShardLines(order);
        List<ShardLine> lines =
                order.statistics().shards().stream().map(judge::line).toList();
        return adjusted(lines);
    }

    private ShardLine line(ShardStatistics shard) {
        LabelTests.ShardTest chiSquare = labels == null || shard.records() == 0 ? null : labels.ofShard(shard);
        Double z = indexes == null ? null : indexes.meanIndexZ(shard);
        Double zP = z == null ? null : NullLaws.normal(z);
        KolmogorovLaw.Distance distance = indexes == null ? null : indexes.distance(shard);
        Double chiSquareP = chiSquare == null ? null : chiSquare.pValue();
        Double distanceP = distance == null ? null : distance.pValue();
        return new ShardLine(
                shard.shard(),
                shard.records(),
                shard.labels().distinct(),
                chiSquare == null ? null : chiSquare.value(),
                chiSquare == null ? null : chiSquare.expected(),
                chiSquareP,
                indexes == null || shard.records() == 0 ? null : indexes.meanIndexOf(shard),
                z,
                zP,
                distance == null ? null : distance.distance(),
                distanceP,
                combined(chiSquareP, zP, distanceP),
                null,
                false);
    }

    private static Double combined(Double... pValues) {
        double[] known =
                Stream.of(pValues).filter(Objects::nonNull).mapToDouble(p -> p).toArray();
        return known.length == 0 ? null : NullLaws.cauchyCombination(known);
    }

    /**
     * q of the i-th smallest of m p-values is the smallest of p·m/j over j ≥ i (Benjamini and Hochberg, JRSS B 57, 1995).
     */
    private static List<ShardLine> adjusted(List<ShardLine> lines) {
        int[] judged = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).pValue() != null)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> lines.get(i).pValue()))
                .mapToInt(Integer::intValue)
                .toArray();
        ShardLine[] adjusted = lines.toArray(ShardLine[]::new);
        double q = 1;
        for (int rank = judged.length; rank > 0; rank--) {
            ShardLine line = lines.get(judged[rank - 1]);
            q = Math.min(q, line.pValue() * judged.length / rank);
            adjusted[judged[rank - 1]] = line.located(q);
        }
        return Arrays.asList(adjusted);
    }
}
