package io.github.fairdeal.bias;

/**
 * The overall statistics, in the order of reports. When several are equally improbable the first one is named. The
 * names are part of the JSON form.
 */
public enum BiasStatistic {
    /** χ² of the table of shards and labels. */
    SHARD_LABEL_CHI_SQUARE("shard x label chi-square"),
    /** Kruskal and Wallis's H of the mean indexes of the shards. */
    SHARD_MEAN_INDEX("shard mean index (H)"),
    /** Spearman's rank correlation of position and index. */
    SPEARMAN("Spearman correlation"),
    /** The furthest that a record was brought forward, max(index − position). */
    MAX_LAG("max lag"),
    /** Number of records with index = position. */
    FIXED_POINTS("fixed points"),
    /** Number of neighbours whose indexes follow each other. */
    ADJACENCY("adjacency");

    private final String title;

    BiasStatistic(String title) {
        this.title = title;
    }

    /** As people read it. */
    public String title() {
        return title;
    }
}
