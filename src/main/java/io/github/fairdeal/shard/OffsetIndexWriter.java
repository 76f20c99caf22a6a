package io.github.fairdeal.shard;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/** Writes the offset index of a shard, offset by offset. */
final class OffsetIndexWriter implements Closeable {

    private final OutputStream out;
    private final byte[] buffer = new byte[OffsetIndex.BLOCK_ENTRIES * OffsetIndex.ENTRY_BYTES];
    private final ByteArrayOutputStream tail = new ByteArrayOutputStream();
    private final CRC32C checksum = new CRC32C();
    private int filled;
    private boolean isBegun;

    /** Takes an unbuffered stream over. */
    OffsetIndexWriter(OutputStream out) {
        this.out = out;
    }

    void add(long offset) throws IOException {
        if (filled == buffer.length) {
            flush();
        }
        OffsetIndex.LONG.set(buffer, filled, offset);
        if (filled == 0 && isBegun) {
            // The checksum of a block takes in the first offset of the next one, which is read with it.
            checksum.update(buffer, 0, OffsetIndex.ENTRY_BYTES);
            addToTail((int) checksum.getValue());
            checksum.reset();
        }
        isBegun = true;
        filled += OffsetIndex.ENTRY_BYTES;
    }

    /** Ends the index of a shard that is complete. */
    void finish(long shardBytes, String shardCrc32c) throws IOException {
        flush();
        if (isBegun) {
            addToTail((int) checksum.getValue());
        }
        addToTail(shardBytes);
        addToTail(Integer.parseUnsignedInt(shardCrc32c, 16));
        checksum.reset();
        checksum.update(tail.toByteArray());
        addToTail((int) checksum.getValue());
        out.write(tail.toByteArray());
        out.close();
    }

    /** Gives up an index that is not finished. */
    @Override
    public void close() throws IOException {
        out.close();
    }

    private void addToTail(int number) {
        byte[] bytes = new byte[OffsetIndex.CHECKSUM_BYTES];
        OffsetIndex.INT.set(bytes, 0, number);
        tail.writeBytes(bytes);
    }

    private void addToTail(long number) {
        byte[] bytes = new byte[Long.BYTES];
        OffsetIndex.LONG.set(bytes, 0, number);
        tail.writeBytes(bytes);
    }

    private void flush() throws IOException {
        if (filled > 0) {
            checksum.update(buffer, 0, filled);
            out.write(buffer, 0, filled);
            filled = 0;
        }
    }
}
