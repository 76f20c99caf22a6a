package io.github.fairdeal.shard;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.SeekPoint;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.dataset.ShardSet;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * A run of records of one shard.
 *
 * @param path of the shard
 * @param fileBytes size of the shard, as its manifest says
 * @param firstPosition place of the slice's first record in the whole order
 * @param start the last known record boundary at or before the slice
 * @param skip records between {@code start} and the slice
 * @param records number of records
 */
public record ShardSlice(String path, long fileBytes, long firstPosition, SeekPoint start, long skip, long records)
        implements Serializable {

    /** A whole shard. */
    public static ShardSlice whole(String folder, Shard shard) {
        return of(folder, shard, 0, shard.records());
    }

    /**
     * Divides a set into slices of about equal numbers of records, none empty and none across two shards: at least
     * {@code parts} of them, or one a record where there are fewer records; at most {@code 2·parts} and one a shard.
     */
    public static List<ShardSlice> divide(String folder, ShardSet set, int parts) {
        long records = Math.max(1, set.records() / parts);
        List<ShardSlice> slices = new ArrayList<>();
        for (Shard shard : set.shards()) {
            long pieces = -Math.floorDiv(-shard.records(), records);
            for (long piece = 0; piece < pieces; piece++) {
                long from = shard.records() * piece / pieces;
                long to = shard.records() * (piece + 1) / pieces;
                slices.add(of(folder, shard, from, to));
            }
        }
        return slices;
    }

    /**
     * Opens a reader that stands before the slice's first record.
     *
     * @throws BadInputException if the file is missing, or of another size than the manifest says
     */
    public RecordReader open(Storage storage) throws IOException {
        requireSize(storage);
        RecordReader reader = new RecordReader(storage.open(path, start.offset()), path, fileBytes, start);
        try {
            reader.skip(skip);
            return reader;
        } catch (IOException | RuntimeException e) {
            try (reader) {
                throw e;
            }
        }
    }

    /**
     * Checks that the file is there and as large as its manifest says.
     *
     * @throws BadInputException if it is not
     */
    public void requireSize(Storage storage) throws IOException {
        long found;
        try {
            found = storage.bytes(path);
        } catch (FileNotFoundException e) {
            throw new BadInputException(path + ": shard is missing; the manifest names it", e);
        }
        if (found != fileBytes) {
            throw new BadInputException("%s: shard has %,d bytes, expected %,d as its manifest says; %s?"
                    .formatted(path, found, fileBytes, found < fileBytes ? "truncated" : "overwritten or appended to"));
        }
    }

    private static ShardSlice of(String folder, Shard shard, long from, long to) {
        SeekPoint start = shard.seekPointBefore(from);
        return new ShardSlice(
                Storage.child(folder, shard.name()),
                shard.bytes(),
                shard.firstPosition() + from,
                start,
                from - start.record(),
                to - from);
    }
}
