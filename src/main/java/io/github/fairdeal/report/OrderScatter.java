package io.github.fairdeal.report;

import io.github.fairdeal.bias.OrderSample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * An order as a picture: order of reading from left to right, and upwards the record's index in one panel, its label in
 * the other. Sorted data is a line and a staircase, a buffer shuffle a band, an even shuffle a cloud.
 *
 * <p>The scale depends on the number of records only, so that pictures of the same records before and after a shuffle
 * compare. A panel for which the records have nothing to show is left out.
 */
public final class OrderScatter {

    private static final int PANEL_HEIGHT = 298;

    private final OrderSample sample;
    private String name = "order";
    private String title = "Order of reading against index and label";
    private String subtitle;
    private long records;
    private long[] labels;

    private OrderScatter(OrderSample sample) {
        this.sample = sample;
        this.records = Math.max(sample.records(), sample.maxIndex() + 1);
        this.labels = sample.distinctLabels();
        this.subtitle = sample.points() == sample.records()
                ? String.format(Locale.ROOT, "All %,d records.", sample.records())
                : String.format(Locale.ROOT, "%,d of %,d records, drawn at random.", sample.points(), sample.records());
    }

    /**
     * The picture of {@code sample}.
     *
     * @throws IllegalArgumentException if its records have neither index nor label
     */
    public static OrderScatter of(OrderSample sample) {
        if (sample.maxIndex() < 0 && sample.distinctLabels().length == 0) {
            throw new IllegalArgumentException("nothing to draw: " + sample + " has neither indexes nor labels");
        }
        return new OrderScatter(sample);
    }

    /** Stem of the file names. Default {@code order}. */
    public OrderScatter name(String stem) {
        this.name = stem;
        return this;
    }

    /** What is seen, in words: "As sorted: a batch sees one label." */
    public OrderScatter title(String words) {
        this.title = words;
        return this;
    }

    /** A second, smaller line. Default: how many records are shown. */
    public OrderScatter subtitle(String words) {
        this.subtitle = words;
        return this;
    }

    /**
     * Length of both axes that count records. Default: the sample's records; more for an order that is to be compared with
     * longer ones.
     */
    public OrderScatter records(long length) {
        this.records = length;
        return this;
    }

    /**
     * Labels on the axis, ascending. Default: those that the sample has; more to show which ones never come.
     *
     * @throws IllegalArgumentException if one of the sample's is missing
     */
    public OrderScatter labels(Collection<Long> all) {
        if (!all.containsAll(LongStream.of(sample.distinctLabels()).boxed().toList())) {
            throw new IllegalArgumentException("labels %s lack some of %s".formatted(all, sample));
        }
        this.labels = all.stream().mapToLong(Long::longValue).sorted().toArray();
        return this;
    }

    /** The figure. */
    public Figure figure() {
        ScatterPanel panel = new ScatterPanel(sample, records, labels);
        List<Panel> panels = new ArrayList<>();
        if (sample.maxIndex() >= 0) {
            panels.add(panel.ofIndex());
        }
        if (labels.length > 0) {
            panels.add(panel.ofLabel());
        }
        return new Figure(name, title, subtitle, panels.size(), PANEL_HEIGHT, panels);
    }
}
