package io.github.fairdeal.bias;

/**
 * The overall statistics, in the order of reports. When several are equally improbable the first one is named. The
 * names are part of the JSON form.
 */
public enum BiasStatistic {
    /** χ² of the table of shards and labels. */
    SHARD_LABEL_CHI_SQUARE(
            "shard x label chi-square",
            "Compares the labels in each shard with those of all records. Finds shards that hold too much of some"
                    + " labels, and shards that are more alike than chance makes them. Cannot see the order inside a"
                    + " shard."),
    /** Kruskal and Wallis's H of the mean indexes of the shards. */
    SHARD_MEAN_INDEX(
            "shard mean index (H)",
            "Compares the shards' mean places in the sorted data. Finds shards that come from different parts of it,"
                    + " with or without labels. Cannot see the order inside a shard."),
    /** The largest Kolmogorov–Smirnov distance of a shard's indexes from uniform ones. */
    SHARD_KOLMOGOROV_SMIRNOV(
            "shard KS distance, largest",
            "Compares, shard by shard, where in the sorted data its records come from with an even spread. Finds"
                    + " shards with gaps or clusters that leave the mean alone. Cannot see the order inside a shard."),
    /** χ² of the table of windows of consecutive records and labels. */
    WINDOW_LABEL_CHI_SQUARE(
            "window x label chi-square",
            "Compares the labels in each window of consecutive records with those of all records: what batches are"
                    + " made of. Finds small buffers, blocks and readers that take turns. Cannot see clumps much"
                    + " smaller than a window, nor very rare labels."),
    /** Kruskal and Wallis's H of the mean indexes of windows of consecutive records. */
    WINDOW_MEAN_INDEX(
            "window mean index (H)",
            "Compares the windows' mean places in the sorted data. Finds windows that come from different parts of"
                    + " it, with or without labels. Cannot see the order inside a window."),
    /** Spearman's rank correlation of position and index. */
    SPEARMAN(
            "Spearman correlation",
            "Correlates each record's place here with its place in the sorted data. Finds drift through the whole"
                    + " order. Cannot see disorder that is only local, nor dealing in turn."),
    /** Spearman's footrule, Σ|position − index|. */
    FOOTRULE(
            "footrule",
            "Adds up how far each record was moved from its place in the sorted data. Finds records that were not"
                    + " moved far enough. Cannot see large buffers: the max lag can."),
    /** The furthest that a record was brought forward, max(index − position). */
    MAX_LAG(
            "max lag",
            "How far the most advanced record was brought forward. The sharpest test for a shuffle buffer, whose size"
                    + " is about this plus one. Cannot see anything in an order where one late record came early."),
    /** Number of records with index = position. */
    FIXED_POINTS(
            "fixed points",
            "Counts records that lie exactly where they lay in the sorted data; one is normal. Finds a few records"
                    + " that were not shuffled at all. Cannot see records that were moved together."),
    /** Number of neighbours whose indexes follow each other. */
    ADJACENCY(
            "adjacency",
            "Counts neighbours that were neighbours in the sorted data; one is normal. Finds runs and blocks that"
                    + " were moved as one. Cannot see runs with gaps."),
    /** Autocorrelation of the index at lag 1. */
    LAG_1(
            "lag-1 autocorrelation",
            "Correlates each record's place in the sorted data with that of the next record. Finds neighbours that"
                    + " come from nearby, and weak random generators. Cannot see dependence that is not linear."),
    /** χ² of the histograms of index differences between records a few places apart. */
    LAG_DIFFERENCES(
            "lag differences chi-square",
            "Looks at the differences between the places, in the sorted data, of records a few positions apart; all"
                    + " differences should be equally frequent. Finds weak random generators and stepping through the"
                    + " data. Cannot see what happens at distances it does not look at."),
    /** Number of runs of equal labels. */
    LABEL_RUNS(
            "label runs",
            "Counts stretches of equal labels. Too few mean that labels clump together; too many, that they avoid each"
                    + " other. Cannot see anything slower than neighbour to neighbour."),
    /** Length of the longest run of one label. */
    LONGEST_RUN(
            "longest label run",
            "The longest stretch of one label. Finds a single clump in an otherwise even order. Cannot see anything"
                    + " else."),
    /** The label whose first record comes most surprisingly early or late. */
    FIRST_APPEARANCE(
            "first appearance of a label",
            "Where each label is first seen; shown for the least likely label. Finds buffers over sorted data, where"
                    + " the last labels come late. Cannot see what happens afterwards."),
    /** Kruskal and Wallis's H of the mean positions of the labels. */
    LABEL_MEAN_POSITION(
            "label mean position (H)",
            "Compares the labels' mean places in this order. Finds labels that come early or late on the whole, even"
                    + " in a single file without indexes. Cannot see clumps, or labels that come early and late.");

    private final String title;
    private final String explanation;

    BiasStatistic(String title, String explanation) {
        this.title = title;
        this.explanation = explanation;
    }

    /** As people read it, at most 28 characters. */
    public String title() {
        return title;
    }

    /** What it is, what it finds and what it cannot see, in plain words. */
    public String explanation() {
        return explanation;
    }
}
