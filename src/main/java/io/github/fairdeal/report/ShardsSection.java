package io.github.fairdeal.report;

import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.ShardLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The table of shards, which may have thousands of rows. */
final class ShardsSection {

    private ShardsSection() {}

    static void write(Html html, BiasReport report, List<String> names) {
        if (report.shardLines().isEmpty()) {
            return;
        }
        html.element("h2", "Shards", "id", "shards-heading");
        html.element(
                "p",
                "Among many shards some look odd by chance. “Located” are those that stay odd after Benjamini and Hochberg's"
                        + " correction for their number (q below 10⁻³).");
        DataTable table = new DataTable("shards", "Every shard, the least likely first")
                .onlyFlagged("located only")
                .column("shard", DataTable.Kind.ID, "Its number in the order, from 0");
        if (!names.isEmpty()) {
            table.column("file", DataTable.Kind.TEXT, "");
        }
        table.column("records", DataTable.Kind.COUNT, "")
                .column("p", DataTable.Kind.P, "Labels, mean index and KS together")
                .column("q", DataTable.Kind.P, "p, corrected for the number of shards")
                .column("located", DataTable.Kind.FLAG, "Still odd after the correction")
                .column("χ²", DataTable.Kind.NUMBER, "Of its label counts against those of the whole order")
                .column("if even", DataTable.Kind.NUMBER, "Mean of χ² over uniformly random orders")
                .column("p (χ²)", DataTable.Kind.P, "Two-sided, of the labels")
                .column("mean index", DataTable.Kind.NUMBER, "Mean place of its records in the sorted data")
                .column("z", DataTable.Kind.Z, "Deviation of the mean index, in standard deviations")
                .column("p (index)", DataTable.Kind.P, "Two-sided, of the mean index")
                .column("KS", DataTable.Kind.NUMBER, "Kolmogorov–Smirnov distance of its indexes from uniform ones")
                .column("p (KS)", DataTable.Kind.P, "Of the KS distance")
                .column("labels", DataTable.Kind.COUNT, "Number of different labels")
                .sortedBy(names.isEmpty() ? 2 : 3);
        for (ShardLine line : report.shardLines()) {
            List<Object> row = new ArrayList<>();
            row.add(line.shard());
            if (!names.isEmpty()) {
                row.add(names.get(line.shard()));
            }
            row.addAll(Arrays.asList(
                    line.records(),
                    line.pValue(),
                    line.qValue(),
                    line.located(),
                    line.chiSquare(),
                    line.chiSquareExpected(),
                    line.chiSquareP(),
                    line.meanIndex(),
                    line.meanIndexZ(),
                    line.meanIndexP(),
                    line.ksDistance(),
                    line.ksP(),
                    line.labels()));
            table.row(row);
        }
        table.write(html);
    }
}
