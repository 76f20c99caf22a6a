package io.github.fairdeal.read;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.EpochId;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.UsageException;
import io.github.fairdeal.epoch.EpochFolder;
import io.github.fairdeal.shard.DatasetFolder;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Consecutive epochs of a dataset, published or derived, all of one kind; looked for one by one, when they are needed. */
final class EpochOrders implements BatchSequence.Epochs {

    private final DatasetFolder dataset;
    private final OptionalLong derivingSeed;
    private final long end;
    private final RecordKind kind;
    private long next;
    private EpochShards first;

    /**
     * @param first number of the first epoch; it must be there now
     * @param count how many
     * @param derivingSeed of epochs that are not published; without it they are an error
     */
    EpochOrders(DatasetFolder dataset, long first, int count, OptionalLong derivingSeed) throws IOException {
        this.dataset = dataset;
        this.derivingSeed = derivingSeed;
        this.next = first;
        this.end = Math.addExact(first, count);
        this.first = find(first);
        this.kind = this.first.kind();
    }

    /** What the records of all epochs carry. */
    RecordKind kind() {
        return kind;
    }

    @Override
    public RecordOrder next() throws IOException {
        if (next == end) {
            return null;
        }
        EpochShards shards = first != null ? first : find(next);
        first = null;
        next++;
        if (shards.kind() != kind) {
            throw new BadInputException("%s: epoch %d holds %s records, expected %s as the epochs before"
                    .formatted(shards.folder(), shards.epoch(), shards.kind().word(), kind.word()));
        }
        return shards.folder().equals(dataset.sortedFolder()) ? new DerivedOrder(shards) : new PublishedOrder(shards);
    }

    private EpochShards find(long epoch) throws IOException {
        if (derivingSeed.isEmpty()) {
            return EpochShards.of(EpochFolder.open(dataset, epoch));
        }
        long seed = derivingSeed.getAsLong();
        Optional<EpochFolder> published = EpochFolder.find(dataset, epoch);
        if (published.isEmpty()) {
            return EpochShards.derived(dataset, new EpochId(seed, epoch));
        }
        long found = published.get().manifest().id().seed();
        if (found != seed) {
            throw new UsageException(
                    "%s: published with seed %d, but epochs that are not are to be derived with seed %d; use one seed"
                            .formatted(published.get().folder(), found, seed));
        }
        return EpochShards.of(published.get());
    }
}
