package io.github.fairdeal.report;

import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.LabelLine;
import java.util.Arrays;

/** The table of labels: when each comes first, and where it lies on the whole. */
final class LabelsSection {

    private LabelsSection() {}

    static void write(Html html, BiasReport report) {
        if (report.labelLines().isEmpty()) {
            return;
        }
        html.element("h2", "Labels", "id", "labels-heading");
        DataTable table = new DataTable(
                        "labels",
                        report.labelLines().size() < report.labels()
                                ? Numbers.format(
                                        "The %,d least likely of %,d labels",
                                        report.labelLines().size(), report.labels())
                                : "Every label: when it comes first, and where it lies on the whole")
                .column("label", DataTable.Kind.ID, "")
                .column("records", DataTable.Kind.COUNT, "")
                .column("first at", DataTable.Kind.COUNT, "Position of its first record")
                .column("if even", DataTable.Kind.NUMBER, "Mean of that over uniformly random orders")
                .column("p-value", DataTable.Kind.P, "Two-sided, of the first position")
                .column("mean position", DataTable.Kind.NUMBER, "Mean position of its records")
                .column("z", DataTable.Kind.Z, "Deviation of the mean position, in standard deviations")
                .column("p-value", DataTable.Kind.P, "Two-sided, of the mean position");
        for (LabelLine line : report.labelLines()) {
            table.row(Arrays.asList(
                    line.label(),
                    line.records(),
                    line.firstPosition(),
                    line.firstExpected(),
                    line.firstP(),
                    line.meanPosition(),
                    line.meanPositionZ(),
                    line.meanPositionP()));
        }
        table.write(html);
    }
}
