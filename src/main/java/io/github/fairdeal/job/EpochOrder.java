package io.github.fairdeal.job;

import io.github.fairdeal.baseline.ShufflePipeline;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.shard.DatasetFolder;
import io.github.fairdeal.tfrecord.ExampleCursor;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.LongStream;

/** fairdeal's own shuffle as one of the compared pipelines: what {@code fairdeal shuffle} writes. */
final class EpochOrder {

    /** Its name in {@code compare.json}. */
    static final String NAME = "path-epoch";

    private EpochOrder() {}

    /**
     * The pipeline. The order of {@code firstSeed} is the last published epoch of path records, read from its shards, if
     * there is one; else, and for the seeds that follow, it is the permutation itself, which is what an epoch holds.
     */
    static ShufflePipeline pipeline(DatasetFolder dataset, long firstSeed) throws IOException {
        long records = dataset.manifest().records();
        Optional<EpochFolder> published = lastPublished(dataset);
        EpochId first = published.map(epoch -> epoch.manifest().id()).orElse(new EpochId(firstSeed, 0));
        String description = published
                .map(epoch -> "epoch %d of fairdeal, seed %d, as published in its shards"
                        .formatted(first.epoch(), first.seed()))
                .orElse("fairdeal's permutation of all records, seed %d, epoch 0: what `fairdeal shuffle` would publish"
                        .formatted(first.seed()));
        return new ShufflePipeline(
                NAME,
                "fairdeal path epoch",
                description,
                records,
                0,
                seed -> seed == firstSeed && published.isPresent()
                        ? indexes(published.get())
                        : permuted(new EpochId(first.seed(), first.epoch() + seed - firstSeed), records));
    }

    private static Optional<EpochFolder> lastPublished(DatasetFolder dataset) throws IOException {
        Optional<EpochFolder> last = Optional.empty();
        for (long number : EpochFolder.published(dataset)) {
            EpochFolder epoch = EpochFolder.open(dataset, number);
            if (epoch.manifest().kind() == RecordKind.PATH) {
                last = Optional.of(epoch);
            }
        }
        return last;
    }

    private static Iterator<Long> permuted(EpochId id, long records) {
        Permutation permutation = Permutation.of(id, records);
        return LongStream.range(0, records).map(permutation::index).iterator();
    }

    private static Iterator<Long> indexes(EpochFolder epoch) {
        return ShardValues.of(
                epoch.dataset().storage(), epoch.folder(), epoch.manifest().shards(), ExampleCursor::index);
    }
}
