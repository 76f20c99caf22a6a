package io.github.fairdeal.job;

import io.github.fairdeal.bias.BiasReport;
import io.github.fairdeal.bias.LabelCounts;
import io.github.fairdeal.bias.Verdict;
import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.BiasedException;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/**
 * Keeps damaged and biased epochs from being published. What Spark wrote is read again, because a disk may lie. The
 * permutation makes no biased order, so one means a defect, or a dataset that is not what it says; either way nobody should
 * train on it.
 */
final class PublishGate {

    /** Added to the name of an epoch's folder: where the report on an epoch that was refused is kept. */
    static final String REFUSED = ".refused";

    private final SparkSession spark;
    private final DatasetFolder dataset;
    private final String epochFolder;

    PublishGate(SparkSession spark, DatasetFolder dataset, long epoch) {
        this.spark = spark;
        this.dataset = dataset;
        this.epochFolder = EpochFolder.path(dataset, epoch);
    }

    /**
     * Judges staged shards and leaves the report beside them; removes the report on an epoch of this number that was
     * refused before.
     *
     * @throws BiasedException if they are biased; the report is then kept where the message says
     */
    void requireEven(String stagingFolder, ShardSet staged) throws IOException {
        List<String> paths = staged.shards().stream()
                .map(shard -> Storage.child(stagingFolder, shard.name()))
                .toList();
        Audit.Result result = audited(paths);
        String refused = epochFolder + REFUSED;
        if (result.report().verdict() == Verdict.BIASED) {
            BiasFiles.writeWithFigures(dataset.storage(), refused, epochFolder, result);
            throw new BiasedException(message(result.report(), refused));
        }
        BiasFiles.write(dataset.storage(), stagingFolder, epochFolder, result);
        dataset.storage().delete(refused);
    }

    /** Indexes say enough of an order of fairdeal's own where there are too many labels to judge them. */
    private Audit.Result audited(List<String> paths) throws IOException {
        Audit audit = new Audit(spark).paths(paths);
        int labels = dataset.manifest().labelCounts().size();
        return labels <= LabelCounts.MAX_LABELS
                ? audit.execute()
                : audit.indexesOnly()
                        .execute()
                        .noting(String.format(
                                Locale.ROOT,
                                "%,d labels, more than the %,d that are judged: indexes are judged alone",
                                labels,
                                LabelCounts.MAX_LABELS));
    }

    /**
     * Reads the staged shards and the sorted ones, and compares them record by record.
     *
     * @throws BadInputException if anything is wrong, with the first problem
     */
    void requireSound(EpochFolder staged) throws IOException {
        Verify.Result result = new Verify(spark).check(staged);
        if (!result.isSound()) {
            throw new BadInputException("%s: not published: what was written is not sound, %,d problems; the first: %s"
                    .formatted(
                            epochFolder,
                            result.problemCount(),
                            result.problems().get(0)));
        }
    }

    private String message(BiasReport report, String refused) {
        return "%s: not published: %s (%s, p %.1e over all statistics); an even shuffle does this once in a million times, so suspect the dataset or a defect; the report is in %s"
                .formatted(epochFolder, report.sentence(), report.decidedBy().title(), report.pValue(), refused);
    }
}
