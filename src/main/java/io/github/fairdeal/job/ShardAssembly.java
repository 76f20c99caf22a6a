package io.github.fairdeal.job;

import io.github.fairdeal.permutation.ShardLayout;
import io.github.fairdeal.shard.ShardWriter;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Reduce side of the shuffle: remembers where in the blocks each slot's record lies, then writes them in slot order.
 * Nothing is sorted. Memory is eight bytes a record, and blocks as far as {@link HeldBlocks} has room.
 */
final class ShardAssembly {

    private static final long EMPTY = -1;
    private static final int AT_ONCE = 64;

    private final int shard;
    private final HeldBlocks blocks;
    private final long[] places;

    /** Takes what was touched, lest the compiler leave the touching out. */
    @SuppressWarnings("UnusedVariable")
    private int touched;

    /**
     * Expects the records of a shard.
     *
     * @param blocks empty, closed by the caller
     */
    ShardAssembly(ShardLayout layout, int shard, HeldBlocks blocks) {
        this.shard = shard;
        this.blocks = blocks;
        this.places = new long[Math.toIntExact(layout.size(shard))];
        Arrays.fill(places, EMPTY);
    }

    /** Takes in a block; every slot may come once. */
    void add(byte[] block) throws IOException {
        long number = blocks.count();
        for (int at = 0; at < block.length; at += RecordBlock.HEADER_BYTES + RecordBlock.length(block, at)) {
            int slot = RecordBlock.slot(block, at);
            if (places[slot] != EMPTY) {
                throw new IllegalStateException("shard " + shard + ": slot " + slot + " came twice, with index "
                        + RecordBlock.index(block, at));
            }
            places[slot] = number << 32 | at;
        }
        blocks.add(block);
    }

    /**
     * Writes the shard; every slot must have come.
     *
     * @param counter told of records as they are written, some at a time
     */
    void writeTo(ShardWriter writer, LongConsumer counter) throws IOException {
        for (int first = 0; first < places.length; first += AT_ONCE) {
            int end = Math.min(first + AT_ONCE, places.length);
            touch(first, end);
            for (int slot = first; slot < end; slot++) {
                byte[] block = block(slot);
                if (block != null) {
                    write(writer, block, at(slot));
                } else {
                    write(writer, blocks.fetch(number(slot), at(slot)), 0);
                }
            }
            counter.accept(end - first);
        }
    }

    /** Records lie anywhere in memory. Looking at some of them at once, the processor waits for all together. */
    private void touch(int first, int end) {
        int sum = 0;
        for (int slot = first; slot < end; slot++) {
            if (places[slot] == EMPTY) {
                throw new IllegalStateException("shard " + shard + ": no record came for slot " + slot);
            }
            byte[] block = block(slot);
            sum += block == null ? 0 : RecordBlock.length(block, at(slot));
        }
        touched = sum;
    }

    private static void write(ShardWriter writer, byte[] block, int at) throws IOException {
        writer.write(
                RecordBlock.index(block, at),
                RecordBlock.label(block, at),
                block,
                at + RecordBlock.HEADER_BYTES,
                RecordBlock.length(block, at),
                RecordBlock.crc(block, at));
    }

    private byte[] block(int slot) {
        return blocks.inMemory(number(slot));
    }

    private int number(int slot) {
        return (int) (places[slot] >>> 32);
    }

    private int at(int slot) {
        return (int) places[slot];
    }
}
