package io.github.fairdeal.read;

import io.github.fairdeal.dataset.SeekPoint;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.shard.OffsetIndex;
import io.github.fairdeal.shard.ShardSlice;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.Framing;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.IOException;
import java.util.Optional;

/** The order of a published epoch, shard by shard. */
final class PublishedOrder implements RecordOrder {

    private final EpochShards epoch;

    PublishedOrder(EpochShards epoch) {
        this.epoch = epoch;
    }

    @Override
    public long epoch() {
        return epoch.epoch();
    }

    @Override
    public long end() {
        return epoch.end();
    }

    @Override
    public RecordReader open(long position) throws IOException {
        for (Shard shard : epoch.shards()) {
            if (position >= shard.firstPosition() && position < shard.firstPosition() + shard.records()) {
                return open(shard, position - shard.firstPosition());
            }
        }
        return null;
    }

    @Override
    public long expectedIndex(long position) {
        return epoch.permutation() == null ? UNKNOWN : epoch.permutation().index(position);
    }

    @Override
    public long averageFrameBytes() {
        long records = epoch.end() - epoch.firstPosition();
        return records == 0
                ? 0
                : epoch.shards().stream().mapToLong(Shard::bytes).sum() / records;
    }

    /** By the offset index; without one, from the last seek point on by the headers of the records between. */
    private RecordReader open(Shard shard, long record) throws IOException {
        ShardSlice.whole(epoch.folder(), shard).requireSize(epoch.storage());
        SeekPoint start = shard.seekPointBefore(record);
        if (start.record() != record) {
            start = exact(shard, record).orElse(start);
        }
        String path = Storage.child(epoch.folder(), shard.name());
        RecordReader reader = new RecordReader(epoch.storage().open(path, start.offset()), path, shard.bytes(), start);
        try {
            reader.skip(record - start.record());
            return reader;
        } catch (IOException | RuntimeException e) {
            try (reader) {
                throw e;
            }
        }
    }

    private Optional<SeekPoint> exact(Shard shard, long record) throws IOException {
        Optional<OffsetIndex> found = OffsetIndex.find(epoch.storage(), epoch.folder(), shard);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (OffsetIndex index = found.get()) {
            index.seek(record);
            byte[] head = new byte[Framing.HEADER_BYTES];
            try (var file = epoch.storage().openPositioned(Storage.child(epoch.folder(), shard.name()))) {
                file.readFully(Math.min(index.offset(), shard.bytes() - head.length), head, 0, head.length);
            }
            if (!Framing.isHeader(head)) {
                throw index.unfit(record, null);
            }
            return Optional.of(new SeekPoint(record, index.offset()));
        }
    }
}
