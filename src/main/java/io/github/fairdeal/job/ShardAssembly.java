package io.github.fairdeal.job;

import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.shard.ShardWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reduce side of the shuffle: remembers where in the blocks each slot's record lies, then writes them in slot order.
 * Nothing is sorted. Memory is the shard's bytes plus eight bytes a record.
 */
final class ShardAssembly {

    private static final long EMPTY = -1;

    private final int shard;
    private final List<byte[]> blocks = new ArrayList<>();
    private final long[] places;

    ShardAssembly(ShardLayout layout, int shard) {
        this.shard = shard;
        this.places = new long[Math.toIntExact(layout.size(shard))];
        Arrays.fill(places, EMPTY);
    }

    /** Takes in a block; every slot may come once. */
    void add(byte[] block) {
        long number = blocks.size();
        blocks.add(block);
        for (int at = 0; at < block.length; at += RecordBlock.HEADER_BYTES + RecordBlock.length(block, at)) {
            int slot = RecordBlock.slot(block, at);
            if (places[slot] != EMPTY) {
                throw new IllegalStateException("shard " + shard + ": slot " + slot + " came twice, with index "
                        + RecordBlock.index(block, at));
            }
            places[slot] = number << 32 | at;
        }
    }

    /** Writes the shard; every slot must have come. */
    void writeTo(ShardWriter writer) throws IOException {
        for (int slot = 0; slot < places.length; slot++) {
            if (places[slot] == EMPTY) {
                throw new IllegalStateException("shard " + shard + ": no record came for slot " + slot);
            }
            byte[] block = blocks.get((int) (places[slot] >>> 32));
            int at = (int) places[slot];
            writer.write(
                    RecordBlock.index(block, at),
                    RecordBlock.label(block, at),
                    block,
                    at + RecordBlock.HEADER_BYTES,
                    RecordBlock.length(block, at),
                    RecordBlock.crc(block, at));
        }
    }
}
