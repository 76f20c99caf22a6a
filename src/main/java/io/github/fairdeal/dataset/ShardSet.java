package io.github.fairdeal.dataset;

import java.io.Serializable;
import java.util.List;

/**
 * The shards of one kind that together hold every record once.
 *
 * @param kind what the records carry
 * @param records number of records in all shards
 * @param bytes size of all shards
 * @param fingerprint of the record set, whatever its order; see docs/format.md
 * @param shards in order; their concatenation is the order of the set
 */
public record ShardSet(RecordKind kind, long records, long bytes, String fingerprint, List<Shard> shards)
        implements Serializable {

    public ShardSet {
        Present.require("kind", kind);
        Present.require("fingerprint", fingerprint);
        Present.require("shards", shards);
        shards = List.copyOf(shards);
        long held = Shard.requireContiguous(shards);
        long totalBytes = shards.stream().mapToLong(Shard::bytes).reduce(0, Math::addExact);
        if (held != records) {
            throw new IllegalArgumentException("shards hold " + held + " records, expected " + records);
        }
        if (totalBytes != bytes) {
            throw new IllegalArgumentException("shards hold " + totalBytes + " bytes, expected " + bytes);
        }
    }

    /** The set that {@code shards} make up, with sizes added. */
    public static ShardSet of(RecordKind kind, String fingerprint, List<Shard> shards) {
        long records = shards.stream().mapToLong(Shard::records).sum();
        long bytes = shards.stream().mapToLong(Shard::bytes).sum();
        return new ShardSet(kind, records, bytes, fingerprint, shards);
    }

    /** The same set without its shards' label counts and seek points: what tasks need that read any of it, and small. */
    public ShardSet outlined() {
        return new ShardSet(
                kind,
                records,
                bytes,
                fingerprint,
                shards.stream().map(Shard::outlined).toList());
    }
}
