package io.github.fairdeal.job;

import io.github.fairdeal.dataset.BadInputException;
import io.github.fairdeal.dataset.RecordKind;
import io.github.fairdeal.dataset.Shard;
import io.github.fairdeal.epoch.OrderCheck;
import io.github.fairdeal.permutation.Permutation;
import io.github.fairdeal.shard.Fingerprint;
import io.github.fairdeal.shard.OffsetIndex;
import io.github.fairdeal.shard.ShardSlice;
import io.github.fairdeal.storage.Storage;
import io.github.fairdeal.tfrecord.ExampleCursor;
import io.github.fairdeal.tfrecord.MaskedCrc32c;
import io.github.fairdeal.tfrecord.RecordReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import scala.Tuple2;

/**
 * What a task of {@link Verify} does with one shard.
 *
 * @param storage that reads
 * @param folder of the shards
 * @param kind of records expected; null in packs, which hold neither paths nor pixels
 * @param permutation that gives a position its index; null for sorted shards, where they are equal
 */
record ShardReading(Storage storage, String folder, RecordKind kind, Permutation permutation) implements Serializable {

    private static final int COUNT_EVERY = 1_000;

    /** What is done with a record. */
    @FunctionalInterface
    private interface Visitor {
        void visit(RecordReader reader, ExampleCursor example, long position) throws IOException;
    }

    /** Checks that a shard is there and of the right size; never throws if it is not. */
    OrderCheck checkSize(Shard shard) throws IOException {
        OrderCheck check = new OrderCheck();
        try {
            ShardSlice.whole(folder, shard).requireSize(storage);
        } catch (BadInputException e) {
            check.problem(e.getMessage());
        }
        return check;
    }

    /** Reads a whole shard and checks it; never throws for what is wrong with it. */
    OrderCheck check(Shard shard, LongConsumer counter) throws IOException {
        OrderCheck check = new OrderCheck();
        Fingerprint.RecordHasher hasher = new Fingerprint.RecordHasher();
        long[] unfitRecord = {-1};
        // A shard may have no index; one that it has must be right.
        try (OffsetIndex index = index(shard, check)) {
            String crc32c = read(shard, (reader, example, position) -> {
                if (index != null && unfitRecord[0] < 0 && !fits(index, reader)) {
                    unfitRecord[0] = reader.record();
                }
                long expected = permutation == null ? position : permutation.index(position);
                if (example.index() != expected) {
                    check.problem(reader.damaged(
                                    "Wrong record at position %,d: expected index %,d, found %,d"
                                            .formatted(position, expected, example.index()),
                                    "not what was published")
                            .getMessage());
                }
                check.add(example.index(), hash(hasher, reader, example));
                if (check.records() % COUNT_EVERY == 0) {
                    counter.accept(COUNT_EVERY);
                }
            });
            counter.accept(check.records() % COUNT_EVERY);
            if (check.records() != shard.records()) {
                check.problem("%s: %,d records, expected %,d as the manifest says"
                        .formatted(Storage.child(folder, shard.name()), check.records(), shard.records()));
            } else if (!crc32c.equals(shard.crc32c())) {
                check.problem(
                        "%s: file checksum %s, expected %s as the manifest says; every record in it is whole, but it is not the file that was published"
                                .formatted(Storage.child(folder, shard.name()), crc32c, shard.crc32c()));
            } else if (unfitRecord[0] >= 0) {
                check.problem(index.unfit(unfitRecord[0], null).getMessage());
            }
        } catch (BadInputException e) {
            check.problem(e.getMessage());
        }
        return check;
    }

    /** The shard's offset index, or null if it has none that can be used; records are checked all the same. */
    private OffsetIndex index(Shard shard, OrderCheck check) throws IOException {
        try {
            return OffsetIndex.find(storage, folder, shard).orElse(null);
        } catch (BadInputException e) {
            check.problem(e.getMessage());
            return null;
        }
    }

    /** Index and hash of every record whose index falls in one of the buckets. */
    List<Tuple2<Long, Long>> hashes(Shard shard, Set<Integer> buckets) throws IOException {
        List<Tuple2<Long, Long>> hashes = new ArrayList<>();
        Fingerprint.RecordHasher hasher = new Fingerprint.RecordHasher();
        read(shard, (reader, example, position) -> {
            if (buckets.contains(OrderCheck.bucket(example.index()))) {
                hashes.add(new Tuple2<>(example.index(), hash(hasher, reader, example)));
            }
        });
        return hashes;
    }

    /** Reads all records and returns the CRC-32C of the whole file. */
    private String read(Shard shard, Visitor visitor) throws IOException {
        ShardSlice slice = ShardSlice.whole(folder, shard);
        slice.requireSize(storage);
        CRC32C crc = new CRC32C();
        ExampleCursor example = new ExampleCursor();
        InputStream in = new CheckedInputStream(storage.open(slice.path()), crc);
        try (RecordReader reader = new RecordReader(in, slice.path(), shard.bytes())) {
            for (long position = shard.firstPosition(); reader.next(); position++) {
                example.parse(reader);
                if (kind != null) {
                    example.requireKind(kind);
                }
                visitor.visit(reader, example, position);
            }
        }
        return "%08x".formatted(crc.getValue());
    }

    private static boolean fits(OffsetIndex index, RecordReader reader) throws IOException {
        try {
            index.seek(reader.record());
            return index.offset() == reader.offset();
        } catch (BadInputException e) {
            return false; // an offset outside the shard
        }
    }

    private static long hash(Fingerprint.RecordHasher hasher, RecordReader reader, ExampleCursor example) {
        return hasher.hash(
                example.index(),
                MaskedCrc32c.unmask(reader.payloadCrc()),
                reader.buffer(),
                reader.payloadOffset(),
                reader.payloadLength());
    }
}
