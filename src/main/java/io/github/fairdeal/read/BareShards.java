package io.github.fairdeal.read;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;

/** Shards without a manifest, one after another; nobody knows how many records they hold. */
class BareShards implements RecordOrder {

    private final Storage storage;
    private final List<String> paths;
    private int opened;

    BareShards(Storage storage, List<String> paths) {
        this.storage = storage;
        this.paths = List.copyOf(paths);
    }

    @Override
    public long epoch() {
        return 0;
    }

    @Override
    public long end() {
        return UNKNOWN;
    }

    @Override
    public RecordReader open(long position) throws IOException {
        if (opened == paths.size()) {
            return null;
        }
        String path = paths.get(opened);
        opened++;
        try {
            return new RecordReader(storage.open(path), path, storage.bytes(path));
        } catch (FileNotFoundException e) {
            throw new BadInputException(path + ": no such shard; deleted, or not mounted on this machine?", e);
        }
    }

    @Override
    public long expectedIndex(long position) {
        return UNKNOWN;
    }

    @Override
    public long averageFrameBytes() {
        return 0;
    }
}
