package io.github.fairdeal.dataset;

import java.io.Serializable;

/**
 * A record boundary inside a shard, so that reading can begin in its middle.
 *
 * @param record number of the record inside the shard, from 0
 * @param offset byte offset of that record's frame in the file
 */
public record SeekPoint(long record, long offset) implements Serializable {

    /** The beginning of every shard. */
    public static final SeekPoint START = new SeekPoint(0, 0);

    public SeekPoint {
        if (record < 0 || offset < 0) {
            throw new IllegalArgumentException("seek point (" + record + ", " + offset + ") is negative");
        }
    }
}
